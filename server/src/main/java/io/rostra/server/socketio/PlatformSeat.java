package io.rostra.server.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.platform.template.Role;
import io.rostra.signalling.external.Entry;
import io.rostra.signalling.external.ExternalPeer;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.HlsView;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.signalling.rpc.Reply;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.socketio.IncomingEvent;
import io.rostra.socketio.Socket;
import io.rostra.socketio.engine.OutboundMessage;
import io.rostra.socketio.rooms.Admission;
import io.rostra.socketio.rooms.MediaChunk;
import io.rostra.socketio.rooms.Membership;
import io.rostra.socketio.rooms.RoomError;
import io.rostra.socketio.rooms.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One socket in a platform room: the peer it is there, and what it is told. Confined to the
/// Socket.IO server's loop; what comes from the room's loop is posted there, in order.
final class PlatformSeat implements Seat, ExternalPeer.Listener {

    /// Notifications that may wait for the Socket.IO server's loop.
    private static final int MAX_QUEUED = 10_000;

    private static final RoomError TOO_SLOW =
            new RoomError("removed", "too much happens in the room for this connection");

    private final PlatformRooms rooms;
    private final Socket socket;
    private final AtomicInteger queued = new AtomicInteger();
    private final String roomId;
    private final String name;

    /// What the session answered, before the seat was given to anybody.
    private volatile Entry.@Nullable Joined joined;

    private volatile @Nullable PlatformRoom room;

    /// What the session said before the seat was taken.
    private List<Runnable> early = new ArrayList<>();

    private @Nullable Membership membership;
    private @Nullable MemberIngest ingest;
    private String roleName = "";
    private Set<String> rolesHeard = Set.of();
    private HlsView live = HlsView.OFF;
    private boolean gone;

    PlatformSeat(PlatformRooms rooms, Socket socket, Credentials.Badge badge) {
        this.rooms = rooms;
        this.socket = socket;
        this.roomId = badge.token().roomId();
        this.name = badge.name();
    }

    /// The session has let the peer in. Called on the room's loop.
    Admission admit(Entry.Joined answer) {
        joined = answer;
        return admission();
    }

    Admission admission() {
        return new Admission.Admitted(mayPublish(peer().role()), true, this);
    }

    private static boolean mayPublish(Role role) {
        return !role.publishParams().allowed().isEmpty();
    }

    private Entry.Joined joined() {
        Entry.Joined known = joined;
        if (known == null) {
            throw new IllegalStateException("Not admitted yet");
        }
        return known;
    }

    // Seat

    @Override
    public String roomId() {
        return roomId;
    }

    @Override
    public void taken(Membership hold) {
        membership = hold;
        roleName = peer().role().name();
        rolesHeard = Set.copyOf(peer().role().subscribeParams().subscribeToRoles());
        live = joined().others().room().hls();
        PlatformRoom taken = rooms.open(roomId);
        room = taken;
        taken.take(this, withMyself(joined().others().peers()));
        ingest = new MemberIngest(rooms.sfu(), this);
        List<Runnable> missed = early;
        early = List.of();
        missed.forEach(Runnable::run);
    }

    private List<PeerView> withMyself(List<PeerView> others) {
        var everybody = new ArrayList<PeerView>(others);
        everybody.add(
                new PeerView(
                        id(),
                        peer().role().name(),
                        name,
                        "",
                        peer().userId(),
                        System.currentTimeMillis(),
                        List.of(),
                        List.of()));
        return everybody;
    }

    @Override
    public void describe(ObjectNode answer) {
        answer.put("role", peer().role().name());
        answer.set("peers", room().details());
        answer.set("live", PeerEvents.live(live));
    }

    @Override
    public JsonNode users() {
        return room().users();
    }

    @Override
    public void onMessage(IncomingEvent event) {
        Request.Broadcast message;
        try {
            message = ChatMessage.parse(event);
        } catch (RequestException e) {
            refuse(event, e);
            return;
        }
        peer().request(message)
                .whenComplete((reply, failure) ->
                        rooms.run(() -> {
                            if (reply instanceof Reply.Sent(var messageId, var timestamp)) {
                                event.acknowledge(
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .put("id", messageId)
                                                .put("time", timestamp));
                            } else {
                                refuse(event, failure);
                            }
                        }));
    }

    private void refuse(IncomingEvent event, @Nullable Throwable failure) {
        RoomError error =
                failure instanceof RequestException refusal
                        ? PlatformRooms.error(refusal.code(), refusal.reason())
                        : RoomError.UNAVAILABLE;
        if (membership != null) {
            membership.refuse(event, error);
        }
    }

    @Override
    public boolean receives(String senderId) {
        String role = room().roleOf(senderId);
        return role != null && rolesHeard.contains(role);
    }

    @Override
    public void onMedia(MediaChunk chunk) {
        if (ingest != null) {
            ingest.onChunk(chunk);
        }
    }

    @Override
    public void left() {
        gone = true;
        if (ingest != null) {
            ingest.close();
        }
        peer().leave();
        PlatformRoom taken = room;
        if (taken != null) {
            taken.leave(this);
        }
    }

    Set<String> rolesHeard() {
        return rolesHeard;
    }

    // What the session says, on the room's loop

    @Override
    public void onNotification(Notification notification) {
        int waiting = queued.incrementAndGet();
        if (waiting < MAX_QUEUED) {
            post(() -> {
                queued.decrementAndGet();
                tell(notification);
            });
        } else if (waiting == MAX_QUEUED) {
            // It stays above the limit: nothing more is taken for this seat.
            post(() -> expel(TOO_SLOW));
        }
    }

    private void post(Runnable task) {
        rooms.run(() -> {
            if (membership == null && !gone) {
                early.add(task);
            } else {
                task.run();
            }
        });
    }

    @Override
    public void onEnded(String reason) {
        post(() -> expel(new RoomError("room-ended", reason)));
    }

    private void tell(Notification notification) {
        if (gone) {
            return;
        }
        switch (notification) {
            case Notification.PeerList(var others, _) -> room().replacePeople(withMyself(others));
            case Notification.PolicyChange _ -> onRole();
            case Notification.Error(var code, var message) ->
                    expel(
                            new RoomError(
                                    code == ErrorCode.INTERNAL ? "unavailable" : "removed",
                                    message));
            case Notification.Removed(_, var reason, var roomEnd) ->
                    expel(new RoomError(roomEnd ? "room-ended" : "removed", reason));
            case Notification.HlsUpdate(var hls, _) -> {
                live = hls;
                send(room().encode(notification));
            }
            default -> send(room().encode(notification));
        }
    }

    /// The peer may have another role now.
    private void onRole() {
        Role role = peer().role();
        if (!role.name().equals(roleName)) {
            roleName = role.name();
            socket.emit("role-changed", roleName);
        }
        rolesHeard = Set.copyOf(role.subscribeParams().subscribeToRoles());
        room().listen();
        if (membership != null) {
            membership.allow(mayPublish(role), true);
        }
    }

    private void send(@Nullable OutboundMessage message) {
        if (message != null) {
            socket.send(message);
        }
    }

    private void expel(RoomError reason) {
        if (membership != null) {
            membership.expel(reason);
        }
    }

    private PlatformRoom room() {
        PlatformRoom taken = room;
        if (taken == null) {
            throw new IllegalStateException("Not taken yet");
        }
        return taken;
    }

    // What its media does. Thread-safe.

    String id() {
        return socket.id();
    }

    ExternalPeer peer() {
        return joined().peer();
    }

    /// Tells the client, as `room-error`, what is wrong with its media. For what happens once a
    /// stream, not with each chunk.
    void complain(RoomError error) {
        rooms.run(() -> {
            if (!gone) {
                socket.emit("room-error", error.json());
            }
        });
    }

    /// Tells the client, as `key-frame-request`, that somebody cannot go on before a key frame: a
    /// client that makes none by the clock starts its recorder anew.
    ///
    /// @param restart it has to, in any case: what it sends cannot be understood any more
    void requestKeyFrame(boolean restart) {
        rooms.run(() -> {
            if (!gone) {
                socket.emit(
                        "key-frame-request",
                        JsonNodeFactory.instance.objectNode().put("restart", restart));
            }
        });
    }
}
