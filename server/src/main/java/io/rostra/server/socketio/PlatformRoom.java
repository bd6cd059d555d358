package io.rostra.server.socketio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.sfu.Router;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.socketio.engine.OutboundMessage;
import io.rostra.streaming.egress.ChunkEgress;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What the sockets in one platform room share: the list of everybody in the room, and each event
/// encoded once for all of them, and the media of those who send by WebRTC. Confined to the
/// Socket.IO server's loop, except what [ChunkEgress] calls.
///
/// The room's session tells each of its peers of everything, so the same notification comes once
/// for each socket, one right after the other.
final class PlatformRoom implements ChunkEgress.Audience {

    /// Chunks on their way from the room's loop.
    private static final int MAX_QUEUED_BYTES = 16 << 20;

    private static final Comparator<PeerView> OLDEST_FIRST =
            Comparator.comparingLong(PeerView::joinedAt).thenComparing(PeerView::peerId);

    private final PlatformRooms rooms;
    private final String id;
    private final Map<String, PlatformSeat> seats = new ConcurrentHashMap<>();
    private final Map<String, PeerView> people = new ConcurrentHashMap<>();
    private volatile Set<String> rolesHeard = Set.of();
    private final AtomicInteger queued = new AtomicInteger();
    private @Nullable ChunkEgress egress;
    private boolean closed;
    private @Nullable Notification last;
    private @Nullable OutboundMessage lastEncoded;

    PlatformRoom(PlatformRooms rooms, String id) {
        this.rooms = rooms;
        this.id = id;
    }

    String id() {
        return id;
    }

    @Nullable PlatformSeat seat(String socketId) {
        return seats.get(socketId);
    }

    /// @param everybody who is in the room now
    void take(PlatformSeat seat, List<PeerView> everybody) {
        seats.put(seat.id(), seat);
        replacePeople(everybody);
        listen();
    }

    /// Some seat hears others than before.
    void listen() {
        noteRolesHeard();
        if (egress == null) {
            Router router = rooms.sfu().findRouter(id).orElse(null);
            egress = router == null ? null : new ChunkEgress(router, this, rooms.muxed());
        } else {
            egress.welcome();
        }
    }

    void leave(PlatformSeat seat) {
        if (seats.remove(seat.id(), seat)) {
            noteRolesHeard();
            if (seats.isEmpty()) {
                close();
            } else {
                reconsiderMedia();
            }
        }
    }

    private void close() {
        closed = true;
        rooms.close(this);
        if (egress != null) {
            egress.close();
        }
    }

    private void noteRolesHeard() {
        Set<String> heard = new HashSet<>();
        seats.values().forEach(seat -> heard.addAll(seat.rolesHeard()));
        rolesHeard = Set.copyOf(heard);
    }

    private void reconsiderMedia() {
        if (egress != null) {
            egress.reconsider();
        }
    }

    void replacePeople(List<PeerView> everybody) {
        Set<String> present = new HashSet<>();
        for (PeerView peer : everybody) {
            present.add(peer.peerId());
            people.put(peer.peerId(), peer);
        }
        people.keySet().retainAll(present);
        reconsiderMedia();
    }

    /// The role of somebody in the room.
    @Nullable String roleOf(String peerId) {
        PeerView peer = people.get(peerId);
        return peer == null ? null : peer.role();
    }

    /// The ids of everybody in the room, oldest first.
    ArrayNode users() {
        ArrayNode users = JsonNodeFactory.instance.arrayNode(people.size());
        sorted().forEach(peer -> users.add(peer.peerId()));
        return users;
    }

    /// What is known of everybody in the room, by id.
    ObjectNode details() {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        sorted().forEach(peer -> details.set(peer.peerId(), PeerEvents.details(peer)));
        return details;
    }

    private List<PeerView> sorted() {
        return people.values().stream().sorted(OLDEST_FIRST).toList();
    }

    /// Takes note of a notification and encodes it, unless the seat before has done so.
    ///
    /// @return null when clients are not told of it
    @Nullable OutboundMessage encode(Notification notification) {
        if (notification != last) {
            last = notification;
            note(notification);
            lastEncoded = PeerEvents.encode(rooms.namespace(), notification);
        }
        return lastEncoded;
    }

    private void note(Notification notification) {
        switch (notification) {
            case Notification.PeerJoin(var peer) -> put(peer);
            case Notification.PeerUpdate(var peer) -> put(peer);
            case Notification.TrackAdd(var peer, _) -> put(peer);
            case Notification.TrackUpdate(var peer, _) -> put(peer);
            case Notification.TrackRemove(var peer, _) -> put(peer);
            case Notification.PeerLeave(var peer) -> people.remove(peer.peerId());
            case Notification.PeerHidden(var peer) -> people.remove(peer.peerId());
            default -> {} // nothing about who is there
        }
    }

    private void put(PeerView peer) {
        PeerView before = people.put(peer.peerId(), peer);
        if (before == null || !before.role().equals(peer.role())) {
            reconsiderMedia();
        }
    }

    // What those send who are here by WebRTC; called on the room's loop

    @Override
    public boolean wants(String peerId) {
        String role = roleOf(peerId);
        return role != null && rolesHeard.contains(role) && !seats.containsKey(peerId);
    }

    @Override
    public boolean onChunk(String peerId, ChunkEgress.Chunk chunk) {
        int length = chunk.data().length;
        if (queued.get() + length > MAX_QUEUED_BYTES) {
            return false;
        }
        queued.addAndGet(length);
        rooms.run(() -> {
            queued.addAndGet(-length);
            if (!closed) {
                rooms.relay(id, peerId, chunk.data(), metadata(chunk));
            }
        });
        return true;
    }

    /// As a client would send it with its own.
    private static @Nullable ObjectNode metadata(ChunkEgress.Chunk chunk) {
        if (chunk.init()) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("init", true)
                    .put("type", chunk.type());
        }
        return chunk.keyFrame() ? JsonNodeFactory.instance.objectNode().put("key", true) : null;
    }

    @Override
    public void onEnded(String peerId) {
        rooms.run(() -> {
            if (!closed) {
                rooms.endRelay(id, peerId);
            }
        });
    }
}
