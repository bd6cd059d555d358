package io.rostra.signalling.session;

import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.LiveWish;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// The sessions of this process as the platform sees them. Thread-safe.
final class LiveRoomSessions implements LiveRooms {

    private final Function<String, Optional<RoomSessionRef>> sessions;

    LiveRoomSessions(Function<String, Optional<RoomSessionRef>> sessions) {
        this.sessions = sessions;
    }

    @Override
    public CompletableFuture<Optional<LiveRoom>> find(String roomId) {
        return sessions.apply(roomId)
                .map(ref -> ref.ask(RoomSession::view))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    @Override
    public CompletableFuture<Outcome> send(
            String roomId, Audience audience, String type, String message) {
        return withBackend(roomId, backend -> backend.send(audience, type, message));
    }

    @Override
    public CompletableFuture<Outcome> remove(String roomId, Audience audience, String reason) {
        return withBackend(roomId, backend -> backend.remove(audience, reason));
    }

    @Override
    public CompletableFuture<Outcome> update(String roomId, String peerId, PeerChange change) {
        return withBackend(roomId, backend -> backend.update(peerId, change));
    }

    @Override
    public CompletableFuture<Outcome> end(String roomId, boolean lock, String reason) {
        return withBackend(roomId, backend -> backend.end(lock, reason));
    }

    @Override
    public CompletableFuture<Outcome> startLive(String roomId, LiveWish wish) {
        return withSession(roomId, session -> session.startLive(wish));
    }

    @Override
    public CompletableFuture<Outcome> stopLive(String roomId) {
        return withSession(
                roomId,
                session -> {
                    session.stopLive();
                    return Outcome.DONE;
                });
    }

    @Override
    public CompletableFuture<Outcome> startPushes(
            String roomId, List<String> urls, boolean record) {
        return withSession(roomId, session -> session.startPushes(urls, record));
    }

    private CompletableFuture<Outcome> withBackend(
            String roomId, Function<Backend, Outcome> action) {
        return withSession(
                roomId,
                session -> {
                    Backend backend = session.backend();
                    return backend == null ? Outcome.NOT_ACTIVE : action.apply(backend);
                });
    }

    private CompletableFuture<Outcome> withSession(
            String roomId, Function<RoomSession, Outcome> action) {
        return sessions.apply(roomId)
                .map(ref -> ref.ask(action))
                .orElseGet(() -> CompletableFuture.completedFuture(Outcome.NOT_ACTIVE));
    }
}
