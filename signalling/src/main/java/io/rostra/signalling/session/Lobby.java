package io.rostra.signalling.session;

import io.rostra.platform.template.TemplateSettings.RoomState;
import io.rostra.sfu.net.EventLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Tells those who are about to join, and may know, what goes on in the room. Confined to the
/// room's event loop.
final class Lobby {

    private final Roster roster;
    private final Greeting greeting;
    private final EventLoop loop;
    private EventLoop.@Nullable Timer timer;

    Lobby(Roster roster, Greeting greeting, EventLoop loop) {
        this.roster = roster;
        this.greeting = greeting;
        this.loop = loop;
    }

    /// The peer has just come.
    void enter(Peer peer, ClientSocket socket) {
        if (waits(peer)) {
            tell(peer, socket);
            if (timer == null) {
                timer = loop.schedule(interval(), this::tellAll);
            }
        }
    }

    private RoomState settings() {
        return greeting.template().settings().roomState();
    }

    private Duration interval() {
        return Duration.ofSeconds(Math.max(1, settings().messageInterval()));
    }

    /// Clients of the web take the number of peers from their list, so it goes to every role that
    /// may look in, unless the template wants the number alone.
    private void tell(Peer peer, ClientSocket socket) {
        RoomState settings = settings();
        greeting.sendRoomState(peer, socket, !settings.enabled() || settings.sendPeerList());
    }

    private static boolean waits(Peer peer) {
        return peer.state() == Peer.State.CONNECTED && peer.role().permissions().sendRoomState();
    }

    private void tellAll() {
        timer = null;
        boolean anybody = false;
        for (Peer peer : roster.all()) {
            ClientSocket socket = peer.socket();
            if (socket != null && waits(peer)) {
                tell(peer, socket);
                anybody = true;
            }
        }
        if (anybody) {
            timer = loop.schedule(interval(), this::tellAll);
        }
    }

    void close() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
