package io.rostra.signalling.session;

import io.rostra.platform.live.ActiveRooms;
import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.room.Room;
import io.rostra.sfu.Sfu;
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
    private final Broadcasts broadcasts;
    private final InstantSource clock;
    private final SessionConfig config;

    /// Names this media node. A new process is a new node: nothing of the old one's media is left.
    private final RoomEvents events;

    private final String sfuNodeId = UUID.randomUUID().toString();

    private final ConcurrentMap<String, RoomSessionRef> sessions = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public RoomSessions(Sfu sfu, Broadcasts broadcasts, InstantSource clock, SessionConfig config) {
        this(sfu, broadcasts, clock, config, RoomEvents.ignored());
    }

    public RoomSessions(
            Sfu sfu,
            Broadcasts broadcasts,
            InstantSource clock,
            SessionConfig config,
            RoomEvents events) {
        this(roomId -> RoomMedia.of(sfu.openRouter(roomId)), broadcasts, clock, config, events);
    }

    RoomSessions(
            Function<String, RoomMedia> openMedia,
            Broadcasts broadcasts,
            InstantSource clock,
            SessionConfig config,
            RoomEvents events) {
        this.openMedia = openMedia;
        this.broadcasts = broadcasts;
        this.clock = clock;
        this.config = config;
        this.events = events;
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
        RoomSessionRef ref = sessions.computeIfAbsent(roomId, _ -> open(arrival.room()));
        return ref.connect(arrival)
                .thenCompose(entrance -> {
                    if (!(entrance instanceof Entrance.Over)) {
                        return CompletableFuture.completedFuture(entrance);
                    }
                    sessions.remove(roomId, ref);
                    return connect(arrival);
                });
    }

    private RoomSessionRef open(Room room) {
        return new RoomSessionRef(
                room,
                openMedia.apply(room.id()),
                broadcasts,
                clock,
                config,
                sfuNodeId,
                events,
                ref -> sessions.remove(room.id(), ref));
    }

    /// Whether this peer is in the room and came with this very token: then it may come back even
    /// when the token has expired or the room is full.
    public CompletableFuture<Boolean> knows(String roomId, String peerId, String rawToken) {
        RoomSessionRef ref = sessions.get(roomId);
        return ref == null ? CompletableFuture.completedFuture(false) : ref.knows(peerId, rawToken);
    }

    /// Whether the server stops, and admits nobody any more.
    public boolean stopping() {
        return closed;
    }

    public boolean full(String roomId) {
        return find(roomId).map(room -> room.peerCount() >= config.maxPeers()).orElse(false);
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
    }
}
