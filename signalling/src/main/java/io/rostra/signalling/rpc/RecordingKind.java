package io.rostra.signalling.rpc;

/// What clients know a recording by: how it was asked for.
public enum RecordingKind {
    /// By itself.
    BROWSER("Browser"),
    /// Along with the live stream.
    HLS("HLS");

    private final String wireName;

    RecordingKind(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
