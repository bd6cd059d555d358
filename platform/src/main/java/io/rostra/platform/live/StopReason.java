package io.rostra.platform.live;

/// Why a live stream, recording or push ended, other than by a failure. The text is that of the
/// original's webhooks, but for the last.
public enum StopReason {
    ASKED("client request"),
    ROOM_ENDED("room ended"),
    /// Nobody is left who could be on stage.
    LAST_PEER_LEFT("last peer left"),
    SERVER_STOPPED("server stopped");

    private final String text;

    StopReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
