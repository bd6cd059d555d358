package io.rostra.streaming.egress.hls;

/// Takes a whole live stream as segments: an audience's playlists, a recording, a push. It joins
/// and leaves where it likes, and gets all segments between in both media, from the same place on.
public interface ProgramSink {

    PartSink video();

    PartSink audio();

    /// Nothing else follows.
    void end();
}
