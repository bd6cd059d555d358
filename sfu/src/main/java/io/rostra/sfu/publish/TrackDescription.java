package io.rostra.sfu.publish;

/// What signalling says of a track that an offer carries: the ids by which everybody knows it.
public record TrackDescription(String trackId, String streamId, MediaKind kind) {}
