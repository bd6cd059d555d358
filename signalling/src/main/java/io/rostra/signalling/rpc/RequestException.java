package io.rostra.signalling.rpc;

/// A request was refused. The message is shown to the client: it says what was asked and what was
/// expected.
public final class RequestException extends Exception {

    private final ErrorCode code;

    public RequestException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /// The words to show; unlike [#getMessage()] never null.
    public String reason() {
        String message = getMessage();
        return message == null ? code.name() : message;
    }
}
