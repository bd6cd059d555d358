package io.rostra.sfu.subscribe;

import io.rostra.sfu.publish.Encoding;
import io.rostra.sfu.publish.FrameLog;

/// Which layers of a scalable encoding (SVC) stand for the ranks low, medium and high. With several
/// spatial layers a rank is one of them at the full frame rate, the best is high; with one alone it
/// is a frame rate, and then only bandwidth chooses: who asks for a small picture wants it to move.
final class LayerTarget {

    private LayerTarget() {}

    /// @return the highest spatial layer
    static int spatial(FrameLog frames, int preferred, int allowed) {
        return below(frames.spatialLayers(), Math.min(preferred, allowed));
    }

    /// @return the highest temporal layer
    static int temporal(FrameLog frames, int allowed) {
        int all = frames.temporalLayers();
        return frames.spatialLayers() > 1 ? all - 1 : below(all, allowed);
    }

    private static int below(int layers, int rank) {
        return Math.max(0, layers - 1 - (VideoLayer.HIGH.rank() - rank));
    }

    /// The rank that a spatial layer stands for.
    static int rank(FrameLog frames, int spatialId) {
        return Math.clamp(
                VideoLayer.HIGH.rank() - (frames.spatialLayers() - 1 - spatialId),
                VideoLayer.LOW.rank(),
                VideoLayer.HIGH.rank());
    }

    /// Fills in what each rank takes, 0 for ranks that no layer stands for.
    ///
    /// @param bitrates by rank, bits per second
    static void bitrates(Encoding encoding, FrameLog frames, long[] bitrates, long now) {
        long all = Math.max(1, encoding.bitsPerSecond(now));
        int high = VideoLayer.HIGH.rank();
        boolean spatial = frames.spatialLayers() > 1;
        int layers = spatial ? frames.spatialLayers() : frames.temporalLayers();
        for (int rank = high - 1; rank > 0 && layers - 1 - (high - rank) >= 0; rank--) {
            int layer = below(layers, rank);
            int top = frames.temporalLayers() - 1;
            bitrates[rank] =
                    Math.max(
                            1,
                            frames.bitsPerSecond(spatial ? layer : 0, spatial ? top : layer, now));
        }
        bitrates[high] = all;
    }
}
