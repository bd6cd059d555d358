package io.rostra.sfu.publish;

/// A session description could not be understood or accepted; the message says where and why.
public final class NegotiationException extends Exception {
    public NegotiationException(String message) {
        super(message);
    }
}
