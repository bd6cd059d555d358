package io.rostra.sfu.publish;

/// What signalling says of a track that an offer carries: the ids by which everybody knows it.
///
/// @param codec that is wanted for it as in `a=rtpmap`, heeded for VP9 and AV1; empty for our
///   choice
public record TrackDescription(String trackId, String streamId, MediaKind kind, String codec) {

    public TrackDescription(String trackId, String streamId, MediaKind kind) {
        this(trackId, streamId, kind, "");
    }
}
