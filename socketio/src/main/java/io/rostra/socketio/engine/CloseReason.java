package io.rostra.socketio.engine;

/// Why a session ended. The texts are those Socket.IO applications know.
public enum CloseReason {
    TRANSPORT_CLOSE("transport close"),
    TRANSPORT_ERROR("transport error"),
    PING_TIMEOUT("ping timeout"),
    PARSE_ERROR("parse error"),
    CONNECT_TIMEOUT("connect timeout"),
    FORCED_CLOSE("forced close"),
    SERVER_SHUTTING_DOWN("server shutting down"),
    /// More is queued for the client than it may have (`maxBufferedBytes`).
    SLOW_CLIENT("slow client");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /// The WebSocket close code (RFC 6455 section 7.4.1).
    short webSocketCode() {
        return switch (this) {
            case TRANSPORT_CLOSE, TRANSPORT_ERROR, PING_TIMEOUT, CONNECT_TIMEOUT, FORCED_CLOSE ->
                    1000;
            case PARSE_ERROR -> 1007;
            case SERVER_SHUTTING_DOWN -> 1001;
            case SLOW_CLIENT -> 1008;
        };
    }
}
