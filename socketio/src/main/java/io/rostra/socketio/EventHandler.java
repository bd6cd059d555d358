package io.rostra.socketio;

/// Gets the events of one name. Called on the server's loop; an exception disconnects the socket.
@FunctionalInterface
public interface EventHandler {
    void handle(Socket socket, IncomingEvent event);
}
