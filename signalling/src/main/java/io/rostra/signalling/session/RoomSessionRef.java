package io.rostra.signalling.session;

import io.rostra.platform.live.ActiveRooms;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.template.Template;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.RequestId;
import io.rostra.signalling.rpc.Track;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Thread-safe handle to a [RoomSession]; every call crosses to the loop that owns it.
public final class RoomSessionRef {

    private final EventLoop loop;
    private final RoomSession session;
    private volatile Optional<ActiveRooms.Snapshot> snapshot = Optional.empty();

    /// @param kept what is left of a session before a restart, or null
    RoomSessionRef(
            Arrival first,
            @Nullable Kept kept,
            RoomMedia media,
            SessionServices services,
            RoomEvents events,
            Consumer<RoomSessionRef> onClosed) {
        this.loop = media.loop();
        var observer =
                new RoomSession.Observer() {
                    @Override
                    public void onChanged(Optional<ActiveRooms.Snapshot> changed) {
                        snapshot = changed;
                    }

                    @Override
                    public void onClosed() {
                        onClosed.accept(RoomSessionRef.this);
                    }

                    @Override
                    public void onEvent(RoomEvent event) {
                        events.on(event);
                    }
                };
        this.session = new RoomSession(first.room(), media, services, observer);
        if (kept != null) {
            loop.post(() -> session.resume(kept, first.template()));
        }
    }

    /// What came of an attempt to connect.
    public sealed interface Entrance {
        record Admitted(RoomSessionRef session) implements Entrance {}

        record Refused(ErrorCode code, String reason) implements Entrance {}

        /// The server stops; its successor may let the client in.
        record Stopping() implements Entrance {}

        /// The session ended meanwhile; a new one is needed.
        record Over() implements Entrance {}
    }

    CompletableFuture<Entrance> connect(Arrival arrival) {
        return loop.call(() -> {
            try {
                return session.connect(arrival) ? new Entrance.Admitted(this) : new Entrance.Over();
            } catch (RequestException e) {
                return new Entrance.Refused(e.code(), e.reason());
            }
        });
    }

    /// @param id null for a notification
    public void handle(
            ClientSocket socket, String peerId, @Nullable RequestId id, Request request) {
        loop.post(() -> session.handle(socket, peerId, id, request));
    }

    public void disconnected(ClientSocket socket, String peerId, Disconnect how) {
        loop.post(() -> session.disconnected(socket, peerId, how));
    }

    /// Announces a track that is in the room's router by another way than this peer's connections.
    /// Fails with a [RequestException] when the peer may not publish it.
    public CompletableFuture<Void> publish(
            ClientSocket socket, String peerId, Track track, PublishedTrack media) {
        return loop.<@Nullable RequestException>call(
                        () -> {
                            try {
                                session.publish(socket, peerId, track, media);
                                return null;
                            } catch (RequestException e) {
                                return e;
                            }
                        })
                .thenCompose(refusal ->
                        refusal == null
                                ? CompletableFuture.completedFuture(null)
                                : CompletableFuture.failedFuture(refusal));
    }

    public void unpublish(ClientSocket socket, String peerId, String trackId) {
        loop.post(() -> session.unpublish(socket, peerId, trackId));
    }

    CompletableFuture<Boolean> knows(String peerId, String rawToken) {
        return loop.call(() -> session.knows(peerId, rawToken));
    }

    <T> CompletableFuture<T> ask(Function<RoomSession, T> question) {
        return loop.call(() -> question.apply(session));
    }

    void onTemplateChanged(Template template) {
        loop.post(() -> session.onTemplateChanged(template));
    }

    Optional<ActiveRooms.Snapshot> snapshot() {
        return snapshot;
    }

    CompletableFuture<Void> close() {
        return loop.<@Nullable Void>call(
                        () -> {
                            session.close();
                            return null;
                        })
                .thenAccept(_ -> {});
    }
}
