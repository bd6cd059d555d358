package io.rostra.webrtc.dtls;

/// Which side sends the ClientHello: `a=setup:active` is the client (RFC 8842).
public enum DtlsRole {
    CLIENT,
    SERVER
}
