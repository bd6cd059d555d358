package io.rostra.streaming.egress.hls;

import java.util.List;

/// A media segment of one rendition, complete or still growing. Times are ticks of the rendition's
/// timescale.
///
/// @param number media sequence number, the same in all renditions for the same span of time
/// @param initUri the initialisation segment (EXT-X-MAP) it decodes with
/// @param discontinuity nothing decodes across its start (EXT-X-DISCONTINUITY)
/// @param gap its media are lost (EXT-X-GAP)
/// @param bytes length of all parts together
/// @param samples frames in all parts together
record Segment(
        long number,
        String uri,
        String initUri,
        boolean discontinuity,
        boolean gap,
        long start,
        long duration,
        long bytes,
        int samples,
        List<PartialSegment> parts) {

    Segment {
        parts = List.copyOf(parts);
    }

    long end() {
        return start + duration;
    }

    Segment plus(PartialSegment part, int partBytes, int partSamples) {
        var grown = new java.util.ArrayList<>(parts);
        grown.add(part);
        return new Segment(
                number,
                uri,
                initUri,
                discontinuity,
                gap,
                start,
                duration + part.duration(),
                bytes + partBytes,
                samples + partSamples,
                grown);
    }

    /// Complete, and so old that its parts are no longer listed.
    Segment withoutParts() {
        return old(gap);
    }

    Segment asGap() {
        return old(true);
    }

    private Segment old(boolean lost) {
        return new Segment(
                number,
                uri,
                initUri,
                discontinuity,
                lost,
                start,
                duration,
                bytes,
                samples,
                List.of());
    }
}
