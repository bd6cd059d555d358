package io.rostra.signalling.session;

import io.rostra.sfu.net.EventLoop;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.RequestException;
import java.util.HashMap;
import java.util.Map;

/// What hosts decide about the chat, and how much of what nobody reads again goes round. Hosts are
/// those whose roles may remove others. Confined to the room's event loop.
///
/// - Slow mode is the session's metadata [#SLOW_MODE]: seconds between two messages of everybody
///   else; clients observe the key.
/// - A message of type [ChatEntry#DELETION], whose text is the id of another, takes that one out of
///   what later and absent peers get. Everybody is told, so that clients hide it, too.
/// - Reactions (hearts and the like) are not kept, and a room gets so many a second at most.
final class ChatRules {

    static final String SLOW_MODE = "rostra.slow-mode";

    /// Seconds.
    static final int SLOWEST = 3600;

    private static final int REACTIONS_PER_SECOND = 20;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final ChatLog chatLog;
    private final SessionMetadata metadata;
    private final EventLoop loop;
    private final RateLimit reactions;

    /// When each last spoke, by peer id; in the loop's nanoseconds.
    private final Map<String, Long> spokeAt = new HashMap<>();

    ChatRules(ChatLog chatLog, SessionMetadata metadata, EventLoop loop) {
        this.chatLog = chatLog;
        this.metadata = metadata;
        this.loop = loop;
        this.reactions = new RateLimit(REACTIONS_PER_SECOND, REACTIONS_PER_SECOND, loop.now());
    }

    /// @throws RequestException unless the peer may send this now
    void require(Peer sender, ChatEntry entry) throws RequestException {
        if (entry.isDeletion()) {
            requireDeletion(sender, entry);
        } else if (entry.isChat() && !isHost(sender)) {
            requireTurn(sender);
        }
    }

    /// Whether one more reaction goes round. Who sent one too many is not told: it shows on no
    /// other screen, and that is all.
    boolean allowReaction() {
        return reactions.allow(loop.now());
    }

    private void requireDeletion(Peer sender, ChatEntry deletion) throws RequestException {
        if (deletion.isPrivate()) {
            throw new RequestException(
                    ErrorCode.BAD_REQUEST, "A message is deleted for everybody, not for some");
        }
        Permission.require(
                sender,
                isHost(sender) || chatLog.isFrom(deletion.message(), sender.id()),
                "delete messages of others");
    }

    private void requireTurn(Peer sender) throws RequestException {
        long now = loop.now();
        long pause = metadata.slowMode() * SECOND_NANOS;
        Long before = spokeAt.get(sender.id());
        if (before != null && now - before < pause) {
            long left = Math.ceilDiv(pause - (now - before), SECOND_NANOS);
            // Not 429: client SDKs would send it again by themselves.
            throw new RequestException(
                    ErrorCode.FORBIDDEN,
                    "Slow mode is on: the next message can be sent in " + left + " s");
        }
        spokeAt.put(sender.id(), now);
    }

    static boolean isHost(Peer peer) {
        return peer.role().permissions().removeOthers();
    }

    void forget(Peer peer) {
        spokeAt.remove(peer.id());
    }

    void clear() {
        spokeAt.clear();
    }
}
