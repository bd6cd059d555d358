package io.rostra.platform.token;

/// A token was refused; the message says why in words that may be shown to its bearer.
public final class TokenException extends Exception {
    public TokenException(String message) {
        super(message);
    }
}
