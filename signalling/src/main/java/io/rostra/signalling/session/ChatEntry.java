package io.rostra.signalling.session;

import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.PeerView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message as it was sent.
///
/// @param number counts the messages of the session, from 1
/// @param sender without its tracks
/// @param timestamp milliseconds since the epoch
/// @param roles whom it was sent to; empty for everybody or one peer
/// @param to id of the one peer it was sent to, or null
record ChatEntry(
        long number,
        PeerView sender,
        String messageId,
        long timestamp,
        String message,
        String type,
        List<String> roles,
        @Nullable String to) {

    /// The type of what people say; all others are events of apps.
    private static final String CHAT = "chat";

    /// The type that apps made with the client SDKs give to hearts and the like.
    private static final String REACTION = "EMOJI_REACTION";

    /// Ours: the message whose id is the text is to be seen no more.
    static final String DELETION = "rostra.delete-message";

    ChatEntry {
        roles = List.copyOf(roles);
    }

    Notification notification() {
        return new Notification.Broadcast(
                sender, messageId, timestamp, message, type, roles, to != null);
    }

    /// Whether it was for this peer, by the role it has now.
    boolean concerns(Peer peer) {
        if (peer.id().equals(sender.peerId())) {
            return false;
        }
        return to == null
                ? roles.isEmpty() || roles.contains(peer.role().name())
                : to.equals(peer.id());
    }

    /// Whether it was said to all who have this role: to everybody, or to the role. Chat, no event.
    boolean isChatFor(String role) {
        return to == null && isChat() && (roles.isEmpty() || roles.contains(role));
    }

    boolean isChat() {
        return type.equals(CHAT);
    }

    boolean isReaction() {
        return type.equals(REACTION);
    }

    boolean isDeletion() {
        return type.equals(DELETION);
    }

    /// Whether it was not for everybody.
    boolean isPrivate() {
        return to != null || !roles.isEmpty();
    }

    /// Whether it was said to everybody. Chat, no event.
    boolean isChatForAll() {
        return to == null && type.equals(CHAT) && roles.isEmpty();
    }

    /// Whether it is what somebody says, for everybody to read.
    boolean isCaptionForAll() {
        return to == null && type.equals(Captions.TYPE) && roles.isEmpty();
    }

    int size() {
        return message.length() + type.length();
    }
}
