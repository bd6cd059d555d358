package io.rostra.signalling.session;

import io.rostra.platform.live.ActiveRooms;
import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.LiveWish;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvent.LeaveReason;
import io.rostra.platform.live.StopReason;
import io.rostra.platform.room.Room;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.MetadataRequest;
import io.rostra.signalling.rpc.ModerationRequest;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.PeerQuery;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.signalling.rpc.PollRequest;
import io.rostra.signalling.rpc.RecordingKind;
import io.rostra.signalling.rpc.Reply;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.RequestId;
import io.rostra.signalling.rpc.RoleRequest;
import io.rostra.signalling.rpc.StreamRequest;
import io.rostra.signalling.rpc.Track;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
    private final SessionServices services;
    private final InstantSource clock;
    private final SessionConfig config;
    private final Observer observer;
    private final Journal journal;

    private final Roster roster = new Roster();
    private final Streams streams;
    private final LiveStream live;
    private final Greeting greeting;
    private final Chronicle chronicle;
    private final Term term;
    private final Presence presence;
    private final Lobby lobby;
    private final Publishing publishing;
    private final Negotiation negotiation;
    private final ChatLog chatLog;
    private final Chat chat;
    private final Profiles profiles;
    private final Roles roles;
    private final Doorkeeper doorkeeper;
    private final Moderation moderation;
    private final SessionMetadata metadata;
    private final Polls polls;
    private final Directory directory;
    private final Backend backend;
    private final QualityLog qualityLog;
    private boolean closed;

    RoomSession(Room room, RoomMedia media, SessionServices services, Observer observer) {
        this.media = media;
        this.loop = media.loop();
        this.services = services;
        this.clock = services.clock();
        this.config = services.config();
        this.observer = observer;
        String roomId = room.id();
        this.journal = new Journal(roomId, loop, services.memory());

        var outputs = new Outputs(roomId, roster, loop, services);
        this.live = new LiveStream(roomId, services.broadcasts(), loop, clock, new LiveEvents());
        this.streams =
                new Streams(
                        roomId, services.broadcasts(), live, outputs, new Captions(roster, clock));
        this.greeting = new Greeting(room, roster, streams);
        this.chronicle = new Chronicle(roomId, greeting, clock, observer::onEvent);
        this.term = new Term(greeting, journal, loop, clock, this::sendAllAway);
        this.presence = new Presence(roster, greeting, loop, config.largeRoom());
        this.lobby = new Lobby(roster, greeting, loop);
        var stage = new Stage(roster);
        this.publishing = new Publishing(roster, config, this::withdraw, chronicle);
        this.negotiation = new Negotiation(stage, publishing, media, services.sfuNodeId());
        this.chatLog = new ChatLog(journal);
        this.metadata = new SessionMetadata(roster, clock, journal);
        this.chat =
                new Chat(
                        roster,
                        loop,
                        clock,
                        config,
                        chatLog,
                        metadata,
                        outputs::onChat,
                        streams::caption);
        this.profiles = new Profiles(presence, this::keep);
        this.roles = new Roles(roster, presence, greeting, publishing, stage, this::onRoleChanged);
        this.doorkeeper = new Doorkeeper(roster, roles, config);
        this.moderation =
                new Moderation(
                        roster,
                        profiles,
                        new RoomEnd(
                                roster,
                                greeting,
                                doorkeeper,
                                streams,
                                chronicle,
                                services.lock(),
                                loop,
                                this::showOut));
        this.polls = new Polls(roster, loop, clock, journal, chronicle);
        this.directory = new Directory(roster);
        this.qualityLog = new QualityLog(loop, roster::qualities, chronicle::quality);
        this.backend =
                new Backend(
                        roster,
                        greeting,
                        chronicle,
                        chat,
                        profiles,
                        roles,
                        streams,
                        this::removeByBackend);
    }

    /// Goes on with the session that was here before the process was restarted: its members are
    /// away until their clients come back. To be called first, if at all.
    void resume(Kept kept, Template template) {
        loop.assertInside();
        Kept.Session session = kept.session().orElse(null);
        if (session == null) {
            return;
        }
        greeting.resumeSession(session);
        greeting.adopt(template);
        chatLog.restore(kept);
        // To those who keep the books, the session ended with the process before.
        chronicle.sessionOpened();
        qualityLog.begin();
        for (PeerRecord each : kept.all(Kept.PEER, PeerRecord.class)) {
            template.role(each.role()).ifPresent(role -> readmit(new Peer(each, role)));
        }
        metadata.restore(kept);
        polls.restore(kept);
        term.begin();
        tellObserver();
    }

    private void readmit(Peer peer) {
        peer.announced(true);
        chat.begin(peer);
        peer.detach(loop.schedule(config.grace(), () -> remove(peer, LeaveReason.SOCKET_LOST, "")));
        roster.add(peer);
        chronicle.joined(peer);
    }

    private void withdraw(Peer peer, String trackId) {
        negotiation.withdraw(peer, trackId);
    }

    private void keep(Peer peer) {
        journal.put(Kept.PEER + peer.id(), peer.record());
    }

    /// For tests.
    Roster roster() {
        return roster;
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
        if (peer != null && !peer.broughtBy(arrival.token().raw())) {
            throw new RequestException(
                    ErrorCode.FORBIDDEN, "This peer id belongs to somebody else");
        }
        if (peer == null && doorkeeper.turnAway(arrival, loop.now())) {
            return true;
        }
        Role role = peer == null ? requireEntry(arrival) : peer.role();
        update(arrival.room(), arrival.template());
        polls.link(arrival.polls());
        if (peer == null) {
            admit(arrival, role);
        } else {
            reattach(peer, arrival.socket());
        }
        return true;
    }

    private Role requireEntry(Arrival arrival) throws RequestException {
        try {
            return doorkeeper.require(arrival);
        } catch (RequestException e) {
            // The session may have been opened for this one.
            endIfDeserted();
            throw e;
        }
    }

    private void update(Room room, Template template) {
        greeting.update(room);
        if (!greeting.hasTemplate() || !greeting.template().equals(template)) {
            roles.adopt(template);
        }
        if (room.options().largeRoom()) {
            presence.declareLarge();
        }
    }

    /// The room's template was edited.
    void onTemplateChanged(Template template) {
        loop.assertInside();
        if (!closed
                && greeting.hasTemplate()
                && greeting.template().id().equals(template.id())
                && !greeting.template().equals(template)) {
            roles.adopt(template);
            stopIfNobodyPublishes();
        }
    }

    private void admit(Arrival arrival, Role role) {
        var peer = new Peer(arrival.peerId(), arrival.token(), role, arrival.socket());
        roster.add(peer);
        greeting.welcome(peer, arrival.socket());
        lobby.enter(peer, arrival.socket());
    }

    private void reattach(Peer peer, ClientSocket socket) {
        ClientSocket old = peer.socket();
        if (old != null && old != socket) {
            chat.pause(peer, old);
        }
        peer.attach(socket);
        if (old != null && old != socket) {
            old.close(ClientSocket.CloseReason.REPLACED);
        }
        greeting.welcome(peer, socket);
        PeerMedia peerMedia = peer.media();
        if (peerMedia != null) {
            peerMedia.onSocketReplaced();
        }
        if (peer.isMember()) {
            metadata.tellAll(peer);
            chat.resume(peer, socket);
            peer.sendAsked();
        } else {
            lobby.enter(peer, socket);
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
        chat.pause(peer, socket);
        LeaveReason reason =
                how == Disconnect.CLOSED_BY_CLIENT ? LeaveReason.LEFT : LeaveReason.SOCKET_LOST;
        peer.detach(loop.schedule(grace, () -> remove(peer, reason, "")));
    }

    boolean knows(String peerId, String rawToken) {
        loop.assertInside();
        Peer peer = roster.find(peerId);
        return peer != null && peer.broughtBy(rawToken);
    }

    /// The server stops. What the session wants to know again is kept.
    void close() {
        loop.assertInside();
        if (closed) {
            return;
        }
        if (roster.memberCount() > 0) {
            term.keep();
        }
        journal.flush();
        streams.stop(StopReason.SERVER_STOPPED);
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
            peer.fanOut(loop.now()).check(request, loop.now());
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
            case Request.Leave _ -> leave(peer, socket, responder);
            case Request.Offer offer ->
                    negotiation.offer(requirePlace(peer), socket, offer, responder);
            case Request.Answer answer -> {
                negotiation.answer(peer, answer);
                responder.done();
            }
            case Request.TrackUpdate update -> {
                publishing.update(peer, update);
                responder.done();
            }
            case Request.Broadcast message -> {
                requireSpeaker(requireMember(peer), message);
                chat.broadcast(peer, message, responder);
            }
            case Request.PeerUpdate update ->
                    profiles.update(requireMember(peer), update, responder);
            case Request.GroupJoin(var group) ->
                    profiles.enterGroup(requireMember(peer), group, responder);
            case Request.GroupLeave(var group) ->
                    profiles.leaveGroup(requireMember(peer), group, responder);
            case Request.HlsStart start ->
                    streams.startLive(requireMember(peer), start, greeting.sessionId(), responder);
            case Request.HlsStop() -> streams.stopLive(requireMember(peer), responder);
            case StreamRequest stream ->
                    streams.handle(
                            requireMember(peer),
                            stream,
                            greeting.sessionId(),
                            greeting::template,
                            responder);
            case RoleRequest role -> roles.handle(requireMember(peer), role, responder);
            case ModerationRequest moderate ->
                    moderation.handle(requireMember(peer), moderate, responder);
            case MetadataRequest data -> metadata.handle(requireMember(peer), data, responder);
            case PollRequest poll -> polls.handle(requireMember(peer), poll, responder);
            // Asked in a preview too.
            case PeerQuery query -> directory.handle(requireSight(peer), query, responder);
            case Request.Trickle() -> responder.done();
            case Request.Analytics(var name, var info) -> {
                chronicle.clientFailed(peer, name, info);
                responder.done();
            }
            case Request.Whiteboard() ->
                    throw new RequestException(
                            ErrorCode.FORBIDDEN, "Whiteboards are not enabled on this server");
            case Request.Unknown(var method) ->
                    throw new RequestException(
                            ErrorCode.NOT_FOUND, "The method " + method + " is not supported");
        }
    }

    /// Who is not in the room yet may look into it if its role says so.
    private static Peer requireSight(Peer peer) throws RequestException {
        return peer.role().permissions().sendRoomState() ? peer : requireMember(peer);
    }

    /// Captions come from those whom the template names, once it names any.
    private void requireSpeaker(Peer peer, Request.Broadcast message) throws RequestException {
        Template template = greeting.template();
        if (message.type().equals(Captions.TYPE) && template.plugins().transcriptions() != null) {
            Captions.requireAdmin(peer, template);
        }
    }

    private static Peer requireMember(Peer peer) throws RequestException {
        if (!peer.isMember()) {
            throw new RequestException(ErrorCode.BAD_REQUEST, "Join the room first");
        }
        return peer;
    }

    /// Only a client that takes itself for a member makes offers: it comes back too late, and would
    /// try for a minute. `on-error` ends its call at once.
    private static Peer requirePlace(Peer peer) throws RequestException {
        if (!peer.isMember()) {
            String reason = "The place in the room is gone";
            peer.send(new Notification.Error(ErrorCode.GONE, reason));
            throw new RequestException(ErrorCode.GONE, reason);
        }
        return peer;
    }

    /// The second join of a member replaces its connections, see [Negotiation#begin].
    private void join(Peer peer, ClientSocket socket, Request.Join join, Responder responder)
            throws RequestException {
        Profiles.check(join.name(), join.data());
        PeerView before = peer.isMember() ? peer.view() : null;
        if (before == null) {
            doorkeeper.requireMembership(peer);
        }
        String offer = join.offerSdp();
        String answer = offer == null ? null : negotiation.begin(peer, socket, offer);
        if (roster.memberCount() == 0) {
            beginSession();
        }
        peer.join(join, clock.millis());
        keep(peer);
        if (before == null) {
            chat.begin(peer);
            chronicle.joined(peer);
        }
        membersChanged();
        responder.reply(new Reply.Joined(answer, services.sfuNodeId()));
        if (before == null) {
            presence.joined(peer);
        } else if (!peer.view().equals(before)) {
            presence.updated(peer);
        }
        greeting.sendPeerList(peer, socket);
        if (before == null) {
            chat.sendHistory(peer, socket, greeting.template().settings().chatHistory());
        }
        negotiation.startReceiving(peer);
    }

    private void beginSession() {
        greeting.beginSession(clock.millis());
        chat.clear();
        metadata.clear();
        polls.clear();
        streams.captions.clear();
        journal.forget();
        chronicle.sessionOpened();
        polls.begin();
        term.begin();
        qualityLog.begin();
    }

    private void membersChanged() {
        polls.onMembers(roster.memberCount());
        tellObserver();
    }

    private void leave(Peer peer, ClientSocket socket, Responder responder) {
        responder.done();
        remove(peer, LeaveReason.LEFT, "");
        socket.close(ClientSocket.CloseReason.LEFT);
    }

    private void removeByBackend(Peer peer, String reason) {
        showOut(peer, new Notification.Removed(null, reason, false));
    }

    private void sendAllAway(String reason) {
        backend.remove(new LiveRooms.Audience.Everybody(), reason);
    }

    private void showOut(Peer peer, Notification.Removed notice) {
        ClientSocket socket = peer.socket();
        peer.send(notice);
        if (socket == null) {
            doorkeeper.remember(peer, notice, loop.now());
        }
        remove(peer, LeaveReason.REMOVED, notice.reason());
        if (socket != null) {
            socket.close(ClientSocket.CloseReason.LEFT);
        }
    }

    private void remove(Peer peer, LeaveReason reason, String message) {
        boolean member = peer.isMember();
        roster.remove(peer);
        peer.markGone();
        negotiation.end(peer);
        directory.forget(peer);
        if (member) {
            roles.forget(peer);
            metadata.forget(peer);
            chat.forget(peer);
            journal.remove(Kept.PEER + peer.id());
            tellLeft(peer, reason, message);
            membersChanged();
            presence.left(peer);
            stopIfNobodyPublishes();
        }
        endIfDeserted();
    }

    private void stopIfNobodyPublishes() {
        if (roster.countMembers(Peer::mayPublish) == 0) {
            streams.stop(StopReason.LAST_PEER_LEFT);
        }
    }

    private void onRoleChanged(Peer peer, Role before, @Nullable String requestedBy) {
        keep(peer);
        chronicle.roleChanged(peer, before, requestedBy);
        stopIfNobodyPublishes();
    }

    private void endIfDeserted() {
        if (!closed && roster.size() == 0 && live.over()) {
            journal.forget();
            end();
        }
    }

    private void end() {
        closed = true;
        term.close();
        lobby.close();
        presence.close();
        polls.clear();
        media.close();
        observer.onChanged(Optional.empty());
        observer.onClosed();
    }

    /// @param peer no longer in the roster
    private void tellLeft(Peer peer, LeaveReason reason, String message) {
        chronicle.tracks(peer, RoomEvent.TrackChange.REMOVE, peer.tracks().values());
        chronicle.left(peer, reason, message);
        if (roster.memberCount() == 0) {
            qualityLog.end();
            term.end();
            chronicle.sessionClosed();
        }
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
        return Optional.ofNullable(backend()).map(Backend::view);
    }

    LiveRooms.Outcome startLive(LiveWish wish) {
        loop.assertInside();
        try {
            if (wish.record() && roster.memberCount() > 0) {
                streams.outputs.startRecording(greeting.sessionId(), RecordingKind.HLS);
            }
        } catch (RequestException e) {
            return LiveRooms.Outcome.NOT_ENABLED;
        }
        live.start(wish);
        return LiveRooms.Outcome.DONE;
    }

    void stopLive() {
        loop.assertInside();
        live.stop(StopReason.ASKED);
    }

    LiveRooms.Outcome startPushes(List<String> urls, boolean record) {
        loop.assertInside();
        if (roster.memberCount() == 0) {
            return LiveRooms.Outcome.NOT_ACTIVE;
        }
        try {
            streams.outputs.start(greeting.sessionId(), urls, record);
            return LiveRooms.Outcome.DONE;
        } catch (RequestException e) {
            return LiveRooms.Outcome.NOT_ENABLED;
        }
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

    private final class LiveEvents implements LiveStream.Listener {
        @Override
        public void onLiveChanged(Notification.@Nullable Failure failure) {
            greeting.announceLive(failure);
            tellObserver();
        }

        @Override
        public void onLiveOver() {
            streams.outputs.onLiveOver();
            endIfDeserted();
        }
    }
}
