package io.rostra.signalling.session;

import io.rostra.platform.live.ActiveRooms;
import io.rostra.platform.room.Room;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.signalling.rpc.HlsView;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Notification.Failure;
import io.rostra.signalling.rpc.Outgoing;
import io.rostra.signalling.rpc.RoomView;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What peers are told of the room as a whole: its policy, its state, who is in it. Confined to the
/// room's event loop.
final class Greeting {

    private static final int SESSION_ID_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Roster roster;
    private final LiveStream live;
    private final Map<String, Outgoing> policies = new HashMap<>();
    private Room room;
    private @Nullable Template template;
    private String sessionId = "";
    private long startedAt;

    Greeting(Room room, Roster roster, LiveStream live) {
        this.room = room;
        this.roster = roster;
        this.live = live;
    }

    /// The room as stored now. Roles that peers have keep their place in the policy even when the
    /// template has lost them.
    void update(Room newRoom, Template newTemplate) {
        room = newRoom;
        if (newTemplate.equals(template)) {
            return;
        }
        Map<String, Role> roles = new LinkedHashMap<>(newTemplate.roles());
        for (Peer peer : roster.all()) {
            roles.putIfAbsent(peer.role().name(), peer.role());
        }
        template = newTemplate.withRoles(roles);
        policies.clear();
    }

    Room room() {
        return room;
    }

    String sessionId() {
        return sessionId;
    }

    Instant startedAt() {
        return Instant.ofEpochMilli(startedAt);
    }

    void beginSession(long now) {
        byte[] random = new byte[SESSION_ID_BYTES - Integer.BYTES];
        RANDOM.nextBytes(random);
        // Sorts by time, like the other ids of the server API.
        sessionId =
                HexFormat.of().toHexDigits((int) (now / 1000)) + HexFormat.of().formatHex(random);
        startedAt = now;
    }

    /// The policy goes first: a client does nothing until it has it.
    void welcome(Peer peer, ClientSocket socket) {
        peer.send(policy(peer.role().name()));
        if (socket.dialect() == Dialect.CURRENT) {
            peer.send(new Notification.RoomInfo(room.id(), room.name(), room.description()));
        }
        if (peer.isMember()) {
            sendPeerList(peer, socket);
        } else if (peer.role().permissions().sendRoomState()) {
            peer.send(new Notification.RoomState(roster.memberCount(), roomView(socket)));
        }
    }

    private Outgoing policy(String role) {
        Template current = template;
        if (current == null) {
            throw new IllegalStateException("No template yet");
        }
        return policies.computeIfAbsent(
                role, name -> Outgoing.notification(new Notification.PolicyChange(name, current)));
    }

    void sendPeerList(Peer peer, ClientSocket socket) {
        peer.send(new Notification.PeerList(roster.membersExcept(peer), roomView(socket)));
    }

    private RoomView roomView(ClientSocket socket) {
        return new RoomView(room.name(), sessionId, startedAt, liveView(socket));
    }

    private HlsView liveView(ClientSocket socket) {
        return live.view(socket.baseUrl(), socket.dialect());
    }

    Optional<ActiveRooms.Snapshot> snapshot() {
        int peers = roster.memberCount();
        return peers == 0
                ? Optional.empty()
                : Optional.of(
                        new ActiveRooms.Snapshot(room.id(), sessionId, peers, live.running()));
    }

    /// Tells all members of the live stream, each with the URL by which it reaches this server.
    void announceLive(@Nullable Failure failure) {
        record Audience(String baseUrl, Dialect dialect) {}
        Map<Audience, List<Outgoing>> messages = new HashMap<>();
        for (Peer peer : roster.all()) {
            ClientSocket socket = peer.socket();
            if (peer.isMember() && socket != null) {
                messages.computeIfAbsent(
                                new Audience(socket.baseUrl(), socket.dialect()),
                                _ -> liveMessages(socket, failure))
                        .forEach(peer::send);
            }
        }
    }

    private List<Outgoing> liveMessages(ClientSocket socket, @Nullable Failure failure) {
        HlsView view = liveView(socket);
        var messages = new ArrayList<Outgoing>();
        messages.add(Outgoing.notification(new Notification.HlsUpdate(view, failure)));
        if (socket.dialect() == Dialect.LEGACY) {
            messages.add(
                    Outgoing.notification(
                            view.running()
                                    ? new Notification.LegacyHlsStart(view)
                                    : new Notification.LegacyHlsStop(failure)));
        }
        return messages;
    }
}
