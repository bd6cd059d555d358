package io.rostra.server.socketio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.socketio.engine.OutboundMessage;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What the sockets in one platform room share: the list of everybody in the room, and each event
/// encoded once for all of them. Confined to the Socket.IO server's loop, except [#wanted].
///
/// The room's session tells each of its peers of everything, so the same notification comes once
/// for each socket, one right after the other.
final class PlatformRoom implements MemberMedia.RoomRelay {

    private static final Comparator<PeerView> OLDEST_FIRST =
            Comparator.comparingLong(PeerView::joinedAt).thenComparing(PeerView::peerId);

    private final PlatformRooms rooms;
    private final String id;
    private final Map<String, PlatformSeat> seats = new LinkedHashMap<>();
    private final Map<String, PeerView> people = new ConcurrentHashMap<>();
    private volatile Set<String> rolesHeard = Set.of();
    private @Nullable Notification last;
    private @Nullable OutboundMessage lastEncoded;

    PlatformRoom(PlatformRooms rooms, String id) {
        this.rooms = rooms;
        this.id = id;
    }

    @Override
    public String roomId() {
        return id;
    }

    boolean isEmpty() {
        return seats.isEmpty();
    }

    @Nullable PlatformSeat seat(String socketId) {
        return seats.get(socketId);
    }

    /// @param everybody who is in the room now
    void take(PlatformSeat seat, List<PeerView> everybody) {
        seats.put(seat.id(), seat);
        replacePeople(everybody);
        rolesChanged();
    }

    void leave(PlatformSeat seat) {
        if (seats.remove(seat.id(), seat)) {
            rolesChanged();
            rooms.closeIfEmpty(this);
        }
    }

    /// Some seat's role is another.
    void rolesChanged() {
        Set<String> heard = new HashSet<>();
        seats.values().forEach(seat -> heard.addAll(seat.rolesHeard()));
        rolesHeard = Set.copyOf(heard);
    }

    void replacePeople(List<PeerView> everybody) {
        people.clear();
        everybody.forEach(peer -> people.put(peer.peerId(), peer));
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
        people.put(peer.peerId(), peer);
    }

    // Media from the room's router

    @Override
    public boolean wanted(String peerId) {
        String role = roleOf(peerId);
        return role != null && rolesHeard.contains(role);
    }

    @Override
    public void send(String peerId, byte[] chunk, ObjectNode metadata) {
        rooms.run(() -> rooms.relay(id, peerId, chunk, metadata));
    }

    @Override
    public void end(String peerId) {
        rooms.run(() -> rooms.endRelay(id, peerId));
    }
}
