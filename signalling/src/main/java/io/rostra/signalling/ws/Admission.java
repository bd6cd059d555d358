package io.rostra.signalling.ws;

import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.poll.PollDefinition;
import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomDirectory;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.AppToken;
import io.rostra.platform.token.TokenException;
import io.rostra.platform.token.TokenVerifier;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.RequestException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides who may come in: a good token, for a room that exists; and, for who is not in it yet,
/// one that is enabled and whose template has the role. Thread-safe.
///
/// No refusal has code 404 or, but for our own failures, 5xx: to the SDKs a 404 of `/init` means
/// that the server cannot be reached and is worth trying again, which a wrong token is not.
public final class Admission {

    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    /// Look-ups in the store at a time.
    private static final int MAX_LOOKUPS = 64;

    private final RoomDirectory rooms;
    private final TokenVerifier tokens;
    private final RoomEvents events;
    private final Semaphore lookups = new Semaphore(MAX_LOOKUPS);

    /// @param events hears of those who were not let in although their token is real
    public Admission(RoomDirectory rooms, TokenVerifier tokens, RoomEvents events) {
        this.rooms = rooms;
        this.tokens = tokens;
        this.events = events;
    }

    void reportRefusal(AppToken token, String peerId, String reason) {
        var peer = new RoomEvent.PeerIdentity(peerId, token.userId(), "", "", token.role(), null);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        events.on(new RoomEvent.JoinFailed(token.roomId(), peer, reason, now));
    }

    /// @param expired good only for a peer that comes back
    public record Ticket(AppToken token, boolean expired) {}

    /// Never blocks.
    public Ticket verify(@Nullable String rawToken) throws RequestException {
        if (rawToken == null || rawToken.isEmpty()) {
            throw new RequestException(ErrorCode.UNAUTHORIZED, "There is no token");
        }
        try {
            return new Ticket(tokens.verifyApp(rawToken), false);
        } catch (TokenException e) {
            return verifyExpired(rawToken, e);
        }
    }

    private Ticket verifyExpired(String rawToken, TokenException refusal) throws RequestException {
        try {
            return new Ticket(tokens.verifyAppForReconnect(rawToken), true);
        } catch (TokenException _) {
            throw new RequestException(
                    ErrorCode.UNAUTHORIZED, String.valueOf(refusal.getMessage()));
        }
    }

    public sealed interface Placement {
        record Placed(Room room, Template template, Map<String, PollDefinition> polls)
                implements Placement {

            /// Why nobody new may come in with this token, or null. Who is in the room already may
            /// come back: disabling a room or removing a role ends nobody's call.
            public @Nullable String refusalOfNewcomer(AppToken token) {
                if (!room.enabled()) {
                    return "The room is disabled";
                }
                return template.role(token.role()).isEmpty()
                        ? "The room has no role " + token.role()
                        : null;
            }
        }

        record Refused(ErrorCode code, String reason) implements Placement {}
    }

    /// Looks the room up, on a virtual thread.
    public CompletableFuture<Placement> place(AppToken token) {
        var result = new CompletableFuture<Placement>();
        Thread.ofVirtual().name("admission").start(() -> result.complete(lookUp(token)));
        return result;
    }

    private Placement lookUp(AppToken token) {
        lookups.acquireUninterruptibly();
        try {
            return find(token);
        } catch (RequestException e) {
            return new Placement.Refused(e.code(), e.reason());
        } catch (RuntimeException e) {
            log.error("Looking up room {} failed", token.roomId(), e);
            return new Placement.Refused(ErrorCode.INTERNAL, "The room could not be looked up");
        } finally {
            lookups.release();
        }
    }

    private Placement find(AppToken token) throws RequestException {
        Room room =
                rooms.findRoom(token.roomId())
                        .filter(found -> found.workspaceId().equals(token.workspaceId()))
                        .orElseThrow(() ->
                                new RequestException(
                                        ErrorCode.BAD_REQUEST,
                                        "There is no room " + token.roomId()));
        return new Placement.Placed(room, rooms.templateOf(room), rooms.pollsOf(room));
    }
}
