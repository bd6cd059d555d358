package io.rostra.socketio;

import io.rostra.socketio.engine.OutboundMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The rooms of one process. Sending never takes a socket out of a room at once (a session that
/// runs over ends later in the turn), so rooms are walked without copying.
public final class MemoryAdapter implements Adapter {
    private final Namespace namespace;
    private final Map<String, Set<Socket>> rooms = new HashMap<>();

    public MemoryAdapter(Namespace namespace) {
        this.namespace = namespace;
    }

    @Override
    public void join(Socket socket, String room) {
        rooms.computeIfAbsent(room, _ -> new LinkedHashSet<>()).add(socket);
    }

    @Override
    public void leave(Socket socket, String room) {
        Set<Socket> members = rooms.get(room);
        if (members != null && members.remove(socket) && members.isEmpty()) {
            rooms.remove(room);
        }
    }

    @Override
    public void leaveAll(Socket socket) {
        for (String room : socket.rooms()) {
            leave(socket, room);
        }
    }

    @Override
    public void broadcast(OutboundMessage message, Audience audience) {
        forEach(audience, socket -> socket.send(message));
    }

    @Override
    public List<Socket> find(Audience audience) {
        List<Socket> found = new ArrayList<>();
        forEach(audience, found::add);
        return found;
    }

    @Override
    public int roomSize(String room) {
        return members(room).size();
    }

    private void forEach(Audience audience, Consumer<Socket> action) {
        Collection<Socket> candidates;
        if (audience.rooms().isEmpty()) {
            candidates = namespace.sockets();
        } else if (audience.rooms().size() == 1) {
            candidates = members(audience.rooms().iterator().next());
        } else {
            candidates = new LinkedHashSet<>();
            for (String room : audience.rooms()) {
                candidates.addAll(members(room));
            }
        }
        boolean noRoomExcepted = audience.exceptRooms().isEmpty();
        Socket excepted = audience.exceptSocket();
        for (Socket socket : candidates) {
            if (noRoomExcepted
                    ? socket != excepted
                    : !audience.isExcepted(socket.id(), socket.roomSet())) {
                action.accept(socket);
            }
        }
    }

    private Collection<Socket> members(String room) {
        Set<Socket> members = rooms.get(room);
        if (members != null) {
            return members;
        }
        Socket itself = namespace.socketOrNull(room);
        return itself == null ? List.of() : List.of(itself);
    }
}
