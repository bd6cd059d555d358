package io.rostra.socketio.engine;

/// The application's end of a session. Called on the loop that owns the server.
public interface EngineListener {
    void onText(String message);

    void onBinary(byte[] message);

    /// The last call. Nothing sent from here arrives.
    void onClose(CloseReason reason);
}
