package io.rostra.webrtc.sdp;

import java.util.Locale;

/// Media direction as its own side sees it (RFC 8866 section 6.7).
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    public String attributeName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
