package io.rostra.sfu;

/// Somebody in the room who is heard.
///
/// @param level 1 to 100
public record ActiveSpeaker(String peerId, String trackId, int level) {}
