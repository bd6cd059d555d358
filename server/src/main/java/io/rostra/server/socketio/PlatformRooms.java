package io.rostra.server.socketio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.sfu.Sfu;
import io.rostra.signalling.external.Entry;
import io.rostra.signalling.external.ExternalPeers;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.socketio.Namespace;
import io.rostra.socketio.Socket;
import io.rostra.socketio.SocketIoServer;
import io.rostra.socketio.rooms.Admission;
import io.rostra.socketio.rooms.RoomError;
import io.rostra.socketio.rooms.RoomEvents;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The platform rooms that have sockets in them. Confined to the Socket.IO server's loop.
final class PlatformRooms {

    private final SocketIoServer server;
    private final ExternalPeers peers;
    private final Sfu sfu;
    private final AtomicInteger muxed;
    private final Map<String, PlatformRoom> rooms = new HashMap<>();
    private @Nullable RoomEvents events;

    /// @param muxed counts the streams that are made into chunks
    PlatformRooms(SocketIoServer server, ExternalPeers peers, Sfu sfu, AtomicInteger muxed) {
        this.server = server;
        this.peers = peers;
        this.sfu = sfu;
        this.muxed = muxed;
    }

    /// Media from a room's router goes round through these. Before the first socket.
    void relayThrough(RoomEvents roomEvents) {
        events = roomEvents;
    }

    /// Seats a socket in the room of its token, as a peer with the socket's id; or answers with the
    /// seat it has there.
    Future<Admission> enter(Socket socket, Credentials.Badge badge) {
        String roomId = badge.token().roomId();
        PlatformSeat present = seatOf(roomId, socket);
        if (present != null) {
            return Future.succeededFuture(present.admission());
        }
        var seat = new PlatformSeat(this, socket, badge);
        return Future.fromCompletionStage(
                        peers.join(
                                badge.token(),
                                socket.id(),
                                badge.name(),
                                Caller.of(socket.handshake()).origin(),
                                seat))
                .map(entry ->
                        switch (entry) {
                            case Entry.Joined joined -> seat.admit(joined);
                            case Entry.Refused(var code, var reason) ->
                                    new Admission.Refused(error(code, reason));
                        });
    }

    private @Nullable PlatformSeat seatOf(String roomId, Socket socket) {
        PlatformRoom room = rooms.get(roomId);
        return room == null ? null : room.seat(socket.id());
    }

    /// A refusal of the room as a client of ours gets it.
    static RoomError error(ErrorCode code, String reason) {
        String name =
                switch (code) {
                    case BAD_REQUEST -> "bad-request";
                    case UNAUTHORIZED -> "token-invalid";
                    case FORBIDDEN -> "forbidden";
                    case NOT_FOUND -> "not-found";
                    case CONFLICT -> "conflict";
                    case GONE -> "gone";
                    case TOO_LARGE -> "too-large";
                    case TOO_MANY_REQUESTS -> "rate-limited";
                    case MISDIRECTED, INTERNAL, UNAVAILABLE -> "unavailable";
                };
        return new RoomError(name, reason);
    }

    // What seats call

    Namespace namespace() {
        return server.main();
    }

    Sfu sfu() {
        return sfu;
    }

    AtomicInteger muxed() {
        return muxed;
    }

    /// Runs a task on the loop that owns this; tasks from one thread run in their order.
    void run(Runnable task) {
        server.run(task);
    }

    /// The room, for somebody who takes a seat in it.
    PlatformRoom open(String roomId) {
        return rooms.computeIfAbsent(roomId, id -> new PlatformRoom(this, id));
    }

    void close(PlatformRoom room) {
        rooms.remove(room.id(), room);
    }

    void relay(String roomId, String peerId, byte[] chunk, @Nullable ObjectNode metadata) {
        if (events != null) {
            events.relay(roomId, peerId, chunk, metadata);
        }
    }

    void endRelay(String roomId, String peerId) {
        if (events != null) {
            events.endRelay(roomId, peerId);
        }
    }
}
