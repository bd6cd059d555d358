package io.rostra.signalling.session;

import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.signalling.rpc.Reply;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What peers say of themselves: name, metadata and groups (a raised hand is the group
/// `_handraise`). Confined to the room's event loop.
final class Profiles {

    private static final int MAX_NAME_LENGTH = 1024;
    private static final int MAX_DATA_LENGTH = 16 * 1024;
    private static final int MAX_GROUPS = 20;
    private static final int MAX_GROUP_LENGTH = 128;

    private final Presence presence;
    private final Consumer<Peer> changed;

    /// @param changed hears of each peer whose profile is not what it was
    Profiles(Presence presence, Consumer<Peer> changed) {
        this.presence = presence;
        this.changed = changed;
    }

    static void check(@Nullable String name, @Nullable String data) throws RequestException {
        if (name != null && name.length() > MAX_NAME_LENGTH) {
            throw new RequestException(
                    ErrorCode.BAD_REQUEST, "A name may have " + MAX_NAME_LENGTH + " characters");
        }
        if (data != null && data.length() > MAX_DATA_LENGTH) {
            throw new RequestException(
                    ErrorCode.BAD_REQUEST,
                    "The metadata of a peer may have " + MAX_DATA_LENGTH + " characters");
        }
    }

    /// The peer's own client has made the change already.
    void update(Peer peer, Request.PeerUpdate update, Responder responder) throws RequestException {
        check(update.name(), update.data());
        PeerView before = peer.view();
        peer.update(update.name(), update.data());
        responder.done();
        if (!peer.view().equals(before)) {
            presence.updated(peer);
            changed.accept(peer);
        }
    }

    /// A change that the peer's own client must hear of too.
    void updateByBackend(Peer peer, @Nullable String name, @Nullable String data) {
        PeerView before = peer.view();
        peer.update(name, data);
        if (!peer.view().equals(before)) {
            presence.updatedForAll(peer);
            changed.accept(peer);
        }
    }

    /// Group changes go to everybody, the peer included: that is how its client learns of them.
    void enterGroup(Peer peer, String group, Responder responder) throws RequestException {
        checkGroup(peer, group);
        boolean news = peer.enterGroup(group);
        responder.reply(new Reply.Groups(List.copyOf(peer.groups())));
        announce(peer, news);
    }

    void leaveGroup(Peer peer, String group, Responder responder) {
        boolean news = peer.leaveGroup(group);
        responder.reply(new Reply.Groups(List.copyOf(peer.groups())));
        announce(peer, news);
    }

    /// Somebody else puts the peer there.
    void enterGroup(Peer peer, String group) throws RequestException {
        checkGroup(peer, group);
        announce(peer, peer.enterGroup(group));
    }

    void leaveGroup(Peer peer, String group) {
        announce(peer, peer.leaveGroup(group));
    }

    private static void checkGroup(Peer peer, String group) throws RequestException {
        if (group.isEmpty() || group.length() > MAX_GROUP_LENGTH) {
            throw new RequestException(
                    ErrorCode.BAD_REQUEST,
                    "The name of a group must have 1 to " + MAX_GROUP_LENGTH + " characters");
        }
        if (peer.groups().size() >= MAX_GROUPS && !peer.groups().contains(group)) {
            throw new RequestException(
                    ErrorCode.BAD_REQUEST, "A peer may be in " + MAX_GROUPS + " groups");
        }
    }

    private void announce(Peer peer, boolean news) {
        if (news) {
            presence.updatedForAll(peer);
            changed.accept(peer);
        }
    }
}
