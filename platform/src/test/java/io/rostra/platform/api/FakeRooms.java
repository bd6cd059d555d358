package io.rostra.platform.api;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.LiveWish;
import io.rostra.platform.live.Pushes;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvent.LeaveReason;
import io.rostra.platform.live.RoomEvent.PeerIdentity;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.store.ObjectIds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Rooms as signalling would keep them, without clients: tests say who comes and goes.
final class FakeRooms implements LiveRooms, Broadcasts, Pushes {

    record Sent(Audience audience, String type, String message) {}

    private static final class Room {
        String session = "";
        Instant startedAt = now();
        final Map<String, LivePeer> peers = new LinkedHashMap<>();
        String stream = "";
    }

    private final RoomEvents events;
    private final ObjectIds ids;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();
    private final Map<String, String> pushes = new ConcurrentHashMap<>();
    final List<Sent> sent = new ArrayList<>();
    final List<String> metadata = new ArrayList<>();

    FakeRooms(RoomEvents events, ObjectIds ids) {
        this.events = events;
        this.ids = ids;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private Room room(String roomId) {
        return rooms.computeIfAbsent(roomId, _ -> new Room());
    }

    synchronized String join(String roomId, String peerId, String role) {
        Room room = room(roomId);
        if (room.peers.isEmpty()) {
            room.session = ids.next();
            room.startedAt = now();
            events.on(new RoomEvent.SessionOpened(roomId, room.session, now()));
        }
        var track = new LiveTrack("t-" + peerId, "s-" + peerId, false, "audio", "regular", "");
        var peer =
                new LivePeer(
                        peerId,
                        "Name " + peerId,
                        "user-" + peerId,
                        "",
                        role,
                        now(),
                        List.of(track));
        room.peers.put(peerId, peer);
        events.on(new RoomEvent.PeerJoined(roomId, room.session, identity(peer), now()));
        return room.session;
    }

    synchronized void leave(String roomId, String peerId, LeaveReason reason, String message) {
        Room room = room(roomId);
        LivePeer peer = room.peers.remove(peerId);
        events.on(
                new RoomEvent.PeerLeft(
                        roomId, room.session, identity(peer), reason, message, now()));
        if (room.peers.isEmpty()) {
            events.on(new RoomEvent.SessionClosed(roomId, room.session, now()));
        }
    }

    synchronized void measure(String roomId, Map<String, Integer> worst, Instant at) {
        events.on(new RoomEvent.QualityMeasured(roomId, room(roomId).session, worst, at));
    }

    void refuse(String roomId, String peerId, String cause) {
        var peer = new PeerIdentity(peerId, "user-" + peerId, "", "", "king", null);
        events.on(new RoomEvent.JoinFailed(roomId, peer, cause, now()));
    }

    private static PeerIdentity identity(LivePeer peer) {
        return new PeerIdentity(
                peer.id(),
                peer.userId(),
                peer.name(),
                peer.metadata(),
                peer.role(),
                peer.joinedAt());
    }

    @Override
    public synchronized CompletableFuture<Optional<LiveRoom>> find(String roomId) {
        Room room = room(roomId);
        return CompletableFuture.completedFuture(
                room.peers.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new LiveRoom(
                                        room.session,
                                        room.startedAt,
                                        new LinkedHashMap<>(room.peers))));
    }

    private synchronized CompletableFuture<Outcome> ifActive(String roomId, Runnable action) {
        if (room(roomId).peers.isEmpty()) {
            return CompletableFuture.completedFuture(Outcome.NOT_ACTIVE);
        }
        action.run();
        return CompletableFuture.completedFuture(Outcome.DONE);
    }

    @Override
    public CompletableFuture<Outcome> send(
            String roomId, Audience audience, String type, String message) {
        if (audience instanceof Audience.OnePeer(var id) && !room(roomId).peers.containsKey(id)) {
            return CompletableFuture.completedFuture(Outcome.NO_SUCH_PEER);
        }
        return ifActive(roomId, () -> sent.add(new Sent(audience, type, message)));
    }

    @Override
    public CompletableFuture<Outcome> remove(String roomId, Audience audience, String reason) {
        return ifActive(
                roomId,
                () ->
                        List.copyOf(room(roomId).peers.values()).stream()
                                .filter(peer -> concerns(audience, peer))
                                .forEach(peer ->
                                        leave(roomId, peer.id(), LeaveReason.REMOVED, reason)));
    }

    private static boolean concerns(Audience audience, LivePeer peer) {
        return switch (audience) {
            case Audience.Everybody() -> true;
            case Audience.OneRole(var role) -> peer.role().equals(role);
            case Audience.OnePeer(var id) -> peer.id().equals(id);
        };
    }

    @Override
    public synchronized CompletableFuture<Outcome> update(
            String roomId, String peerId, PeerChange change) {
        LivePeer old = room(roomId).peers.get(peerId);
        if (old == null) {
            return CompletableFuture.completedFuture(Outcome.NO_SUCH_PEER);
        }
        var changed =
                new LivePeer(
                        peerId,
                        change.name() == null ? old.name() : change.name(),
                        old.userId(),
                        change.metadata() == null ? old.metadata() : change.metadata(),
                        change.role() == null ? old.role() : change.role(),
                        old.joinedAt(),
                        old.tracks());
        room(roomId).peers.put(peerId, changed);
        if (!changed.role().equals(old.role())) {
            events.on(
                    new RoomEvent.RoleChanged(
                            roomId,
                            room(roomId).session,
                            identity(changed),
                            old.role(),
                            null,
                            now()));
        }
        return CompletableFuture.completedFuture(Outcome.DONE);
    }

    @Override
    public CompletableFuture<Outcome> end(String roomId, boolean lock, String reason) {
        return ifActive(
                roomId,
                () -> {
                    events.on(
                            new RoomEvent.RoomEnded(
                                    roomId, room(roomId).session, null, lock, reason, now()));
                    remove(roomId, new Audience.Everybody(), reason);
                });
    }

    @Override
    public CompletableFuture<Outcome> startLive(String roomId, LiveWish wish) {
        return ifActive(
                roomId,
                () -> {
                    Room room = room(roomId);
                    room.stream = ids.next();
                    events.on(new RoomEvent.LiveRequested(roomId, room.stream, "", wish, now()));
                    events.on(
                            new RoomEvent.LiveStarted(
                                    roomId, room.stream, "/hls/x/master.m3u8", now()));
                });
    }

    @Override
    public CompletableFuture<Outcome> stopLive(String roomId) {
        return ifActive(
                roomId,
                () -> {
                    Room room = room(roomId);
                    events.on(
                            new RoomEvent.LiveStopped(
                                    roomId, room.stream, true, "client request", now()));
                    room.stream = "";
                });
    }

    @Override
    public CompletableFuture<Outcome> startPushes(
            String roomId, List<String> urls, boolean record) {
        return ifActive(
                roomId,
                () -> {
                    String id = ids.next();
                    pushes.put(id, roomId);
                    events.on(
                            new RoomEvent.PushRequested(
                                    roomId, id, List.of("rtmp://example.org/app"), now()));
                    events.on(new RoomEvent.PushStarted(roomId, id, now()));
                });
    }

    @Override
    public void end(String streamId) {
        String room = pushes.remove(streamId);
        if (room != null) {
            events.on(new RoomEvent.PushStopped(room, streamId, "client request", now()));
        }
    }

    @Override
    public void start(String roomId, LiveWish wish, Listener listener) {
        throw new UnsupportedOperationException("rooms start their live streams themselves");
    }

    @Override
    public void stop(String roomId) {
        throw new UnsupportedOperationException("rooms stop their live streams themselves");
    }

    @Override
    public boolean insertMetadata(String roomId, String payload, Duration duration) {
        metadata.add(payload + " " + duration.toSeconds());
        return !room(roomId).stream.isEmpty();
    }
}
