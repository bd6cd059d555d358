package io.rostra.signalling.poll;

/// A poll does not allow this, for the reason in the message.
public final class PollException extends Exception {
    PollException(String reason) {
        super(reason);
    }
}
