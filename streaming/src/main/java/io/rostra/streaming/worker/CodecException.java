package io.rostra.streaming.worker;

/// A codec could not be opened, or refused its input; the message says which and with what error.
final class CodecException extends Exception {
    CodecException(String message) {
        super(message);
    }

    /// @param result negative, as FFmpeg's functions return it
    static CodecException of(String what, int result) {
        return new CodecException("%s: FFmpeg error %d".formatted(what, result));
    }
}
