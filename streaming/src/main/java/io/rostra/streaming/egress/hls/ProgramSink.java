package io.rostra.streaming.egress.hls;

import org.jspecify.annotations.Nullable;

/// Takes a whole live stream as segments: an audience's playlists, a recording, a push. It joins
/// and leaves where it likes, and gets all segments between in both media, from the same place on.
public interface ProgramSink {

    PartSink video();

    PartSink audio();

    /// Where the lower layers of the video go; null if only the top is wanted.
    ///
    /// @param layer as [io.rostra.streaming.frames.FrameSink#onLayer] counts
    default @Nullable LayerSink layer(int layer) {
        return null;
    }

    /// Nothing else follows.
    void end();
}
