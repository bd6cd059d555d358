package io.rostra.signalling.session;

import io.rostra.platform.live.ActiveRooms;
import io.rostra.platform.room.Room;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.signalling.rpc.HlsView;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Notification.Failure;
import io.rostra.signalling.rpc.Outgoing;
import io.rostra.signalling.rpc.RecordingKind;
import io.rostra.signalling.rpc.RoomView;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What peers are told of the room as a whole: its policy, its state, who is in it. Confined to the
/// room's event loop.
final class Greeting {

    private static final int SESSION_ID_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Roster roster;
    private final Streams streams;
    private final Map<String, Outgoing> policies = new HashMap<>();
    private Room room;
    private @Nullable Template stored;
    private @Nullable Template shown;
    private boolean largeRoom;
    private String sessionId = "";
    private long startedAt;

    Greeting(Room room, Roster roster, Streams streams) {
        this.room = room;
        this.roster = roster;
        this.streams = streams;
    }

    /// The room as stored now.
    void update(Room newRoom) {
        room = newRoom;
    }

    /// A new template is in force. Roles that peers have keep their place in the policy even when
    /// the template has lost them.
    void adopt(Template newTemplate) {
        stored = newTemplate;
        Map<String, Role> roles = new LinkedHashMap<>(newTemplate.roles());
        for (Peer peer : roster.all()) {
            roles.putIfAbsent(peer.role().name(), peer.role());
        }
        shown = newTemplate.withRoles(roles);
        policies.clear();
    }

    boolean hasTemplate() {
        return stored != null;
    }

    /// In force.
    Template template() {
        return Objects.requireNonNull(stored, "No template yet");
    }

    /// A role that peers may get.
    Optional<Role> role(String name) {
        return template().role(name);
    }

    boolean largeRoom() {
        return largeRoom;
    }

    void largeRoom(boolean large) {
        largeRoom = large;
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

    /// A session from before a restart goes on.
    void resumeSession(Kept.Session kept) {
        sessionId = kept.id();
        startedAt = kept.startedAt();
    }

    Kept.Session session(long now) {
        return new Kept.Session(sessionId, startedAt, now);
    }

    /// The policy goes first: a client does nothing until it has it.
    void welcome(Peer peer, ClientSocket socket) {
        sendPolicy(peer);
        if (socket.dialect() == Dialect.CURRENT) {
            peer.send(roomInfo());
        }
        if (peer.isMember()) {
            sendPeerList(peer, socket);
        }
    }

    void sendPolicy(Peer peer) {
        peer.send(policy(peer.role().name()));
    }

    private Outgoing policy(String role) {
        Template current = Objects.requireNonNull(shown, "No template yet");
        return policies.computeIfAbsent(
                role, name -> Outgoing.notification(new Notification.PolicyChange(name, current)));
    }

    Notification roomInfo() {
        return new Notification.RoomInfo(room.id(), room.name(), room.description(), largeRoom);
    }

    Notification sessionInfo() {
        int peers = 0;
        int tracks = 0;
        for (Peer peer : roster.all()) {
            if (peer.isMember()) {
                peers++;
                tracks += peer.trackCount();
            }
        }
        return new Notification.SessionInfo(sessionId, room.id(), peers, tracks);
    }

    void sendPeerList(Peer peer, ClientSocket socket) {
        peer.send(new Notification.PeerList(roster.announcedExcept(peer), roomView(socket)));
        if (largeRoom && socket.dialect() == Dialect.CURRENT) {
            peer.send(sessionInfo());
        }
    }

    /// For a lobby screen.
    ///
    /// @param withPeers and not only how many there are
    void sendRoomState(Peer peer, ClientSocket socket, boolean withPeers) {
        peer.send(
                new Notification.RoomState(
                        roster.memberCount(),
                        withPeers ? roster.announcedExcept(peer) : null,
                        roomView(socket)));
    }

    private RoomView roomView(ClientSocket socket) {
        return new RoomView(
                room.name(),
                sessionId,
                startedAt,
                liveView(socket),
                streams.outputs.recording(RecordingKind.BROWSER),
                streams.outputs.recording(RecordingKind.HLS),
                streams.outputs.rtmp(),
                streams.captions.view());
    }

    private HlsView liveView(ClientSocket socket) {
        return streams.live.view(socket.baseUrl(), socket.dialect());
    }

    Optional<ActiveRooms.Snapshot> snapshot() {
        int peers = roster.memberCount();
        return peers == 0
                ? Optional.empty()
                : Optional.of(
                        new ActiveRooms.Snapshot(
                                room.id(), sessionId, peers, streams.live.running()));
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
