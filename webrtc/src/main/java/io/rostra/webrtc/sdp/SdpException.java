package io.rostra.webrtc.sdp;

/// A session description could not be parsed; the message names the line and what was expected.
public final class SdpException extends Exception {
    public SdpException(String message) {
        super(message);
    }
}
