package io.rostra.socketio.engine;

/// Why an HTTP request was refused, with the protocol's codes.
public enum EngineError {
    UNKNOWN_TRANSPORT(400, 0, "Transport unknown"),
    UNKNOWN_SESSION(400, 1, "Session ID unknown"),
    BAD_HANDSHAKE_METHOD(400, 2, "Bad handshake method"),
    BAD_REQUEST(400, 3, "Bad request"),
    FORBIDDEN(403, 4, "Forbidden"),
    UNSUPPORTED_PROTOCOL(400, 5, "Unsupported protocol version"),
    /// Not in the protocol: the server holds as many sessions as it may.
    TOO_MANY_SESSIONS(503, 4, "Too many sessions"),
    /// Not in the protocol: the body is larger than `maxPayload`.
    PAYLOAD_TOO_LARGE(413, 3, "Payload too large");

    private final int status;
    private final int code;
    private final String message;

    EngineError(int status, int code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /// The HTTP status.
    public int status() {
        return status;
    }

    public String json() {
        return "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }
}
