package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.H264Parameters;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// The same segments for players of MPEG-DASH (ISO/IEC 23009-1 section 5, live profile): the
/// largest size and the sound. DASH has no parts, so its players are some seconds further behind.
///
/// What follows a discontinuity, or has another picture format, is a period of its own. Times are
/// those of the media, so a period begins where its first segment did, also when that has left the
/// window.
///
/// @param audio whose segments have the numbers of those of the video
/// @param periods oldest first
record DashManifest(MediaPlaylist video, MediaPlaylist audio, List<Period> periods) {

    /// @param number of its first segment
    /// @param start of that, in ticks of the video
    record Period(long number, long start, H264Parameters parameters) {}

    private static final String HEAD =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011"\
             type="dynamic" availabilityStartTime="%s" publishTime="%s" minimumUpdatePeriod="PT1S"\
             minBufferTime="PT2S" suggestedPresentationDelay="PT6S" timeShiftBufferDepth="PT%sS"%s>
            """;

    String render(Instant now) {
        List<Segment> segments = video.segments();
        double scale = video.settings().timescale();
        double from = segments.isEmpty() ? 0 : segments.getFirst().start() / scale;
        double to = segments.isEmpty() ? 0 : segments.getLast().end() / scale;
        StringBuilder text = new StringBuilder(4096);
        text.append(
                HEAD.formatted(
                        video.settings().epoch(),
                        now,
                        seconds(to - from),
                        video.ended()
                                ? " mediaPresentationDuration=\"PT" + seconds(to) + "S\""
                                : ""));
        for (int i = 0; i < periods.size(); i++) {
            long until = i + 1 < periods.size() ? periods.get(i + 1).number() : Long.MAX_VALUE;
            period(text, periods.get(i), until);
        }
        // The client's clock may be anything; ours says when segments are there.
        text.append("<UTCTiming schemeIdUri=\"urn:mpeg:dash:utc:direct:2014\" value=\"");
        return text.append(now).append("\"/>\n</MPD>\n").toString();
    }

    private void period(StringBuilder text, Period period, long until) {
        List<Segment> pictures = within(video, period.number(), until);
        List<Segment> sounds = within(audio, period.number(), until);
        if (pictures.isEmpty() || sounds.isEmpty()) {
            return;
        }
        double scale = video.settings().timescale();
        H264Parameters format = period.parameters();
        text.append("<Period id=\"p").append(period.number());
        text.append("\" start=\"PT").append(seconds(period.start() / scale)).append("S\">\n");
        text.append("<AdaptationSet id=\"1\" contentType=\"video\" mimeType=\"video/mp4\"");
        text.append(" segmentAlignment=\"true\" startWithSAP=\"1\">\n");
        text.append("<Representation id=\"video\" codecs=\"");
        text.append(MultivariantPlaylist.codec(format)).append("\" width=\"");
        text.append(format.width()).append("\" height=\"").append(format.height());
        text.append("\" bandwidth=\"").append(Math.max(1, video.peakBitrate())).append("\">\n");
        template(text, video, pictures, period.start());
        text.append("</Representation>\n</AdaptationSet>\n");
        text.append("<AdaptationSet id=\"2\" contentType=\"audio\" mimeType=\"audio/mp4\"");
        text.append(" segmentAlignment=\"true\" startWithSAP=\"1\">\n");
        text.append("<Representation id=\"audio\" codecs=\"");
        text.append(MultivariantPlaylist.AAC_LC).append("\" audioSamplingRate=\"");
        text.append(audio.settings().timescale()).append("\" bandwidth=\"");
        text.append(Math.max(1, audio.peakBitrate())).append("\">\n");
        double audioScale = audio.settings().timescale();
        template(text, audio, sounds, Math.round(period.start() / scale * audioScale));
        text.append("</Representation>\n</AdaptationSet>\n</Period>\n");
    }

    /// Up to the first whose media are lost.
    private static List<Segment> within(MediaPlaylist playlist, long from, long until) {
        return playlist.segments().stream()
                .filter(segment -> segment.number() >= from && segment.number() < until)
                .takeWhile(segment -> !segment.gap())
                .toList();
    }

    private static void template(
            StringBuilder text, MediaPlaylist playlist, List<Segment> segments, long offset) {
        Segment first = segments.getFirst();
        text.append("<SegmentTemplate timescale=\"").append(playlist.settings().timescale());
        text.append("\" presentationTimeOffset=\"").append(offset);
        text.append("\" initialization=\"").append(first.initUri());
        text.append("\" media=\"").append(playlist.settings().name());
        text.append("-$Number$.m4s\" startNumber=\"").append(first.number()).append("\">\n");
        text.append("<SegmentTimeline>\n");
        for (Segment segment : segments) {
            text.append("<S t=\"").append(segment.start());
            text.append("\" d=\"").append(segment.duration()).append("\"/>\n");
        }
        text.append("</SegmentTimeline>\n</SegmentTemplate>\n");
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.5f", value);
    }
}
