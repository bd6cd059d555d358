package io.rostra.streaming.egress.hls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// One version of the media playlist of a rendition (bis section 4.4.3). Immutable.
///
/// @param settings what never changes while the stream lives
/// @param discontinuitySequence discontinuities that have left the window
/// @param segments the complete ones, oldest first
/// @param open the growing one; its parts may be empty
/// @param hintUri the part that comes next
/// @param dateRanges timed metadata, oldest first
/// @param peakBitrate of any segment since the stream began, bit/s
record MediaPlaylist(
        Settings settings,
        long discontinuitySequence,
        List<Segment> segments,
        Segment open,
        String hintUri,
        List<DateRange> dateRanges,
        boolean ended,
        long peakBitrate) {

    /// @param name of the rendition; its URIs, relative to the multivariant playlist, begin with it
    /// @param partTarget in ticks
    record Settings(
            String name,
            int timescale,
            Instant epoch,
            int targetDuration,
            long partTarget,
            Duration partHoldBack) {

        /// Of this playlist.
        String uri() {
            return name + ".m3u8";
        }

        /// Whether a URI can only belong to this rendition.
        boolean owns(String uri) {
            return uri.startsWith(name + "-");
        }

        /// Rounded down to a millisecond.
        Instant instant(long ticks) {
            return epoch.plusMillis(Math.floorDiv(1000 * ticks, timescale));
        }
    }

    /// State of another rendition (EXT-X-RENDITION-REPORT): saves a round trip to players that
    /// switch.
    record RenditionReport(String uri, PlaylistPosition last) {}

    /// Parts are listed this many target durations back from the live edge (bis section 4.4.4.9).
    private static final int PARTS_LISTED_TARGETS = 3;

    /// A player that has seen an older playlist may skip what is older than this (CAN-SKIP-UNTIL);
    /// six target durations is the least that bis section 4.4.3.8 allows.
    private static final int SKIP_UNTIL_TARGETS = 6;

    private static final int VERSION = 9;

    MediaPlaylist {
        segments = List.copyOf(segments);
        dateRanges = List.copyOf(dateRanges);
    }

    /// The newest part; (open segment, -1) if there is none at all.
    PlaylistPosition last() {
        if (open.parts().isEmpty() && !segments.isEmpty()) {
            Segment complete = segments.getLast();
            return new PlaylistPosition(complete.number(), complete.parts().size() - 1);
        }
        return new PlaylistPosition(open.number(), open.parts().size() - 1);
    }

    /// Whether a blocking request for `wanted` can be answered. A part beyond the last one of a
    /// complete segment means the first of the next.
    boolean contains(PlaylistPosition wanted) {
        if (ended || wanted.number() < open.number() - 1) {
            return true;
        }
        if (wanted.number() == open.number()) {
            return wanted.part() != PlaylistPosition.WHOLE_SEGMENT
                    && wanted.part() < open.parts().size();
        }
        return wanted.number() == open.number() - 1
                && (wanted.part() < segments.getLast().parts().size() || !open.parts().isEmpty());
    }

    /// Whether a request for `wanted` is so far ahead that it is a mistake (bis section 6.2.5.2:
    /// two segments, three seconds of parts).
    boolean isBeyondReach(PlaylistPosition wanted) {
        long partLimit = 3L * settings.timescale() / settings.partTarget();
        return wanted.number() > open.number() + 1
                || (wanted.number() >= open.number()
                        && wanted.part() > open.parts().size() + partLimit);
    }

    String render(Skip skip, List<RenditionReport> others) {
        StringBuilder text = new StringBuilder(4096);
        header(text);
        dateRanges.forEach(range -> range.render(text));
        int skipped = skip == Skip.YES ? skippable() : 0;
        if (skipped > 0) {
            text.append("#EXT-X-SKIP:SKIPPED-SEGMENTS=").append(skipped).append('\n');
        }
        long edge = open.end();
        long partsFrom =
                edge
                        - (long) PARTS_LISTED_TARGETS
                                * settings.targetDuration()
                                * settings.timescale();
        String initUri = "";
        for (Segment segment : segments.subList(skipped, segments.size())) {
            start(text, segment, initUri);
            initUri = segment.initUri();
            if (segment.end() > partsFrom) {
                parts(text, segment);
            }
            if (segment.gap()) {
                text.append("#EXT-X-GAP\n");
            }
            text.append("#EXTINF:").append(seconds(segment.duration())).append(",\n");
            text.append(segment.uri()).append('\n');
        }
        if (ended) {
            return text.append("#EXT-X-ENDLIST\n").toString();
        }
        if (!open.parts().isEmpty()) {
            start(text, open, initUri);
            parts(text, open);
        }
        text.append("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"").append(hintUri).append("\"\n");
        for (RenditionReport other : others) {
            text.append("#EXT-X-RENDITION-REPORT:URI=\"").append(other.uri());
            text.append("\",LAST-MSN=").append(other.last().number());
            text.append(",LAST-PART=").append(other.last().part()).append('\n');
        }
        return text.toString();
    }

    /// Whether the client takes a delta update (`_HLS_skip`).
    enum Skip {
        NO,
        YES
    }

    private void header(StringBuilder text) {
        text.append("#EXTM3U\n#EXT-X-VERSION:").append(VERSION).append('\n');
        text.append("#EXT-X-TARGETDURATION:").append(settings.targetDuration()).append('\n');
        text.append("#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=");
        text.append(SKIP_UNTIL_TARGETS * settings.targetDuration()).append(".0,HOLD-BACK=");
        text.append(3 * settings.targetDuration()).append(".0,PART-HOLD-BACK=");
        text.append(decimal(settings.partHoldBack().toMillis() / 1000.0)).append('\n');
        text.append("#EXT-X-PART-INF:PART-TARGET=");
        text.append(decimal(Math.ceil(1e5 * settings.partTarget() / settings.timescale()) / 1e5));
        text.append("\n#EXT-X-MEDIA-SEQUENCE:");
        text.append(segments.isEmpty() ? open.number() : segments.getFirst().number());
        text.append("\n#EXT-X-DISCONTINUITY-SEQUENCE:").append(discontinuitySequence).append('\n');
    }

    private int skippable() {
        long until =
                open.end()
                        - (long) SKIP_UNTIL_TARGETS
                                * settings.targetDuration()
                                * settings.timescale();
        int count = 0;
        while (count < segments.size() && segments.get(count).end() < until) {
            count++;
        }
        return count;
    }

    private void start(StringBuilder text, Segment segment, String previousInitUri) {
        if (segment.discontinuity()) {
            text.append("#EXT-X-DISCONTINUITY\n");
        }
        if (!segment.initUri().equals(previousInitUri)) {
            text.append("#EXT-X-MAP:URI=\"").append(segment.initUri()).append("\"\n");
        }
        text.append("#EXT-X-PROGRAM-DATE-TIME:");
        text.append(date(settings.instant(segment.start()))).append('\n');
    }

    private void parts(StringBuilder text, Segment segment) {
        for (PartialSegment part : segment.parts()) {
            text.append("#EXT-X-PART:DURATION=").append(seconds(part.duration()));
            text.append(",URI=\"").append(part.uri()).append('"');
            text.append(part.independent() ? ",INDEPENDENT=YES\n" : "\n");
        }
    }

    /// Rounded down: never more than the samples last.
    private String seconds(long ticks) {
        return decimal(Math.floor(1e5 * ticks / settings.timescale()) / 1e5);
    }

    static String date(Instant instant) {
        return PROGRAM_DATE_TIME.format(instant);
    }

    static String decimal(double seconds) {
        return String.format(Locale.ROOT, "%.5f", seconds);
    }

    private static final java.time.format.DateTimeFormatter PROGRAM_DATE_TIME =
            java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
                    .withZone(java.time.ZoneOffset.UTC);
}
