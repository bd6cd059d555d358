package io.rostra.streaming.egress;

import io.rostra.sfu.publish.MediaKind;

/// A track on stage, as known outside the room's loop.
///
/// @param streamId tracks of one source (camera with microphone, screen with its sound) share it
/// @param codecName as in `a=rtpmap`
record StageTrack(String id, String peerId, String streamId, MediaKind kind, String codecName) {}
