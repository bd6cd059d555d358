package io.rostra.signalling.session;

import io.rostra.platform.template.Role;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Outgoing;
import io.rostra.signalling.rpc.RequestException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who may come in. Confined to the room's event loop.
final class Doorkeeper {

    private static final int MAX_REMEMBERED = 1000;

    /// Somebody who was put out and may not know it yet.
    ///
    /// @param until on the loop's clock
    private record Expelled(Peer peer, Notification.Removed notice, long until) {}

    private final Roster roster;
    private final Roles roles;
    private final SessionConfig config;
    private final Map<String, Expelled> expelled = new LinkedHashMap<>();
    private boolean locked;

    Doorkeeper(Roster roster, Roles roles, SessionConfig config) {
        this.roster = roster;
        this.roles = roles;
        this.config = config;
    }

    /// Nobody may come in any more.
    void lock() {
        locked = true;
    }

    /// @return the role that it gets
    Role require(Arrival arrival) throws RequestException {
        if (arrival.tokenExpired()) {
            throw new RequestException(ErrorCode.UNAUTHORIZED, "The token has expired");
        }
        if (locked || !arrival.room().enabled()) {
            throw disabled();
        }
        if (roster.size() >= arrival.room().options().mostPeers(config.maxPeers())) {
            throw new RequestException(ErrorCode.FORBIDDEN, "The room is full");
        }
        String name = arrival.token().role();
        return arrival.template()
                .role(name)
                .orElseThrow(() ->
                        new RequestException(ErrorCode.FORBIDDEN, "The room has no role " + name));
    }

    /// A peer that looked in wants to join.
    void requireMembership(Peer peer) throws RequestException {
        if (locked) {
            throw disabled();
        }
        roles.requireRoom(peer.role(), 1);
    }

    private static RequestException disabled() {
        return new RequestException(ErrorCode.FORBIDDEN, "The room is disabled");
    }

    /// A client that was away when its peer was put out takes itself for a member still. It comes
    /// back with the same peer id, which a client that joins anew does not.
    void remember(Peer peer, Notification.Removed notice, long now) {
        Iterator<Expelled> oldest = expelled.values().iterator();
        while (oldest.hasNext()
                && (oldest.next().until() < now || expelled.size() >= MAX_REMEMBERED)) {
            oldest.remove();
        }
        expelled.put(peer.id(), new Expelled(peer, notice, now + config.grace().toNanos()));
    }

    /// Shows those out again who were put out.
    ///
    /// @return whether this is one of them
    boolean turnAway(Arrival arrival, long now) {
        Expelled known = expelled.get(arrival.peerId());
        if (known == null
                || known.until() < now
                || !known.peer().broughtBy(arrival.token().raw())) {
            return false;
        }
        arrival.socket().send(Outgoing.notification(known.notice()));
        arrival.socket().close(ClientSocket.CloseReason.LEFT);
        return true;
    }
}
