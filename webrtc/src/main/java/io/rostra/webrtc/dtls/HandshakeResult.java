package io.rostra.webrtc.dtls;

import io.rostra.webrtc.srtp.KeyingMaterial;

/// What a completed handshake gives.
///
/// @param remoteFingerprint of the certificate that the other side proved to own; the caller
///   compares it with the session description before it uses a key
public record HandshakeResult(Fingerprint remoteFingerprint, KeyingMaterial keyingMaterial) {}
