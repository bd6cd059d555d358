package io.rostra.platform.token;

/// A valid token of another kind than the one asked for.
public final class WrongTokenTypeException extends TokenException {
    WrongTokenTypeException(String expected) {
        super("this needs a token of type " + expected);
    }
}
