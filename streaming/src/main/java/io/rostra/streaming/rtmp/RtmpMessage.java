package io.rostra.streaming.rtmp;

/// One message (section 6.1).
///
/// @param type see [RtmpSession]
/// @param streamId 0 for the connection itself
/// @param timestamp milliseconds, wraps at 2^32
record RtmpMessage(int type, int streamId, long timestamp, byte[] payload) {}
