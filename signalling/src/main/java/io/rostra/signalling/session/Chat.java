package io.rostra.signalling.session;

import io.rostra.platform.live.LiveRooms.Audience;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.signalling.rpc.Reply;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/// Messages and custom events between the peers of a room. Their text is opaque. The sender gets a
/// reply and no echo, since its client shows its own copy. Confined to the room's event loop.
final class Chat {

    private static final int MAX_TYPE_LENGTH = 256;

    /// Client SDKs look into the sender of each message, so there is one, without an id.
    private static final PeerView NOBODY =
            new PeerView("", "", "", "", "", 0, List.of(), List.of());

    private final Roster roster;
    private final InstantSource clock;
    private final SessionConfig config;

    Chat(Roster roster, InstantSource clock, SessionConfig config) {
        this.roster = roster;
        this.clock = clock;
        this.config = config;
    }

    void broadcast(Peer sender, Request.Broadcast request, Responder responder)
            throws RequestException {
        if (request.message().length() > config.maxMessageLength()) {
            throw new RequestException(
                    ErrorCode.TOO_LARGE,
                    "A message may have " + config.maxMessageLength() + " characters");
        }
        if (request.type().length() > MAX_TYPE_LENGTH) {
            throw new RequestException(ErrorCode.TOO_LARGE, "The type of the message is too long");
        }
        String messageId = UUID.randomUUID().toString();
        long timestamp = clock.millis();
        switch (request.recipients()) {
            case Request.Recipients.Everyone() -> {
                responder.reply(new Reply.Sent(messageId, timestamp));
                roster.tellOthers(
                        sender, message(sender, request, messageId, timestamp, List.of(), false));
            }
            case Request.Recipients.Roles(var roles) -> {
                responder.reply(new Reply.Sent(messageId, timestamp));
                roster.tell(
                        message(sender, request, messageId, timestamp, roles, false),
                        peer -> peer != sender && roles.contains(peer.role().name()));
            }
            case Request.Recipients.OnePeer(var peerId) -> {
                Peer receiver = roster.find(peerId);
                if (receiver == null || !receiver.isMember()) {
                    throw new RequestException(
                            ErrorCode.NOT_FOUND, "There is no peer " + peerId + " in the room");
                }
                responder.reply(new Reply.Sent(messageId, timestamp));
                if (receiver != sender) {
                    receiver.send(message(sender, request, messageId, timestamp, List.of(), true));
                }
            }
        }
    }

    /// A message of those who run the server; it has no sender.
    void sendFromBackend(
            Audience audience, Predicate<Peer> receivers, String type, String message) {
        roster.tell(
                new Notification.Broadcast(
                        NOBODY,
                        UUID.randomUUID().toString(),
                        clock.millis(),
                        message,
                        type,
                        audience instanceof Audience.OneRole(var role) ? List.of(role) : List.of(),
                        audience instanceof Audience.OnePeer),
                receivers);
    }

    private static Notification message(
            Peer sender,
            Request.Broadcast request,
            String messageId,
            long timestamp,
            List<String> roles,
            boolean direct) {
        return new Notification.Broadcast(
                sender.view(),
                messageId,
                timestamp,
                request.message(),
                request.type(),
                roles,
                direct);
    }
}
