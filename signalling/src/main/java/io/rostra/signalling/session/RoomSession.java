package io.rostra.signalling.session;

import io.rostra.platform.live.ActiveRooms;
import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvent.LeaveReason;
import io.rostra.platform.room.Room;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.signalling.rpc.Reply;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.RequestId;
import io.rostra.signalling.rpc.Track;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is in one room now. Told of sockets and requests, it tells the peers. Confined to the event
/// loop of the room's router; others use [RoomSessionRef].
///
/// It lives from the first socket until the last peer is gone, its grace period included, and the
/// live stream is over. What the API calls a session, with an id of its own, begins when somebody
/// joins the empty room.
final class RoomSession {

    /// Called on the event loop.
    interface Observer {
        /// @param snapshot empty while nobody has joined
        void onChanged(Optional<ActiveRooms.Snapshot> snapshot);

        /// Nobody is left and the router is closed. The session accepts nobody any more.
        void onClosed();

        /// For the platform's memory; see there for what there is.
        default void onEvent(RoomEvent event) {}
    }

    private static final Logger log = LoggerFactory.getLogger(RoomSession.class);

    private final RoomMedia media;
    private final EventLoop loop;
    private final InstantSource clock;
    private final SessionConfig config;
    private final String sfuNodeId;
    private final Observer observer;

    private final Roster roster = new Roster();
    private final Greeting greeting;
    private final Publishing publishing;
    private final Negotiation negotiation;
    private final Chat chat;
    private final Profiles profiles = new Profiles(roster);
    private final LiveStream live;
    private final Backend backend;
    private final String roomId;
    private EventLoop.@Nullable Timer sessionEnd;
    private boolean closed;

    RoomSession(
            Room room,
            RoomMedia media,
            Broadcasts broadcasts,
            InstantSource clock,
            SessionConfig config,
            String sfuNodeId,
            Observer observer) {
        this.media = media;
        this.loop = media.loop();
        this.clock = clock;
        this.config = config;
        this.sfuNodeId = sfuNodeId;
        this.observer = observer;
        this.publishing = new Publishing(roster, config);
        this.negotiation = new Negotiation(roster, publishing, media, sfuNodeId);
        this.chat = new Chat(roster, clock, config);
        this.live = new LiveStream(room.id(), broadcasts, loop, clock, new LiveEvents());
        this.greeting = new Greeting(room, roster, live);
        this.backend = new Backend(roster, chat, profiles, this::removeByBackend);
        this.roomId = room.id();
    }

    // Sockets

    /// A client's socket is open. A peer id that is known already means that its client comes back.
    ///
    /// @return false when this session is over and a new one is needed
    boolean connect(Arrival arrival) throws RequestException {
        loop.assertInside();
        if (closed) {
            return false;
        }
        Peer peer = roster.find(arrival.peerId());
        if (peer == null) {
            peer = admit(arrival);
            greeting.update(arrival.room(), arrival.template());
            greeting.welcome(peer, arrival.socket());
        } else {
            if (!peer.broughtBy(arrival.token().raw())) {
                throw new RequestException(
                        ErrorCode.FORBIDDEN, "This peer id belongs to somebody else");
            }
            greeting.update(arrival.room(), arrival.template());
            reattach(peer, arrival.socket());
        }
        return true;
    }

    private Peer admit(Arrival arrival) throws RequestException {
        if (arrival.tokenExpired()) {
            throw new RequestException(ErrorCode.UNAUTHORIZED, "The token has expired");
        }
        if (roster.size() >= arrival.room().options().mostPeers(config.maxPeers())) {
            throw new RequestException(ErrorCode.FORBIDDEN, "The room is full");
        }
        String roleName = arrival.token().role();
        var role =
                arrival.template()
                        .role(roleName)
                        .orElseThrow(() ->
                                new RequestException(
                                        ErrorCode.FORBIDDEN, "The room has no role " + roleName));
        var peer = new Peer(arrival.peerId(), arrival.token(), role, arrival.socket());
        roster.add(peer);
        return peer;
    }

    private void reattach(Peer peer, ClientSocket socket) {
        ClientSocket old = peer.socket();
        peer.attach(socket);
        if (old != null && old != socket) {
            old.close(ClientSocket.CloseReason.REPLACED);
        }
        greeting.welcome(peer, socket);
        PeerMedia peerMedia = peer.media();
        if (peerMedia != null) {
            peerMedia.onSocketReplaced();
        }
    }

    /// A client's socket is gone. One that was replaced before does not count.
    void disconnected(ClientSocket socket, String peerId, Disconnect how) {
        loop.assertInside();
        Peer peer = roster.find(peerId);
        if (peer == null || peer.socket() != socket) {
            return;
        }
        if (!peer.isMember()) {
            remove(peer, LeaveReason.SOCKET_LOST, "");
            return;
        }
        Duration grace =
                switch (how) {
                    case CLOSED_BY_CLIENT -> config.closedGrace();
                    case LOST -> config.grace();
                };
        LeaveReason reason =
                how == Disconnect.CLOSED_BY_CLIENT ? LeaveReason.LEFT : LeaveReason.SOCKET_LOST;
        peer.detach(loop.schedule(grace, () -> remove(peer, reason, "")));
    }

    boolean knows(String peerId, String rawToken) {
        loop.assertInside();
        Peer peer = roster.find(peerId);
        return peer != null && peer.broughtBy(rawToken);
    }

    /// The server stops.
    void close() {
        loop.assertInside();
        if (closed) {
            return;
        }
        live.stop();
        for (Peer peer : List.copyOf(roster.all())) {
            ClientSocket socket = peer.socket();
            boolean member = peer.isMember();
            roster.remove(peer);
            peer.markGone();
            if (member) {
                tellLeft(peer, LeaveReason.SERVER_STOPPED, "");
            }
            if (socket != null) {
                socket.close(ClientSocket.CloseReason.RESTART);
            }
        }
        end();
    }

    // Requests

    /// @param id null for a notification
    void handle(ClientSocket socket, String peerId, @Nullable RequestId id, Request request) {
        loop.assertInside();
        Peer peer = roster.find(peerId);
        if (peer == null || peer.socket() != socket) {
            return;
        }
        var responder = new Responder(socket, id);
        try {
            dispatch(peer, socket, request, responder);
        } catch (RequestException e) {
            responder.refuse(e.code(), e.reason());
        } catch (RuntimeException e) {
            log.error("Bug while handling {} of {}", request.getClass(), peer.id(), e);
            responder.refuse(ErrorCode.INTERNAL, "The server failed to do this");
        }
    }

    private void dispatch(Peer peer, ClientSocket socket, Request request, Responder responder)
            throws RequestException {
        switch (request) {
            case Request.Ping() -> responder.reply(new Reply.Pong(clock.millis()));
            case Request.Join join -> join(peer, socket, join, responder);
            case Request.Leave _ -> leave(peer, socket);
            case Request.Offer offer ->
                    negotiation.offer(requireMember(peer), socket, offer, responder);
            case Request.Answer answer -> negotiation.answer(peer, answer);
            case Request.TrackUpdate update -> publishing.update(peer, update);
            case Request.Broadcast message ->
                    chat.broadcast(requireMember(peer), message, responder);
            case Request.PeerUpdate update ->
                    profiles.update(requireMember(peer), update, responder);
            case Request.GroupJoin(var group) ->
                    profiles.enterGroup(requireMember(peer), group, responder);
            case Request.GroupLeave(var group) ->
                    profiles.leaveGroup(requireMember(peer), group, responder);
            case Request.HlsStart() -> startLive(requireMember(peer), responder);
            case Request.HlsStop() -> stopLive(requireMember(peer), responder);
            case Request.Trickle(), Request.Analytics() -> responder.done();
            case Request.Unknown(var method) ->
                    throw new RequestException(
                            ErrorCode.NOT_FOUND, "The method " + method + " is not supported");
        }
    }

    private static Peer requireMember(Peer peer) throws RequestException {
        if (!peer.isMember()) {
            throw new RequestException(ErrorCode.BAD_REQUEST, "Join the room first");
        }
        return peer;
    }

    /// The second join of a member replaces its connections, see [Negotiation#begin].
    private void join(Peer peer, ClientSocket socket, Request.Join join, Responder responder)
            throws RequestException {
        Profiles.check(join.name(), join.data());
        PeerView before = peer.isMember() ? peer.view() : null;
        if (before == null) {
            checkRoomFor(peer);
        }
        String offer = join.offerSdp();
        String answer = offer == null ? null : negotiation.begin(peer, socket, offer);
        if (roster.memberCount() == 0) {
            greeting.beginSession(clock.millis());
            tell(new RoomEvent.SessionOpened(roomId, greeting.sessionId(), now()));
            sessionEnd = scheduleEnd();
        }
        peer.join(join.name(), join.data(), join.onDemandVideo(), clock.millis());
        if (before == null) {
            tell(new RoomEvent.PeerJoined(roomId, greeting.sessionId(), peer.identity(), now()));
        }
        tellObserver();
        responder.reply(new Reply.Joined(answer, sfuNodeId));
        greeting.sendPeerList(peer, socket);
        if (before == null) {
            roster.tellOthers(peer, new Notification.PeerJoin(peer.view()));
        } else if (!peer.view().equals(before)) {
            roster.tellOthers(peer, new Notification.PeerUpdate(peer.view()));
        }
        negotiation.startReceiving(peer);
    }

    private void checkRoomFor(Peer peer) throws RequestException {
        int limit = peer.role().maxPeerCount();
        String roleName = peer.role().name();
        if (limit != 0
                && roster.countMembers(other -> other.role().name().equals(roleName)) >= limit) {
            throw new RequestException(
                    ErrorCode.FORBIDDEN, "The room has no place left for the role " + roleName);
        }
    }

    private void leave(Peer peer, ClientSocket socket) {
        remove(peer, LeaveReason.LEFT, "");
        socket.close(ClientSocket.CloseReason.LEFT);
    }

    private void removeByBackend(Peer peer, String reason) {
        ClientSocket socket = peer.socket();
        if (socket != null) {
            peer.send(new Notification.Removed(reason));
        }
        remove(peer, LeaveReason.REMOVED, reason);
        if (socket != null) {
            socket.close(ClientSocket.CloseReason.LEFT);
        }
    }

    private void remove(Peer peer, LeaveReason reason, String message) {
        boolean member = peer.isMember();
        roster.remove(peer);
        peer.markGone();
        negotiation.end(peer);
        if (member) {
            tellLeft(peer, reason, message);
            tellObserver();
            roster.tellMembers(new Notification.PeerLeave(peer.view()));
            if (roster.countMembers(Peer::mayPublish) == 0) {
                live.stop();
            }
        }
        endIfDeserted();
    }

    private void endIfDeserted() {
        if (!closed && roster.size() == 0 && live.over()) {
            end();
        }
    }

    private void end() {
        closed = true;
        media.close();
        observer.onChanged(Optional.empty());
        observer.onClosed();
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private void tell(RoomEvent event) {
        observer.onEvent(event);
    }

    /// @param peer no longer in the roster
    private void tellLeft(Peer peer, LeaveReason reason, String message) {
        String session = greeting.sessionId();
        tell(new RoomEvent.PeerLeft(roomId, session, peer.identity(), reason, message, now()));
        if (roster.memberCount() == 0) {
            if (sessionEnd != null) {
                sessionEnd.cancel();
                sessionEnd = null;
            }
            tell(new RoomEvent.SessionClosed(roomId, session, now()));
        }
    }

    /// Sends everybody away when the session has lasted as long as its room allows.
    private EventLoop.@Nullable Timer scheduleEnd() {
        Integer seconds = greeting.room().options().maxDurationSeconds();
        return seconds == null
                ? null
                : loop.schedule(
                        Duration.ofSeconds(seconds),
                        () ->
                                backend.remove(
                                        new LiveRooms.Audience.Everybody(),
                                        "The session is over: it may last "
                                                + seconds
                                                + " seconds"));
    }

    private void tellObserver() {
        if (!closed) {
            observer.onChanged(greeting.snapshot());
        }
    }

    // Those who run the server

    /// Null when nobody is in the room.
    @Nullable Backend backend() {
        loop.assertInside();
        return roster.memberCount() == 0 ? null : backend;
    }

    /// Empty when nobody is in the room.
    Optional<LiveRooms.LiveRoom> view() {
        loop.assertInside();
        Map<String, LiveRooms.LivePeer> peers = new LinkedHashMap<>();
        for (Peer peer : roster.all()) {
            if (peer.isMember()) {
                peers.put(peer.id(), Backend.view(peer));
            }
        }
        return peers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new LiveRooms.LiveRoom(greeting.sessionId(), greeting.startedAt(), peers));
    }

    LiveRooms.Outcome endByBackend(boolean lock, String reason) {
        if (backend() == null) {
            return LiveRooms.Outcome.NOT_ACTIVE;
        }
        tell(new RoomEvent.RoomEnded(roomId, greeting.sessionId(), null, lock, reason, now()));
        return backend.remove(new LiveRooms.Audience.Everybody(), reason);
    }

    void startLive() {
        loop.assertInside();
        live.start();
    }

    void stopLive() {
        loop.assertInside();
        live.stop();
    }

    // Tracks that come by other ways than a peer's connections

    void publish(ClientSocket socket, String peerId, Track track, PublishedTrack trackMedia)
            throws RequestException {
        loop.assertInside();
        Peer peer = roster.find(peerId);
        if (peer == null || peer.socket() != socket) {
            throw new RequestException(ErrorCode.BAD_REQUEST, "The peer is not in the room");
        }
        publishing.publishExternal(requireMember(peer), track);
        negotiation.publishExternal(peer, trackMedia);
    }

    void unpublish(ClientSocket socket, String peerId, String trackId) {
        loop.assertInside();
        Peer peer = roster.find(peerId);
        if (peer != null && peer.socket() == socket) {
            negotiation.unpublishExternal(peer, trackId);
            publishing.withdrawExternal(peer, trackId);
        }
    }

    // Live stream

    private void startLive(Peer peer, Responder responder) throws RequestException {
        requireLivePermission(peer);
        responder.done();
        live.start();
    }

    private void stopLive(Peer peer, Responder responder) throws RequestException {
        requireLivePermission(peer);
        responder.done();
        live.stop();
    }

    private static void requireLivePermission(Peer peer) throws RequestException {
        if (!peer.role().permissions().hlsStreaming()) {
            throw new RequestException(
                    ErrorCode.FORBIDDEN,
                    "The role " + peer.role().name() + " may not start or stop a live stream");
        }
    }

    private final class LiveEvents implements LiveStream.Listener {
        @Override
        public void onLiveChanged(Notification.@Nullable Failure failure) {
            greeting.announceLive(failure);
            tellObserver();
        }

        @Override
        public void onLiveOver() {
            endIfDeserted();
        }
    }
}
