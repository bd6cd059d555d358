package io.rostra.signalling.external;

import io.rostra.platform.token.AppToken;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.session.Arrival;
import io.rostra.signalling.session.RoomSessionRef.Entrance;
import io.rostra.signalling.session.RoomSessions;
import io.rostra.signalling.ws.Admission;
import io.rostra.signalling.ws.Admission.Placement;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door for peers that come by another protocol than the SDKs'. In the room they are peers like
/// all others: the same roles, limits, list of people and chat. Thread-safe; never blocks.
public final class ExternalPeers {

    private static final Logger log = LoggerFactory.getLogger(ExternalPeers.class);

    private final Admission admission;
    private final RoomSessions sessions;

    public ExternalPeers(Admission admission, RoomSessions sessions) {
        this.admission = admission;
        this.sessions = sessions;
    }

    /// Seats a peer in the room of its token.
    ///
    /// @param token verified, and not expired
    /// @param peerId nobody else's in the room
    /// @param name shown to the others
    /// @param baseUrl origin by which the client reached the server
    public CompletableFuture<Entry> join(
            AppToken token,
            String peerId,
            String name,
            String baseUrl,
            ExternalPeer.Listener listener) {
        var peer = new ExternalPeer(token, peerId, baseUrl, listener);
        return admission
                .place(token)
                .thenCompose(placement -> connect(peer, token, placement))
                .thenCompose(entrance -> enter(peer, name, entrance))
                .exceptionally(failure -> {
                    log.error("An external peer could not join {}", token, failure);
                    return refused(ErrorCode.INTERNAL, "The server failed to do this");
                });
    }

    private CompletableFuture<Entrance> connect(
            ExternalPeer peer, AppToken token, Placement placement) {
        return switch (placement) {
            case Placement.Refused(var code, var reason) ->
                    CompletableFuture.completedFuture(new Entrance.Refused(code, reason));
            case Placement.Placed placed -> {
                String refusal = placed.refusalOfNewcomer(token);
                if (refusal != null) {
                    yield CompletableFuture.completedFuture(
                            new Entrance.Refused(ErrorCode.FORBIDDEN, refusal));
                }
                peer.role(placed.template().role(token.role()).orElseThrow());
                yield sessions.connect(
                        new Arrival(
                                peer.id(),
                                token,
                                false,
                                placed.room(),
                                placed.template(),
                                placed.polls(),
                                peer.socket()));
            }
        };
    }

    private static CompletableFuture<Entry> enter(
            ExternalPeer peer, String name, Entrance entrance) {
        return switch (entrance) {
            case Entrance.Admitted(var session) -> peer.join(session, name);
            case Entrance.Refused(var code, var reason) ->
                    CompletableFuture.completedFuture(refused(code, reason));
            case Entrance.Stopping() ->
                    CompletableFuture.completedFuture(
                            refused(ErrorCode.INTERNAL, "The server is restarting"));
            case Entrance.Over() -> throw new IllegalStateException("RoomSessions hides this");
        };
    }

    private static Entry refused(ErrorCode code, String reason) {
        return new Entry.Refused(code, reason);
    }
}
