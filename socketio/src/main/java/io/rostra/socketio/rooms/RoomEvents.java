package io.rostra.socketio.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
/// `room-error`. A socket is in one room at a time; joining another leaves the first. A [Seat] may
/// say more than this, and to more than sockets. Confined to the server's loop.
public final class RoomEvents {
    private static final int MAX_ID_LENGTH = 128;

    private final SocketIoServer server;
    private final Namespace namespace;
    private final RoomAccess access;
    private final RoomLimits limits;
    private final RandomIds ids = new RandomIds();
    private final RoomRegistry rooms;
    private final Map<Socket, Visitor> visitors = new HashMap<>();

    private RoomEvents(
            SocketIoServer server, Namespace namespace, RoomAccess access, RoomLimits limits) {
        this.server = server;
        this.namespace = namespace;
        this.access = access;
        this.limits = limits;
        this.rooms = new RoomRegistry(limits.maxRooms());
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

    /// Sends a chunk of a stream that comes from elsewhere to the sockets in a room. Nothing
    /// happens when no socket is in it; a room that was empty meanwhile has forgotten the stream's
    /// beginning.
    ///
    /// @param senderId no socket's id
    /// @param metadata an object; `init` and `key` mean what they do in the event `media`
    public void relay(String roomId, String senderId, byte[] chunk, @Nullable ObjectNode metadata) {
        MediaRoom room = rooms.find(roomId);
        if (room != null && !room.isEmpty()) {
            room.mediaFromOutside(senderId, new MediaChunk(chunk, metadata));
        }
    }

    /// A stream that comes from elsewhere is over.
    public void endRelay(String roomId, String senderId) {
        MediaRoom room = rooms.find(roomId);
        if (room != null) {
            room.endOutside(senderId);
        }
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
                    Seat seat = rights.seat();
                    String id = seat == null ? ids.next() : seat.roomId();
                    MediaRoom room = enter(socket, event, visitor, id, rights);
                    if (room != null) {
                        socket.emit("room-created", id);
                        event.acknowledge(id);
                    }
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
        Member member = visitor.member;
        if (current != null && member != null && current.id().equals(id)) {
            event.acknowledge(joined(current, member));
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
                access.join(socket, id, rooms.find(id) != null),
                rights -> {
                    MediaRoom room = enter(socket, event, visitor, id, rights);
                    if (room != null && visitor.member != null) {
                        event.acknowledge(joined(room, visitor.member));
                    }
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
        MediaRoom room = visitor.room;
        Member sender = visitor.member;
        if (chunk == null || (chunk.init() && chunk.data().length > limits.maxInitBytes())) {
            fail(socket, event, RoomError.BAD_REQUEST);
        } else if (room == null || sender == null) {
            fail(socket, event, RoomError.NOT_IN_ROOM);
        } else if (!sender.maySendMedia()) {
            fail(socket, event, RoomError.FORBIDDEN);
        } else if (!visitor.maySend(event.weight(), System.nanoTime())) {
            fail(socket, event, RoomError.RATE_LIMITED);
        } else {
            room.media(sender, chunk);
            Seat seat = sender.seat();
            if (seat != null) {
                seat.onMedia(chunk);
            }
            event.acknowledge(true);
        }
    }

    private void onMessage(Socket socket, IncomingEvent event) {
        Visitor visitor = admitRequest(socket, event);
        if (visitor == null) {
            return;
        }
        MediaRoom room = visitor.room;
        Member sender = visitor.member;
        if (room == null || sender == null) {
            fail(socket, event, RoomError.NOT_IN_ROOM);
        } else if (event.size() == 0) {
            fail(socket, event, RoomError.BAD_REQUEST);
        } else if (!sender.mayChat()) {
            fail(socket, event, RoomError.FORBIDDEN);
        } else if (!visitor.mayChat(event.weight(), System.nanoTime())) {
            fail(socket, event, RoomError.TOO_MANY_MESSAGES);
        } else {
            Seat seat = sender.seat();
            if (seat == null) {
                room.chat(socket, event.argument(0));
                event.acknowledge(true);
            } else {
                seat.onMessage(event);
            }
        }
    }

    private void onUsers(Socket socket, IncomingEvent event) {
        Visitor visitor = admitRequest(socket, event);
        if (visitor == null) {
            return;
        }
        MediaRoom room = visitor.room;
        Member member = visitor.member;
        if (room == null || member == null) {
            fail(socket, event, RoomError.NOT_IN_ROOM);
            return;
        }
        JsonNode users = users(room, member);
        if (event.wantsAck()) {
            event.acknowledge(users);
        } else {
            socket.emit("room-users", users);
        }
    }

    // Coming and going

    /// Puts the socket into a room, which is made when it does not exist.
    ///
    /// @return null when it could not enter and was told why
    private @Nullable MediaRoom enter(
            Socket socket,
            IncomingEvent event,
            Visitor visitor,
            String id,
            Admission.Admitted rights) {
        Seat seat = rights.seat();
        if (seat != null && visitor.member != null && visitor.member.seat() == seat) {
            return visitor.room;
        }
        MediaRoom room = rooms.find(id);
        RoomError error = null;
        if (room == null) {
            room = new MediaRoom(namespace, id, seat != null);
            error = rooms.add(room) ? null : RoomError.TOO_MANY_ROOMS;
        } else if (room.seated() != (seat != null)) {
            error = RoomError.ROOM_NOT_FOUND;
        } else if (room.size() >= limits.maxMembers()) {
            error = RoomError.ROOM_FULL;
        }
        if (error != null) {
            release(seat);
            fail(socket, event, error);
            return null;
        }
        exit(socket, visitor);
        Member member = new Member(socket, rights);
        visitor.room = room;
        visitor.member = member;
        rooms.onEntered(room);
        socket.join(id);
        room.join(member);
        if (seat != null) {
            seat.taken(new Hold(socket, visitor, member));
            if (visitor.member != member) {
                fail(socket, event, RoomError.NOT_IN_ROOM);
                return null;
            }
        }
        room.catchUp(member);
        return room;
    }

    private void exit(Socket socket, Visitor visitor) {
        MediaRoom room = visitor.room;
        Member member = visitor.member;
        visitor.room = null;
        visitor.member = null;
        if (room == null || member == null) {
            return;
        }
        socket.leave(room.id());
        room.leave(member);
        release(member.seat());
        if (room.isEmpty()) {
            onEmpty(room);
        }
    }

    private static void release(@Nullable Seat seat) {
        if (seat != null) {
            seat.left();
        }
    }

    private void onEmpty(MediaRoom room) {
        if (room.seated()) {
            rooms.remove(room);
        } else {
            rooms.onEmpty(room);
            int visits = room.visits();
            server.loop()
                    .schedule(
                            limits.keepEmpty(),
                            () -> {
                                if (room.visits() == visits) {
                                    rooms.remove(room);
                                }
                            });
        }
    }

    private final class Hold implements Membership {
        private final Socket socket;
        private final Visitor visitor;
        private final Member member;

        Hold(Socket socket, Visitor visitor, Member member) {
            this.socket = socket;
            this.visitor = visitor;
            this.member = member;
        }

        @Override
        public Socket socket() {
            return socket;
        }

        @Override
        public void allow(boolean sendMedia, boolean chat) {
            member.allow(sendMedia, chat);
        }

        @Override
        public void refuse(IncomingEvent event, RoomError error) {
            fail(socket, event, error);
        }

        @Override
        public void expel(RoomError reason) {
            if (visitor.member == member) {
                exit(socket, visitor);
                socket.emit("room-error", reason.json());
            }
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
        if (!visitor.mayAsk(System.nanoTime())) {
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
                    } else if (result.result() instanceof Admission.Admitted rights) {
                        release(rights.seat());
                    }
                }));
    }

    private void conclude(
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

    private static JsonNode joined(MediaRoom room, Member member) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("room", room.id());
        answer.set("users", users(room, member));
        Seat seat = member.seat();
        if (seat != null) {
            seat.describe(answer);
        }
        return answer;
    }

    private static JsonNode users(MediaRoom room, Member member) {
        Seat seat = member.seat();
        if (seat != null) {
            return seat.users();
        }
        ArrayNode users = JsonNodeFactory.instance.arrayNode(room.size());
        room.users().forEach(users::add);
        return users;
    }

    /// Tells a socket that nothing happened. One that goes on and on loses its connection.
    private void fail(Socket socket, IncomingEvent event, RoomError error) {
        if (event.wantsAck()) {
            event.acknowledge(JsonNodeFactory.instance.objectNode().set("error", error.json()));
        } else {
            socket.emit("room-error", error.json());
        }
        Visitor visitor = visitors.get(socket);
        if (visitor != null && !visitor.mayBeRefused(System.nanoTime())) {
            socket.close();
        }
    }
}
