package io.rostra.server;

/// The server cannot start; the message says why and what to do.
public final class StartException extends Exception {

    private static final long serialVersionUID = 1;

    StartException(String message) {
        super(message);
    }
}
