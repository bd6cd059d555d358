package io.rostra.socketio;

/// Text or bytes that are no Socket.IO packet. Ends the connection that sent them.
public final class PacketException extends Exception {
    public PacketException(String message) {
        super(message);
    }
}
