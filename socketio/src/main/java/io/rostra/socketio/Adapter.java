package io.rostra.socketio;

import io.rostra.socketio.engine.OutboundMessage;
import java.util.List;

/// Who is in which room of a namespace, and how a broadcast reaches them. One that spans processes
/// wraps [MemoryAdapter] and passes broadcasts on. Confined to the server's loop.
public interface Adapter {
    void join(Socket socket, String room);

    void leave(Socket socket, String room);

    /// Takes a socket that is going out of all rooms.
    void leaveAll(Socket socket);

    /// Sends to all of the audience, in order with everything else sent to them.
    void broadcast(OutboundMessage message, Audience audience);

    /// The sockets of the audience in this process, in a list of its own.
    List<Socket> find(Audience audience);

    /// How many sockets of this process are in a room.
    int roomSize(String room);
}
