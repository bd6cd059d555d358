package io.rostra.socketio.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.socketio.IncomingEvent;
import io.rostra.socketio.Namespace;
import io.rostra.socketio.Socket;
import io.rostra.socketio.SocketIoServer;
import io.rostra.socketio.engine.RandomIds;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The room events on a namespace.
///
/// ```text
/// client sends                      client gets             the others in the room get
/// create-room                       room-created (id)
/// join-room (id)                                            user-joined (socket id)
/// media (chunk, {init, key, ...})                           media (chunk, socket id, {...})
/// message (anything)                                        message (anything, socket id)
/// room-users                        room-users ([ids])
/// leave-room, or disconnect                                 user-left (socket id)
/// ```
///
/// A callback gets the result, or `{error: {code, message}}`; without one errors arrive as
/// `room-error`. A socket is in one room at a time; joining another leaves the first. Confined to
/// the server's loop.
public final class RoomEvents {
    private static final int MAX_ID_LENGTH = 128;

    /// What is known of a socket that has sent a room event.
    private static final class Visitor {
        final RateLimit requests;
        final RateLimit mediaBytes;
        @Nullable MediaRoom room;

        /// A decision on creating or joining is on its way; there is no second one beside it.
        boolean deciding;

        Visitor(RoomLimits limits, long now) {
            requests = new RateLimit(limits.requestsPerSecond(), now);
            mediaBytes = new RateLimit(limits.mediaBytesPerSecond(), now);
        }
    }

    private final SocketIoServer server;
    private final Namespace namespace;
    private final RoomAccess access;
    private final RoomLimits limits;
    private final RandomIds ids = new RandomIds();
    private final Map<String, MediaRoom> rooms = new HashMap<>();
    private final Map<Socket, Visitor> visitors = new HashMap<>();

    private RoomEvents(
            SocketIoServer server, Namespace namespace, RoomAccess access, RoomLimits limits) {
        this.server = server;
        this.namespace = namespace;
        this.access = access;
        this.limits = limits;
    }

    /// Adds the events to a namespace.
    public static RoomEvents install(
            SocketIoServer server, Namespace namespace, RoomAccess access, RoomLimits limits) {
        RoomEvents events = new RoomEvents(server, namespace, access, limits);
        namespace.on("create-room", events::onCreate);
        namespace.on("join-room", events::onJoin);
        namespace.on("leave-room", events::onLeave);
        namespace.on("media", events::onMedia);
        namespace.on("message", events::onMessage);
        namespace.on("room-users", events::onUsers);
        return events;
    }

    public int roomCount() {
        return rooms.size();
    }

    private void onCreate(Socket socket, IncomingEvent event) {
        Visitor visitor = admitRequest(socket, event);
        if (visitor == null) {
            return;
        }
        if (visitor.deciding) {
            fail(socket, event, RoomError.RATE_LIMITED);
            return;
        }
        decide(
                socket,
                event,
                visitor,
                access.create(socket),
                rights -> {
                    if (rooms.size() >= limits.maxRooms()) {
                        fail(socket, event, RoomError.TOO_MANY_ROOMS);
                        return;
                    }
                    MediaRoom room = new MediaRoom(namespace, ids.next());
                    rooms.put(room.id(), room);
                    enter(socket, visitor, room, rights);
                    socket.emit("room-created", room.id());
                    event.acknowledge(room.id());
                });
    }

    private void onJoin(Socket socket, IncomingEvent event) {
        Visitor visitor = admitRequest(socket, event);
        if (visitor == null) {
            return;
        }
        String id = event.text(0).orElse("");
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            fail(socket, event, RoomError.BAD_REQUEST);
            return;
        }
        MediaRoom current = visitor.room;
        if (current != null && current.id().equals(id)) {
            event.acknowledge(joined(current));
            return;
        }
        if (visitor.deciding) {
            fail(socket, event, RoomError.RATE_LIMITED);
            return;
        }
        decide(
                socket,
                event,
                visitor,
                access.join(socket, id, rooms.containsKey(id)),
                rights -> {
                    MediaRoom room = rooms.get(id);
                    if (room == null && rooms.size() >= limits.maxRooms()) {
                        fail(socket, event, RoomError.TOO_MANY_ROOMS);
                        return;
                    }
                    if (room != null && room.size() >= limits.maxMembers()) {
                        fail(socket, event, RoomError.ROOM_FULL);
                        return;
                    }
                    if (room == null) {
                        room = new MediaRoom(namespace, id);
                        rooms.put(id, room);
                    }
                    enter(socket, visitor, room, rights);
                    event.acknowledge(joined(room));
                });
    }

    private void onLeave(Socket socket, IncomingEvent event) {
        Visitor visitor = admitRequest(socket, event);
        if (visitor == null) {
            return;
        }
        if (visitor.room == null) {
            fail(socket, event, RoomError.NOT_IN_ROOM);
            return;
        }
        exit(socket, visitor);
        event.acknowledge(true);
    }

    private void onMedia(Socket socket, IncomingEvent event) {
        Visitor visitor = visitor(socket);
        MediaChunk chunk = MediaChunk.of(event).orElse(null);
        if (chunk == null || (chunk.init() && chunk.data().length > limits.maxInitBytes())) {
            fail(socket, event, RoomError.BAD_REQUEST);
            return;
        }
        MediaRoom room = visitor.room;
        Member sender = room == null ? null : room.member(socket);
        if (room == null || sender == null) {
            fail(socket, event, RoomError.NOT_IN_ROOM);
        } else if (!sender.rights().maySendMedia()) {
            fail(socket, event, RoomError.FORBIDDEN);
        } else if (!visitor.mediaBytes.take(chunk.data().length, System.nanoTime())) {
            fail(socket, event, RoomError.RATE_LIMITED);
        } else {
            room.media(sender, chunk);
            event.acknowledge(true);
        }
    }

    private void onMessage(Socket socket, IncomingEvent event) {
        Visitor visitor = admitRequest(socket, event);
        if (visitor == null) {
            return;
        }
        MediaRoom room = visitor.room;
        Member sender = room == null ? null : room.member(socket);
        if (room == null || sender == null) {
            fail(socket, event, RoomError.NOT_IN_ROOM);
        } else if (event.size() == 0) {
            fail(socket, event, RoomError.BAD_REQUEST);
        } else if (!sender.rights().mayChat()) {
            fail(socket, event, RoomError.FORBIDDEN);
        } else {
            room.chat(socket, event.argument(0));
            event.acknowledge(true);
        }
    }

    private void onUsers(Socket socket, IncomingEvent event) {
        Visitor visitor = admitRequest(socket, event);
        if (visitor == null) {
            return;
        }
        if (visitor.room == null) {
            fail(socket, event, RoomError.NOT_IN_ROOM);
            return;
        }
        List<String> users = visitor.room.users();
        if (event.wantsAck()) {
            event.acknowledge(users);
        } else {
            socket.emit("room-users", users);
        }
    }

    // Coming and going

    private void enter(Socket socket, Visitor visitor, MediaRoom room, Admission.Admitted rights) {
        exit(socket, visitor);
        visitor.room = room;
        socket.join(room.id());
        room.join(socket, rights);
    }

    private void exit(Socket socket, Visitor visitor) {
        MediaRoom room = visitor.room;
        if (room == null) {
            return;
        }
        visitor.room = null;
        socket.leave(room.id());
        room.leave(socket);
        if (room.isEmpty()) {
            server.loop().schedule(limits.keepEmpty(), () -> removeIfEmpty(room));
        }
    }

    private void removeIfEmpty(MediaRoom room) {
        if (room.isEmpty()) {
            rooms.remove(room.id(), room);
        }
    }

    private Visitor visitor(Socket socket) {
        Visitor known = visitors.get(socket);
        if (known != null) {
            return known;
        }
        Visitor visitor = new Visitor(limits, System.nanoTime());
        visitors.put(socket, visitor);
        socket.onDisconnect((gone, _) -> {
            visitors.remove(gone);
            exit(gone, visitor);
        });
        return visitor;
    }

    // Answers

    /// The visitor, unless it asks too much.
    private @Nullable Visitor admitRequest(Socket socket, IncomingEvent event) {
        Visitor visitor = visitor(socket);
        if (!visitor.requests.take(1, System.nanoTime())) {
            fail(socket, event, RoomError.RATE_LIMITED);
            return null;
        }
        return visitor;
    }

    /// Waits for the decision and goes on when it is yes and the socket is still there.
    private void decide(
            Socket socket,
            IncomingEvent event,
            Visitor visitor,
            Future<Admission> decision,
            Consumer<Admission.Admitted> admitted) {
        visitor.deciding = true;
        decision.onComplete(result ->
                server.run(() -> {
                    visitor.deciding = false;
                    if (socket.isConnected()) {
                        conclude(socket, event, result, admitted);
                    }
                }));
    }

    private static void conclude(
            Socket socket,
            IncomingEvent event,
            AsyncResult<Admission> result,
            Consumer<Admission.Admitted> admitted) {
        if (result.failed()) {
            fail(socket, event, RoomError.UNAVAILABLE);
            return;
        }
        switch (result.result()) {
            case Admission.Admitted rights -> admitted.accept(rights);
            case Admission.Refused(var error) -> fail(socket, event, error);
        }
    }

    private static JsonNode joined(MediaRoom room) {
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("room", room.id());
        room.users().forEach(result.putArray("users")::add);
        return result;
    }

    private static void fail(Socket socket, IncomingEvent event, RoomError error) {
        if (event.wantsAck()) {
            event.acknowledge(JsonNodeFactory.instance.objectNode().set("error", error.json()));
        } else {
            socket.emit("room-error", error.json());
        }
    }
}
