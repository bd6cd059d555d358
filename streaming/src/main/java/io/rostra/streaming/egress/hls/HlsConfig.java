package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.FrameSink;
import java.time.Duration;

/// How a stream is cut and how much of it stays.
///
/// EXT-X-TARGETDURATION follows from `segmentLimit`: bis section 4.4.3.1 rounds segment durations
/// to whole seconds, so a limit of 2.4 s is a target duration of 2 s. The value is advertised from
/// the first playlist on and never changes.
///
/// @param segmentTarget when a segment is this long, a key frame is asked for and the segment ends
///   with it
/// @param firstSegments the same for the first segments of a stream, shorter so that going live is
///   quick
/// @param segmentLimit a segment ends here even without a key frame
/// @param partHoldBack distance from the live edge that low-latency players keep
///   (EXT-X-SERVER-CONTROL PART-HOLD-BACK); at least three part targets
/// @param window how far back the playlists list segments
/// @param mostSizes of the picture: the best, and lower layers if there are any
/// @param captions whether players are told of captions before there are any
public record HlsConfig(
        Duration segmentTarget,
        Duration firstSegments,
        Duration segmentLimit,
        Duration partHoldBack,
        Duration window,
        int mostSizes,
        boolean captions) {

    public HlsConfig {
        if (firstSegments.compareTo(segmentTarget) > 0
                || segmentTarget.compareTo(segmentLimit) >= 0) {
            throw new IllegalArgumentException(
                    "segment durations must grow: first "
                            + firstSegments
                            + ", target "
                            + segmentTarget
                            + ", limit "
                            + segmentLimit);
        }
    }

    /// How much of the window stays in memory; what is older comes from disk.
    static final Duration MEMORY = Duration.ofSeconds(30);

    /// The longest window: 6 hours are playlists of 1.5 MB, or 70 kB compressed, for those who
    /// join.
    public static final Duration LONGEST_WINDOW = Duration.ofHours(6);

    /// The same with another window.
    ///
    /// @param newWindow up to [#LONGEST_WINDOW]; memory alone holds half a minute
    public HlsConfig withWindow(Duration newWindow) {
        return new HlsConfig(
                segmentTarget,
                firstSegments,
                segmentLimit,
                partHoldBack,
                newWindow.compareTo(LONGEST_WINDOW) < 0 ? newWindow : LONGEST_WINDOW,
                mostSizes,
                captions);
    }

    /// The same with so many sizes at most.
    public HlsConfig withMostSizes(int sizes) {
        return new HlsConfig(
                segmentTarget, firstSegments, segmentLimit, partHoldBack, window, sizes, captions);
    }

    /// The same with captions, or without until there are some.
    public HlsConfig withCaptions(boolean announced) {
        return new HlsConfig(
                segmentTarget,
                firstSegments,
                segmentLimit,
                partHoldBack,
                window,
                mostSizes,
                announced);
    }

    /// EXT-X-TARGETDURATION, in seconds.
    int targetDuration() {
        return Math.toIntExact(Math.round(segmentLimit.toMillis() / 1000.0));
    }

    /// A target duration of 2 s, so that players without low-latency mode stay 6 s behind. Segments
    /// are shorter: a slow camera has 0.9 s to answer with a key frame, and hls.js without
    /// low-latency mode waits at most 1.6 s for the next one.
    public static HlsConfig defaults() {
        return new HlsConfig(
                Duration.ofMillis(1_500),
                Duration.ofMillis(1_000),
                Duration.ofMillis(2_400),
                Duration.ofMillis(1_000),
                MEMORY,
                1 + FrameSink.LOWER_LAYERS,
                false);
    }
}
