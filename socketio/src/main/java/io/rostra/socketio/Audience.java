package io.rostra.socketio;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who gets a broadcast: everybody, or everybody in at least one of the rooms; but nobody in an
/// excepted room, nor the excepted socket. A socket's id is a room with only that socket in it.
///
/// @param local only sockets of this process
public record Audience(
        Set<String> rooms, Set<String> exceptRooms, @Nullable Socket exceptSocket, boolean local) {
    static final Audience EVERYBODY = new Audience(Set.of(), Set.of(), null, false);

    public Audience {
        rooms = Set.copyOf(rooms);
        exceptRooms = Set.copyOf(exceptRooms);
    }

    static Audience only(Socket socket) {
        return new Audience(Set.of(socket.id()), Set.of(), null, false);
    }

    /// Whether a socket with this id and these rooms belongs to it.
    public boolean includes(String socketId, Set<String> socketRooms) {
        return (rooms.isEmpty() || meets(rooms, socketId, socketRooms))
                && !isExcepted(socketId, socketRooms);
    }

    boolean isExcepted(String socketId, Set<String> socketRooms) {
        return (exceptSocket != null && exceptSocket.id().equals(socketId))
                || (!exceptRooms.isEmpty() && meets(exceptRooms, socketId, socketRooms));
    }

    private static boolean meets(Set<String> some, String socketId, Set<String> socketRooms) {
        for (String room : some) {
            if (room.equals(socketId) || socketRooms.contains(room)) {
                return true;
            }
        }
        return false;
    }
}
