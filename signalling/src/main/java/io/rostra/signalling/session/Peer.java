package io.rostra.signalling.session;

import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.template.Role;
import io.rostra.platform.token.AppToken;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Outgoing;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.signalling.rpc.Track;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A peer of a room. Confined to the room's event loop.
///
/// ```
///             join                  socket lost
/// CONNECTED ────────► JOINED ◄──────────────────────► DETACHED
///     │                 │         socket is back          │ grace is over
///     │ socket lost     │ leave                           ▼
///     └─────────────────┴──────────────────────────────► GONE
/// ```
///
/// CONNECTED is the SDK's preview: the others do not see the peer. They do see one that is
/// DETACHED.
final class Peer {

    enum State {
        CONNECTED,
        JOINED,
        DETACHED,
        GONE
    }

    private final String id;
    private final AppToken token;
    private final Role role;
    private State state = State.CONNECTED;
    private String name = "";
    private String data = "";
    private long joinedAt;
    private boolean onDemandVideo;
    private final Set<String> groups = new LinkedHashSet<>();
    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private Map<String, PublishedTrack> external = Map.of();
    private @Nullable PeerView view;
    private @Nullable ClientSocket socket;
    private @Nullable PeerMedia media;
    private EventLoop.@Nullable Timer grace;

    Peer(String id, AppToken token, Role role, ClientSocket socket) {
        this.id = id;
        this.token = token;
        this.role = role;
        this.socket = socket;
    }

    String id() {
        return id;
    }

    Role role() {
        return role;
    }

    State state() {
        return state;
    }

    /// Whether the others see this peer.
    boolean isMember() {
        return state == State.JOINED || state == State.DETACHED;
    }

    boolean mayPublish() {
        return !role.publishParams().allowed().isEmpty();
    }

    boolean receivesFrom(Peer other) {
        return other != this
                && role.subscribeParams().subscribeToRoles().contains(other.role.name());
    }

    /// Peer ids are known to everybody in the room, so one belongs to the token that brought it.
    boolean broughtBy(String rawToken) {
        return MessageDigest.isEqual(
                token.raw().getBytes(StandardCharsets.UTF_8),
                rawToken.getBytes(StandardCharsets.UTF_8));
    }

    void join(String newName, String newData, boolean videoOnDemand, long now) {
        if (!isMember()) {
            joinedAt = now;
        }
        state = State.JOINED;
        onDemandVideo = videoOnDemand;
        update(newName, newData);
    }

    void attach(ClientSocket newSocket) {
        cancelGrace();
        socket = newSocket;
        if (state == State.DETACHED) {
            state = State.JOINED;
        }
    }

    void detach(EventLoop.Timer graceTimer) {
        cancelGrace();
        state = State.DETACHED;
        socket = null;
        grace = graceTimer;
    }

    void markGone() {
        cancelGrace();
        state = State.GONE;
        socket = null;
    }

    private void cancelGrace() {
        if (grace != null) {
            grace.cancel();
            grace = null;
        }
    }

    void update(@Nullable String newName, @Nullable String newData) {
        name = newName == null ? name : newName;
        data = newData == null ? data : newData;
        view = null;
    }

    boolean onDemandVideo() {
        return onDemandVideo;
    }

    Set<String> groups() {
        return Set.copyOf(groups);
    }

    /// @return whether that changed anything
    boolean enterGroup(String group) {
        view = null;
        return groups.add(group);
    }

    /// @return whether that changed anything
    boolean leaveGroup(String group) {
        view = null;
        return groups.remove(group);
    }

    @Nullable Track track(String trackId) {
        return tracks.get(trackId);
    }

    Map<String, Track> tracks() {
        return Map.copyOf(tracks);
    }

    void putTrack(Track track) {
        tracks.put(track.trackId(), track);
        view = null;
    }

    void removeTrack(String trackId) {
        tracks.remove(trackId);
        view = null;
    }

    PeerView view() {
        if (view == null) {
            view =
                    new PeerView(
                            id,
                            role.name(),
                            name,
                            data,
                            token.userId(),
                            joinedAt,
                            new ArrayList<>(groups),
                            new ArrayList<>(tracks.values()));
        }
        return view;
    }

    RoomEvent.PeerIdentity identity() {
        return new RoomEvent.PeerIdentity(
                id,
                token.userId(),
                name,
                data,
                role.name(),
                joinedAt == 0 ? null : Instant.ofEpochMilli(joinedAt));
    }

    @Nullable PeerMedia media() {
        return media;
    }

    void media(@Nullable PeerMedia newMedia) {
        media = newMedia;
    }

    /// Tracks of this peer that are in the router by another way than its own connections.
    Collection<PublishedTrack> external() {
        return List.copyOf(external.values());
    }

    /// Everything this peer has in the router now.
    Collection<PublishedTrack> published() {
        if (external.isEmpty()) {
            return media == null ? List.of() : media.published();
        }
        var all = new ArrayList<PublishedTrack>(external.values());
        if (media != null) {
            all.addAll(media.published());
        }
        return all;
    }

    @Nullable PublishedTrack putExternal(PublishedTrack track) {
        if (external.isEmpty()) {
            external = new LinkedHashMap<>(4);
        }
        return external.put(track.id(), track);
    }

    @Nullable PublishedTrack removeExternal(String trackId) {
        return external.isEmpty() ? null : external.remove(trackId);
    }

    @Nullable ClientSocket socket() {
        return socket;
    }

    void send(Notification notification) {
        send(Outgoing.notification(notification));
    }

    /// Dropped while the peer has no socket; what it missed it finds in the next peer list.
    void send(Outgoing message) {
        if (socket != null) {
            socket.send(message);
        }
    }
}
