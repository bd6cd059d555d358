package io.rostra.platform.api;

/// Why a request was refused: the HTTP status and the general text of each kind.
public enum ApiError {
    INVALID_BODY(400, "Invalid body param"),
    INVALID_QUERY(400, "Invalid query param"),
    NOT_ENABLED(400, "Not enabled on this server"),
    UNAUTHENTICATED(401, "Token validation error"),
    FORBIDDEN(403, "Insufficient permissions"),
    NOT_FOUND(404, "Not found"),
    CONFLICT(409, "Conflict"),
    BODY_TOO_LARGE(413, "Body too large"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "Internal error"),
    OVERLOADED(503, "Server is busy");

    private final int status;
    private final String text;

    ApiError(int status, String text) {
        this.status = status;
        this.text = text;
    }

    public int status() {
        return status;
    }

    public String text() {
        return text;
    }
}
