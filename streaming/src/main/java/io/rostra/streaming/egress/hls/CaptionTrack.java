package io.rostra.streaming.egress.hls;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What was said, as WebVTT segments (RFC 8216 section 3.5) beside those of the video: with their
/// numbers and times, but without parts, which no player reads here.
///
/// A caption begins with the newest picture, so a complete segment never changes. Thread-safe:
/// anybody adds, requests read.
final class CaptionTrack {

    static final String NAME = "captions";

    /// Of its playlist.
    static final String URI = NAME + ".m3u8";

    /// More than anybody says in the longest window; the oldest go.
    private static final int MOST = 20_000;

    private static final int MOST_CHARACTERS = 500;

    /// Nobody reads faster. A segment is known two seconds after its first caption began, which
    /// still has to be seen.
    private static final Duration SHORTEST = Duration.ofSeconds(4);

    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final int MILLIS_A_CHARACTER = 70;

    /// @param start milliseconds of the media's time
    private record Cue(long start, long end, String text) {}

    private final Deque<Cue> cues = new ArrayDeque<>();
    private volatile boolean announced;

    /// @param announced whether players are told of the track before the first caption
    CaptionTrack(boolean announced) {
        this.announced = announced;
    }

    /// Whether players are told of the track.
    boolean isAnnounced() {
        return announced;
    }

    /// @param start milliseconds of the media's time
    synchronized void add(long start, String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        if (line.isEmpty()) {
            return;
        }
        String shown = line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS);
        long millis =
                Math.clamp(
                        (long) shown.length() * MILLIS_A_CHARACTER,
                        SHORTEST.toMillis(),
                        LONGEST.toMillis());
        if (cues.size() >= MOST) {
            cues.removeFirst();
        }
        cues.addLast(new Cue(start, start + millis, escaped(shown)));
        announced = true;
    }

    /// WebVTT section 4.2.2: what would be a tag or an escape is one no more.
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// Of the segments of the video; their own times, whatever the names of its files.
    static String playlist(MediaPlaylist video) {
        StringBuilder text = new StringBuilder(1024);
        text.append("#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:");
        text.append(video.settings().targetDuration());
        text.append("\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=");
        text.append(3 * video.settings().targetDuration()).append(".0\n#EXT-X-MEDIA-SEQUENCE:");
        List<Segment> segments = video.segments();
        text.append(segments.isEmpty() ? video.open().number() : segments.getFirst().number());
        text.append("\n#EXT-X-DISCONTINUITY-SEQUENCE:").append(video.discontinuitySequence());
        text.append('\n');
        double timescale = video.settings().timescale();
        for (Segment segment : segments) {
            if (segment.discontinuity()) {
                text.append("#EXT-X-DISCONTINUITY\n");
            }
            text.append("#EXT-X-PROGRAM-DATE-TIME:");
            text.append(MediaPlaylist.date(video.settings().instant(segment.start())));
            text.append("\n#EXTINF:");
            text.append(
                    MediaPlaylist.decimal(Math.floor(1e5 * segment.duration() / timescale) / 1e5));
            text.append(",\n").append(uri(segment.number())).append('\n');
        }
        return text.append(video.ended() ? "#EXT-X-ENDLIST\n" : "").toString();
    }

    private static String uri(long number) {
        return NAME + "-" + number + ".vtt";
    }

    /// The captions of a complete segment; null when there is none of this name in the window.
    synchronized @Nullable String segment(String uri, MediaPlaylist video) {
        List<Segment> segments = video.segments();
        if (segments.isEmpty() || !uri.matches(NAME + "-\\d{1,18}\\.vtt")) {
            return null;
        }
        long number = Long.parseLong(uri.substring(NAME.length() + 1, uri.length() - 4));
        long index = number - segments.getFirst().number();
        if (index < 0 || index >= segments.size()) {
            return null;
        }
        Segment segment = segments.get((int) index);
        long timescale = video.settings().timescale();
        return text(1000 * segment.start() / timescale, 1000 * segment.end() / timescale);
    }

    /// The media's own clock counts from the same instant (RFC 8216 section 3.5).
    private String text(long from, long until) {
        StringBuilder text =
                new StringBuilder("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n");
        for (Cue cue : cues) {
            if (cue.end() > from && cue.start() < until) {
                text.append('\n').append(time(cue.start())).append(" --> ");
                text.append(time(cue.end())).append('\n').append(cue.text()).append('\n');
            }
        }
        return text.toString();
    }

    private static String time(long millis) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }
}
