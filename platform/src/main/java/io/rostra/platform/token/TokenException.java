package io.rostra.platform.token;

import java.util.Objects;

/// A token was refused; the message says why in words that may be shown to its bearer.
public sealed class TokenException extends Exception permits WrongTokenTypeException {
    public TokenException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
