package io.rostra.socketio.engine;

/// Bytes that are no Engine.IO packet. Ends the session that sent them.
public final class EnginePacketException extends Exception {
    public EnginePacketException(String message) {
        super(message);
    }
}
