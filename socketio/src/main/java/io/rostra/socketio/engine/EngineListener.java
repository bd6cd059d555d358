package io.rostra.socketio.engine;

/// The application's end of a session. Called on the loop that owns the server.
public interface EngineListener {
    /// The session's first packet has been queued: what is sent from here follows it.
    default void onOpen() {}

    /// The client has shown that it lives: once in each ping interval.
    default void onHeartbeat() {}

    void onText(String message);

    void onBinary(byte[] message);

    /// The last call. Nothing sent from here arrives.
    void onClose(CloseReason reason);
}
