package io.rostra.signalling.session;

import io.rostra.sfu.net.EventLoop;
import io.rostra.signalling.rpc.Notification;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Who is told of whom. In a large room that is only who may publish or raises a hand; of the
/// others clients know the number, and ask for more by [Directory]. A room that has become large
/// stays so. Confined to the room's event loop.
final class Presence {

    /// How often the number is told in a large room.
    private static final Duration COUNT_INTERVAL = Duration.ofSeconds(2);

    private final Roster roster;
    private final Greeting greeting;
    private final EventLoop loop;
    private final int largeFrom;
    private EventLoop.@Nullable Timer countTimer;

    /// @param largeFrom members that make a room large
    Presence(Roster roster, Greeting greeting, EventLoop loop, int largeFrom) {
        this.roster = roster;
        this.greeting = greeting;
        this.loop = loop;
        this.largeFrom = largeFrom;
    }

    /// The room was made large by whoever runs it.
    void declareLarge() {
        if (!greeting.largeRoom()) {
            becomeLarge();
        }
    }

    private boolean visible(Peer peer) {
        return !greeting.largeRoom() || peer.mayPublish() || peer.handRaised();
    }

    void joined(Peer peer) {
        if (!greeting.largeRoom() && roster.memberCount() >= largeFrom) {
            becomeLarge();
        }
        if (visible(peer)) {
            peer.announced(true);
            roster.tellOthers(peer, new Notification.PeerJoin(peer.view()));
        }
        countChanged();
    }

    void left(Peer peer) {
        if (peer.announced()) {
            roster.tellMembers(new Notification.PeerLeave(peer.view()));
        }
        countChanged();
    }

    /// Tells the others what has changed about the peer.
    void updated(Peer peer) {
        boolean known = peer.announced();
        if (visible(peer)) {
            peer.announced(true);
            roster.tellOthers(peer, new Notification.PeerUpdate(peer.view()));
        } else if (known) {
            hide(peer);
        }
    }

    /// As [#updated], and the peer itself too.
    void updatedForAll(Peer peer) {
        updated(peer);
        peer.send(new Notification.PeerUpdate(peer.view()));
    }

    private void hide(Peer peer) {
        peer.announced(false);
        roster.tellOthers(peer, new Notification.PeerHidden(peer.view()));
    }

    private void becomeLarge() {
        greeting.largeRoom(true);
        for (Peer peer : roster.all()) {
            if (peer.isMember() && peer.announced() && !visible(peer)) {
                hide(peer);
            }
        }
        roster.tellModernAndLobby(greeting.roomInfo());
        countChanged();
    }

    /// Once told, a client goes by the number it is told; so the number is told only in rooms where
    /// it does not know everybody, and then always.
    private void countChanged() {
        if (greeting.largeRoom() && countTimer == null) {
            countTimer = loop.schedule(COUNT_INTERVAL, this::tellCount);
        }
    }

    private void tellCount() {
        countTimer = null;
        roster.tellModern(greeting.sessionInfo());
    }

    void close() {
        if (countTimer != null) {
            countTimer.cancel();
            countTimer = null;
        }
    }
}
