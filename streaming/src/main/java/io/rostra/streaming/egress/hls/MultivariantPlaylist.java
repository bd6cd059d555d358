package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.H264Parameters;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// The playlist a player opens (bis section 4.4.6): a variant for each size of the video, the best
/// first, and the audio in a rendition of its own for all, as CMAF wants it. The last variant is
/// the audio alone, for players on a link too narrow for any picture; those that need none, such as
/// hls.js, leave it out.
///
/// @param variants current state, for the figures measured so far
/// @param captions whether there is a track of them
record MultivariantPlaylist(List<Variant> variants, MediaPlaylist audio, boolean captions) {

    static final String AAC_LC = "mp4a.40.2";
    private static final String AUDIO_GROUP = "audio";
    private static final String CAPTION_GROUP = "captions";

    /// One size of the video. Figures are of its own segments alone: where others stand in there is
    /// nothing to choose.
    record Variant(MediaPlaylist playlist, H264Parameters parameters) {

        boolean isSmallerThan(Variant other) {
            return pixels() < other.pixels();
        }

        private long pixels() {
            return (long) parameters.width() * parameters.height();
        }

        /// Highest of the segments in the window.
        private double frameRate() {
            double highest = 0;
            for (Segment segment : measured(playlist)) {
                double rate =
                        (double) segment.samples()
                                * playlist.settings().timescale()
                                / segment.duration();
                highest = Math.max(highest, rate);
            }
            return highest;
        }
    }

    /// Profile, constraints and level as they stand in the sequence parameter set (RFC 6381 section
    /// 3.3).
    static String codec(H264Parameters parameters) {
        return "avc1." + HexFormat.of().formatHex(parameters.sps(), 1, 4);
    }

    String render() {
        StringBuilder text = new StringBuilder(1024);
        text.append("#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"");
        text.append(AUDIO_GROUP);
        text.append("\",NAME=\"Stage\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"2\",URI=\"");
        text.append(audio.settings().uri()).append("\"\n");
        if (captions) {
            text.append("#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"").append(CAPTION_GROUP);
            text.append("\",NAME=\"Captions\",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI=\"");
            text.append(CaptionTrack.URI).append("\"\n");
        }
        variants.forEach(variant -> render(text, variant, frameRate()));
        text.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(peakBitrate(audio));
        text.append(",AVERAGE-BANDWIDTH=").append(averageBitrate(audio));
        text.append(",CODECS=\"").append(AAC_LC).append("\",AUDIO=\"").append(AUDIO_GROUP);
        text.append('"');
        captionGroup(text);
        text.append('\n').append(audio.settings().uri()).append('\n');
        return text.toString();
    }

    /// The same for all: hls.js goes to no larger picture that has fewer frames a second, and what
    /// is measured of each differs by chance.
    private double frameRate() {
        return variants.stream().mapToDouble(Variant::frameRate).max().orElse(0);
    }

    private void render(StringBuilder text, Variant variant, double frameRate) {
        MediaPlaylist video = variant.playlist();
        text.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(peakBitrate(video) + peakBitrate(audio));
        text.append(",AVERAGE-BANDWIDTH=").append(averageBitrate(video) + averageBitrate(audio));
        text.append(",CODECS=\"").append(codec(variant.parameters())).append(',').append(AAC_LC);
        text.append("\",RESOLUTION=").append(variant.parameters().width());
        text.append('x').append(variant.parameters().height());
        text.append(",FRAME-RATE=").append(String.format(Locale.ROOT, "%.3f", frameRate));
        text.append(",AUDIO=\"").append(AUDIO_GROUP).append('"');
        captionGroup(text);
        text.append('\n');
        text.append(video.settings().uri()).append('\n');
    }

    private void captionGroup(StringBuilder text) {
        if (captions) {
            text.append(",SUBTITLES=\"").append(CAPTION_GROUP).append('"');
        }
    }

    private static long peakBitrate(MediaPlaylist playlist) {
        return Math.max(playlist.peakBitrate(), averageBitrate(playlist));
    }

    private static long averageBitrate(MediaPlaylist playlist) {
        long bytes = 0;
        long duration = 0;
        for (Segment segment : measured(playlist)) {
            bytes += segment.bytes();
            duration += segment.duration();
        }
        return duration == 0 ? 0 : bytes * 8 * playlist.settings().timescale() / duration;
    }

    /// The rendition's own complete segments; as long as there is none, the open one.
    private static List<Segment> measured(MediaPlaylist playlist) {
        List<Segment> own =
                playlist.segments().stream()
                        .filter(segment -> playlist.settings().owns(segment.uri()))
                        .toList();
        return own.isEmpty() && playlist.open().duration() > 0 ? List.of(playlist.open()) : own;
    }
}
