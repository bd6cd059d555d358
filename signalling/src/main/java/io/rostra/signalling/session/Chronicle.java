package io.rostra.signalling.session;

import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvent.LeaveReason;
import io.rostra.platform.template.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells those who keep the books what happens in the room. Confined to the room's event loop.
final class Chronicle {

    private final String roomId;
    private final Greeting greeting;
    private final InstantSource clock;
    private final Consumer<RoomEvent> books;

    Chronicle(String roomId, Greeting greeting, InstantSource clock, Consumer<RoomEvent> books) {
        this.roomId = roomId;
        this.greeting = greeting;
        this.clock = clock;
        this.books = books;
    }

    void sessionOpened() {
        books.accept(new RoomEvent.SessionOpened(roomId, greeting.sessionId(), now()));
    }

    void sessionClosed() {
        books.accept(new RoomEvent.SessionClosed(roomId, greeting.sessionId(), now()));
    }

    void joined(Peer peer) {
        books.accept(
                new RoomEvent.PeerJoined(roomId, greeting.sessionId(), peer.identity(), now()));
    }

    void left(Peer peer, LeaveReason reason, String message) {
        books.accept(
                new RoomEvent.PeerLeft(
                        roomId, greeting.sessionId(), peer.identity(), reason, message, now()));
    }

    /// @param requestedBy id of a peer, or null
    void roleChanged(Peer peer, Role before, @Nullable String requestedBy) {
        books.accept(
                new RoomEvent.RoleChanged(
                        roomId,
                        greeting.sessionId(),
                        peer.identity(),
                        before.name(),
                        requestedBy,
                        now()));
    }

    /// @param by null for those who run the server
    void roomEnded(@Nullable Peer by, boolean lock, String reason) {
        books.accept(
                new RoomEvent.RoomEnded(
                        roomId,
                        greeting.sessionId(),
                        by == null ? null : by.identity(),
                        lock,
                        reason,
                        now()));
    }

    /// @param worst connection quality of the last while, by peer id
    void quality(Map<String, Integer> worst) {
        books.accept(new RoomEvent.QualityMeasured(roomId, greeting.sessionId(), worst, now()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
