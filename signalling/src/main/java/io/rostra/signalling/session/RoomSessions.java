package io.rostra.signalling.session;

import io.rostra.platform.live.ActiveRooms;
import io.rostra.platform.live.Intake;
import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomDirectory;
import io.rostra.platform.template.Template;
import io.rostra.sfu.Sfu;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.session.RoomSessionRef.Entrance;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All room sessions of this process. Thread-safe.
public final class RoomSessions implements ActiveRooms, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RoomSessions.class);
    private static final long CLOSE_SECONDS = 5;

    private final Function<String, RoomMedia> openMedia;
    private final SessionServices services;
    private final RoomEvents events;
    private final Scribe scribe;
    private final ConcurrentMap<String, RoomSessionRef> sessions = new ConcurrentHashMap<>();
    private volatile boolean admitting = true;
    private volatile boolean closed;

    /// Blocks while it reads what is left of sessions before a restart.
    public RoomSessions(
            Sfu sfu,
            RoomPorts ports,
            RoomDirectory rooms,
            InstantSource clock,
            SessionConfig config) {
        this(roomId -> RoomMedia.of(sfu.openRouter(roomId)), ports, rooms, clock, config);
    }

    RoomSessions(
            Function<String, RoomMedia> openMedia,
            RoomPorts ports,
            RoomDirectory rooms,
            InstantSource clock,
            SessionConfig config) {
        this.openMedia = openMedia;
        this.events = ports.events();
        this.scribe = new Scribe(ports.memory(), clock);
        this.services =
                new SessionServices(
                        ports.broadcasts(),
                        ports.recordings(),
                        ports.restreams(),
                        scribe,
                        room -> lock(rooms, room),
                        clock,
                        config,
                        // A new process is a new media node: nothing of the old one's is left.
                        UUID.randomUUID().toString());
    }

    private static CompletableFuture<Void> lock(RoomDirectory rooms, Room room) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual()
                .name("lock-room")
                .start(() -> {
                    try {
                        rooms.disable(room);
                        done.complete(null);
                    } catch (RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                });
        return done;
    }

    /// The rooms as those who run the server see them.
    public LiveRooms liveRooms() {
        return new LiveRoomSessions(roomId -> Optional.ofNullable(sessions.get(roomId)));
    }

    /// Connects a client to its room; opens the session if it is the first.
    ///
    /// @return never [Entrance.Over]
    public CompletableFuture<Entrance> connect(Arrival arrival) {
        if (closed) {
            return CompletableFuture.completedFuture(new Entrance.Stopping());
        }
        String roomId = arrival.room().id();
        if (!admitting) {
            return knows(roomId, arrival.peerId(), arrival.token().raw())
                    .thenCompose(known ->
                            known
                                    ? enter(arrival)
                                    : CompletableFuture.completedFuture(
                                            new Entrance.Refused(
                                                    ErrorCode.UNAVAILABLE, Intake.CLOSED)));
        }
        return enter(arrival);
    }

    private CompletableFuture<Entrance> enter(Arrival arrival) {
        String roomId = arrival.room().id();
        RoomSessionRef ref = sessions.computeIfAbsent(roomId, _ -> open(arrival));
        return ref.connect(arrival)
                .thenCompose(entrance -> {
                    if (!(entrance instanceof Entrance.Over)) {
                        return CompletableFuture.completedFuture(entrance);
                    }
                    sessions.remove(roomId, ref);
                    return connect(arrival);
                });
    }

    private RoomSessionRef open(Arrival first) {
        String roomId = first.room().id();
        return new RoomSessionRef(
                first,
                scribe.take(roomId).orElse(null),
                openMedia.apply(roomId),
                services,
                events,
                ref -> sessions.remove(roomId, ref));
    }

    /// A template was edited: the rooms that go by it follow.
    public void onTemplateChanged(Template template) {
        sessions.values().forEach(ref -> ref.onTemplateChanged(template));
    }

    /// Whether this peer is in the room and came with this very token: then it may come back even
    /// when the token has expired or the room is full.
    public CompletableFuture<Boolean> knows(String roomId, String peerId, String rawToken) {
        RoomSessionRef ref = sessions.get(roomId);
        return ref == null
                ? CompletableFuture.completedFuture(scribe.knows(roomId, peerId, rawToken))
                : ref.knows(peerId, rawToken);
    }

    /// Whether the server stops, and admits nobody any more.
    public boolean stopping() {
        return closed;
    }

    /// Whether people may come in who are not in a room.
    public boolean admitting() {
        return admitting;
    }

    /// Lets nobody new in any more, or again. Who is in a room may come back all the time.
    public void admit(boolean anybody) {
        admitting = anybody;
    }

    /// Tells all peers of all rooms.
    ///
    /// @param type of the message, for apps that know it
    public void tellAll(String type, String message) {
        LiveRooms rooms = liveRooms();
        sessions.keySet()
                .forEach(roomId ->
                        rooms.send(roomId, new LiveRooms.Audience.Everybody(), type, message));
    }

    public boolean full(String roomId) {
        return find(roomId)
                .map(room -> room.peerCount() >= services.config().maxPeers())
                .orElse(false);
    }

    @Override
    public Optional<Snapshot> find(String roomId) {
        RoomSessionRef ref = sessions.get(roomId);
        return ref == null ? Optional.empty() : ref.snapshot();
    }

    /// Ends all sessions and closes their clients' sockets.
    @Override
    public void close() {
        closed = true;
        var closing =
                List.copyOf(sessions.values()).stream()
                        .map(RoomSessionRef::close)
                        .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(closing).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("Not every room session closed in order", e);
        }
        scribe.close();
    }
}
