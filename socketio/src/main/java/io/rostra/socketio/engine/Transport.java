package io.rostra.socketio.engine;

/// What carries a session's packets. Confined to the loop that owns the server.
sealed interface Transport permits PollingTransport, WebSocketTransport {
    String name();

    /// Sends what can leave now. True when the last that left was a handshake, which wants a pause.
    boolean flush(OutboundQueue queue, WriteBatch batch);

    /// Nothing can leave until the client has read or asked again.
    boolean isBlocked();

    /// Ends the connection. What is still queued is lost.
    void close(CloseReason reason);
}
