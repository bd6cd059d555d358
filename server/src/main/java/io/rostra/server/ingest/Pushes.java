package io.rostra.server.ingest;

import io.rostra.platform.live.Intake;
import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.LiveWish;
import io.rostra.sfu.Router;
import io.rostra.sfu.Sfu;
import io.rostra.signalling.external.Entry;
import io.rostra.signalling.external.ExternalPeer;
import io.rostra.signalling.external.ExternalPeers;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everybody who pushes now. Thread-safe; never blocks.
///
/// With one stream key one program pushes. The newest wins: a program that lost its connection
/// comes back before the server knows that the old one is dead.
public final class Pushes {

    /// At a time; each costs about what a browser's publish connection does.
    private static final int MAX = 1_000;

    static final String TAKEN_OVER = "Another program pushes with this stream key now.";

    private static final Logger log = LoggerFactory.getLogger(Pushes.class);

    private final Sfu sfu;
    private final ExternalPeers peers;
    private final LiveRooms rooms;
    private final Intake intake;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, PushSeat> byKey = new ConcurrentHashMap<>();

    public Pushes(Sfu sfu, ExternalPeers peers, LiveRooms rooms, Intake intake) {
        this.sfu = sfu;
        this.peers = peers;
        this.rooms = rooms;
        this.intake = intake;
    }

    /// How many push now.
    public int count() {
        return count.get();
    }

    /// Ends the push with a key that is good no more.
    public void onKeyDisabled(String keyId) {
        PushSeat seat = byKey.get(keyId);
        if (seat != null) {
            seat.end("The stream key was disabled.");
        }
    }

    /// Makes the push, on the room's loop, in the seat that it has taken.
    interface Beginning<M> {
        M begin(PushSeat seat) throws RefusedException;
    }

    /// Seats a push in its room. Fails with a [RefusedException].
    ///
    /// @param origin by which the program reached the server
    <M> CompletableFuture<M> enter(Pass pass, String origin, Beginning<M> beginning) {
        if (!intake.isOpen()) {
            return refused(503, Intake.CLOSED);
        }
        if (count.get() >= MAX) {
            return refused(503, "Too many programs push to this server at once; try again later.");
        }
        return join(pass, origin, beginning)
                .exceptionallyCompose(failure -> {
                    PushSeat old = pass.byKey() ? byKey.get(pass.keyId()) : null;
                    if (old == null || !(cause(failure) instanceof RefusedException)) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    // There may be room for one of them only.
                    return old.end(TAKEN_OVER).thenCompose(_ -> join(pass, origin, beginning));
                });
    }

    private <M> CompletableFuture<M> join(Pass pass, String origin, Beginning<M> beginning) {
        String roomId = pass.token().roomId();
        count.incrementAndGet();
        var seat = new PushSeat(pass, () -> rooms.startLive(roomId, LiveWish.ANY), this::onGone);
        return peers.join(pass.token(), UUID.randomUUID().toString(), pass.name(), origin, seat)
                .thenCompose(entry ->
                        switch (entry) {
                            case Entry.Refused(var code, var reason) -> {
                                onGone(seat);
                                yield refused(code.code(), reason);
                            }
                            case Entry.Joined(var peer, _) -> {
                                Router router = sfu.findRouter(roomId).orElseThrow();
                                yield begin(seat, peer, router, beginning);
                            }
                        });
    }

    private <M> CompletableFuture<M> begin(
            PushSeat seat, ExternalPeer peer, Router router, Beginning<M> beginning) {
        var result = new CompletableFuture<M>();
        router.loop()
                .post(() -> {
                    seat.take(peer, router);
                    try {
                        M media = beginning.begin(seat);
                        takeOver(seat);
                        result.complete(media);
                    } catch (RefusedException e) {
                        seat.leave();
                        result.completeExceptionally(e);
                    } catch (RuntimeException bug) {
                        log.error("A push could not begin", bug);
                        seat.leave();
                        result.completeExceptionally(bug);
                    }
                });
        return result;
    }

    /// The new one came first: a room whose last broadcaster leaves stops its live stream.
    private void takeOver(PushSeat seat) {
        if (seat.pass().byKey()) {
            PushSeat old = byKey.put(seat.pass().keyId(), seat);
            if (old != null) {
                old.end(TAKEN_OVER);
            }
        }
    }

    private void onGone(PushSeat seat) {
        count.decrementAndGet();
        byKey.remove(seat.pass().keyId(), seat);
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    private static <T> CompletableFuture<T> refused(int status, String sentence) {
        return CompletableFuture.failedFuture(new RefusedException(status, sentence));
    }
}
