package io.rostra.signalling.session;

import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.template.Role;
import io.rostra.platform.token.AppToken;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Outgoing;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.Track;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
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

    /// The group by which SDKs know a raised hand.
    static final String HAND_RAISE = "_handraise";

    /// Requests of moderators that wait for a peer to come back.
    private static final int MAX_ASKED = 50;

    private final String id;
    private final String userId;

    /// Not the token itself: this is kept on the disk.
    private final String tokenHash;

    private Role role;
    private State state = State.CONNECTED;
    private String name = "";
    private String data = "";
    private long joinedAt;
    private boolean onDemandVideo;
    private boolean onDemandTracks;
    private final Set<String> groups = new LinkedHashSet<>();
    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private Map<String, PublishedTrack> external = Map.of();

    /// Tracks that its role lost the right to, and its client may still list: by id, the kind that
    /// the role would have to allow.
    private final Map<String, String> withheld = new HashMap<>();

    /// What it is asked while it is away, oldest first.
    private final Deque<Outgoing> asked = new ArrayDeque<>(0);

    private boolean announced;
    private long chatSeen;
    private long serial;
    private @Nullable FanOut fanOut;
    private @Nullable PeerView view;
    private @Nullable ClientSocket socket;
    private @Nullable PeerMedia media;
    private EventLoop.@Nullable Timer grace;

    Peer(String id, AppToken token, Role role, ClientSocket socket) {
        this.id = id;
        this.userId = token.userId();
        this.tokenHash = hash(token.raw());
        this.role = role;
        this.socket = socket;
    }

    /// A member of the session before the restart, away until its client comes back.
    Peer(PeerRecord kept, Role role) {
        this.id = kept.id();
        this.userId = kept.userId();
        this.tokenHash = kept.tokenHash();
        this.role = role;
        this.state = State.DETACHED;
        this.name = kept.name();
        this.data = kept.data();
        this.joinedAt = kept.joinedAt();
        this.onDemandVideo = kept.onDemandVideo();
        this.onDemandTracks = kept.onDemandTracks();
        this.groups.addAll(kept.groups());
    }

    PeerRecord record() {
        return new PeerRecord(
                id,
                userId,
                tokenHash,
                role.name(),
                name,
                data,
                joinedAt,
                onDemandVideo,
                onDemandTracks,
                List.copyOf(groups));
    }

    String id() {
        return id;
    }

    String userId() {
        return userId;
    }

    String name() {
        return name;
    }

    Role role() {
        return role;
    }

    void role(Role newRole) {
        role = newRole;
        view = null;
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
                tokenHash.getBytes(StandardCharsets.US_ASCII),
                hash(rawToken).getBytes(StandardCharsets.US_ASCII));
    }

    /// @return 64 hex digits
    static String hash(String rawToken) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(rawToken.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    void join(Request.Join join, long now) {
        if (!isMember()) {
            joinedAt = now;
        }
        state = State.JOINED;
        onDemandVideo = join.onDemandVideo();
        onDemandTracks = join.onDemandTracks();
        update(join.name(), join.data());
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

    /// Whether the others have been told of this peer; in a large room they are told of few.
    boolean announced() {
        return announced;
    }

    void announced(boolean nowAnnounced) {
        announced = nowAnnounced;
    }

    /// Number of the last chat message that it need not be sent again.
    long chatSeen() {
        return chatSeen;
    }

    void chatSeen(long number) {
        chatSeen = number;
    }

    /// Its place in the order of arrival.
    long serial() {
        return serial;
    }

    void serial(long newSerial) {
        serial = newSerial;
    }

    /// What it tells all others.
    FanOut fanOut(long now) {
        if (fanOut == null) {
            fanOut = new FanOut(now);
        }
        return fanOut;
    }

    boolean handRaised() {
        return groups.contains(HAND_RAISE);
    }

    Map<String, String> withheld() {
        return withheld;
    }

    boolean onDemandVideo() {
        return onDemandVideo;
    }

    boolean onDemandTracks() {
        return onDemandTracks;
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

    int trackCount() {
        return tracks.size();
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
                            userId,
                            joinedAt,
                            new ArrayList<>(groups),
                            new ArrayList<>(tracks.values()));
        }
        return view;
    }

    RoomEvent.PeerIdentity identity() {
        return new RoomEvent.PeerIdentity(
                id,
                userId,
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

    /// Something that nobody says twice: a peer that is away gets it when it is back.
    void ask(Outgoing request) {
        if (socket != null) {
            socket.send(request);
        } else if (asked.size() < MAX_ASKED) {
            asked.add(request);
        }
    }

    /// The peer is back and knows the room again.
    void sendAsked() {
        for (Outgoing request = asked.poll(); request != null; request = asked.poll()) {
            send(request);
        }
    }

    /// Dropped while the peer has no socket; what it missed it finds in the next peer list.
    void send(Outgoing message) {
        if (socket != null) {
            socket.send(message);
        }
    }
}
