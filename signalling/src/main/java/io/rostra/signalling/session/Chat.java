package io.rostra.signalling.session;

import io.rostra.platform.live.LiveRooms.Audience;
import io.rostra.sfu.net.EventLoop;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Outgoing;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.signalling.rpc.Reply;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Messages and custom events between the peers of a room. Their text is opaque. The sender gets a
/// reply and no echo, since its client shows its own copy. Who was away gets what it missed, and
/// nothing twice: clients do not know a message again. Confined to the room's event loop.
final class Chat {

    private static final int MAX_TYPE_LENGTH = 256;

    /// Client SDKs look into the sender of each message, so there is one, without an id.
    private static final PeerView NOBODY =
            new PeerView("", "", "", "", "", 0, List.of(), List.of());

    private final Roster roster;
    private final InstantSource clock;
    private final SessionConfig config;
    private final ChatLog chatLog;
    private final Consumer<ChatEntry> said;
    private final Consumer<ChatEntry> captioned;
    private final ChatRules rules;

    /// @param said hears of what was said to everybody
    /// @param captioned hears of captions for everybody
    Chat(
            Roster roster,
            EventLoop loop,
            InstantSource clock,
            SessionConfig config,
            ChatLog chatLog,
            SessionMetadata metadata,
            Consumer<ChatEntry> said,
            Consumer<ChatEntry> captioned) {
        this.captioned = captioned;
        this.said = said;
        this.roster = roster;
        this.clock = clock;
        this.config = config;
        this.chatLog = chatLog;
        this.rules = new ChatRules(chatLog, metadata, loop);
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
        ChatEntry entry =
                switch (request.recipients()) {
                    case Request.Recipients.Everyone() -> entry(sender, request, List.of(), null);
                    case Request.Recipients.Roles(var roles) -> entry(sender, request, roles, null);
                    case Request.Recipients.OnePeer(var peerId) ->
                            entry(sender, request, List.of(), roster.requireMember(peerId).id());
                };
        rules.require(sender, entry);
        responder.reply(new Reply.Sent(entry.messageId(), entry.timestamp()));
        if (!entry.isReaction()) {
            tell(entry, entry::concerns);
        } else if (rules.allowReaction()) {
            roster.tell(entry.notification(), entry::concerns);
        }
    }

    private ChatEntry entry(
            Peer sender, Request.Broadcast request, List<String> roles, @Nullable String to) {
        return new ChatEntry(
                chatLog.next(),
                sender.view().withoutTracks(),
                UUID.randomUUID().toString(),
                clock.millis(),
                request.message(),
                request.type(),
                roles,
                to);
    }

    /// Remembers the message and sends it.
    private void tell(ChatEntry entry, Predicate<Peer> receivers) {
        if (entry.isDeletion()) {
            chatLog.delete(entry.message());
        }
        Outgoing message = chatLog.add(entry);
        if (entry.isChatForAll()) {
            said.accept(entry);
        } else if (entry.isCaptionForAll()) {
            captioned.accept(entry);
        }
        for (Peer peer : roster.all()) {
            ClientSocket socket = peer.socket();
            if (socket != null && peer.isMember() && receivers.test(peer)) {
                socket.send(message, entry.number());
            }
        }
    }

    /// A message of those who run the server; it has no sender.
    void sendFromBackend(
            Audience audience, Predicate<Peer> receivers, String type, String message) {
        var entry =
                new ChatEntry(
                        chatLog.next(),
                        NOBODY,
                        UUID.randomUUID().toString(),
                        clock.millis(),
                        message,
                        type,
                        audience instanceof Audience.OneRole(var role) ? List.of(role) : List.of(),
                        audience instanceof Audience.OnePeer(var peerId) ? peerId : null);
        tell(entry, receivers);
    }

    /// The peer joins: what was said before is not for it, but for [#sendHistory].
    void begin(Peer peer) {
        peer.chatSeen(chatLog.last());
    }

    /// What was said before to everybody, and to the role of who has just joined; nothing that was
    /// meant for one peer, and no custom events. It goes out once: a socket that breaks right now
    /// loses it.
    ///
    /// @param most messages, the newest of all
    void sendHistory(Peer peer, ClientSocket socket, int most) {
        for (ChatLog.Line line : chatLog.history(peer.role().name(), most)) {
            socket.send(line.message());
        }
    }

    /// The peer's socket is gone. What its client has not confirmed it may have missed.
    void pause(Peer peer, ClientSocket socket) {
        long confirmed = socket.confirmed();
        peer.chatSeen(
                confirmed == Long.MAX_VALUE
                        ? chatLog.last()
                        : Math.max(peer.chatSeen(), confirmed));
    }

    /// The peer is back.
    void resume(Peer peer, ClientSocket socket) {
        for (ChatLog.Line line : chatLog.after(peer.chatSeen())) {
            if (line.entry().concerns(peer)) {
                socket.send(line.message(), line.entry().number());
            }
        }
    }

    void forget(Peer peer) {
        rules.forget(peer);
    }

    void clear() {
        chatLog.clear();
        rules.clear();
    }
}
