package io.rostra.signalling.rpc;

/// Codes of error replies and of `on-error`. Client SDKs repeat a request that failed with 429 or
/// 5xx up to three times, and hand every other code to the app. Codes from 1000 to 8999 belong to
/// the SDK itself.
public enum ErrorCode {
    BAD_REQUEST(400),
    UNAUTHORIZED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    CONFLICT(409),
    GONE(410),
    TOO_LARGE(413),
    /// The media node that the request is about is gone, and `node-info` names the new one.
    MISDIRECTED(421),
    TOO_MANY_REQUESTS(429),
    INTERNAL(500),
    UNAVAILABLE(503);

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
