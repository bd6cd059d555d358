package io.rostra.signalling.external;

import io.rostra.platform.template.Role;
import io.rostra.platform.token.AppToken;
import io.rostra.sfu.TransportOptions;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Outgoing;
import io.rostra.signalling.rpc.Reply;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.RequestId;
import io.rostra.signalling.rpc.Track;
import io.rostra.signalling.session.ClientSocket;
import io.rostra.signalling.session.Dialect;
import io.rostra.signalling.session.Disconnect;
import io.rostra.signalling.session.RoomSessionRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A peer of a room whose client speaks another protocol than the SDKs'. It has no connections of
/// its own; media that reaches the room for it in another way is announced with [#publish].
/// Thread-safe; never blocks.
///
/// To the session it is a peer with a socket that understands records instead of JSON.
public final class ExternalPeer {

    /// Told what happens in the room. Called on the event loop of the room, and must not block it.
    public interface Listener {
        /// What every peer is told: who comes, goes, changes and speaks, and of the live stream.
        /// Messages to everybody are the same object for each listener.
        void onNotification(Notification notification);

        /// The peer is no longer in the room, and did not leave by itself: it was put out, the
        /// server stops, or another client took its place. Nothing else follows.
        void onEnded(String reason);
    }

    private static final RequestId JOIN = RequestId.of("join");

    private final AppToken token;
    private final String id;
    private final Listener listener;
    private final ClientSocket socket;
    private final CompletableFuture<Entry> entry = new CompletableFuture<>();
    private final AtomicLong lastRequest = new AtomicLong();
    private final Map<String, CompletableFuture<Reply>> pending = new ConcurrentHashMap<>();
    private volatile @Nullable RoomSessionRef session;
    private volatile @Nullable Role role;
    private volatile boolean ended;

    ExternalPeer(AppToken token, String id, String baseUrl, Listener listener) {
        this.token = token;
        this.id = id;
        this.listener = listener;
        this.socket = new Socket(baseUrl);
    }

    public String id() {
        return id;
    }

    public String roomId() {
        return token.roomId();
    }

    public String userId() {
        return token.userId();
    }

    /// The role with which it came.
    public Role role() {
        Role known = role;
        if (known == null) {
            throw new IllegalStateException("Not placed yet");
        }
        return known;
    }

    void role(Role newRole) {
        role = newRole;
    }

    ClientSocket socket() {
        return socket;
    }

    CompletableFuture<Entry> join(RoomSessionRef admittedTo, String name) {
        session = admittedTo;
        admittedTo.handle(socket, id, JOIN, new Request.Join(name, "", true, null));
        return entry;
    }

    /// Asks something of the room as this peer; fails with a [RequestException] when the room
    /// refuses, or when the peer is gone.
    public CompletableFuture<Reply> request(Request request) {
        var answer = new CompletableFuture<Reply>();
        RoomSessionRef current = session;
        if (current == null) {
            answer.completeExceptionally(gone());
            return answer;
        }
        var requestId = RequestId.of(Long.toString(lastRequest.incrementAndGet()));
        pending.put(requestId.text(), answer);
        if (ended) {
            failPending();
        } else {
            current.handle(socket, id, requestId, request);
        }
        return answer;
    }

    /// Announces a track that is published in the room's router for this peer, and has all those
    /// receive it whose roles subscribe to this one's. Fails with a [RequestException] when the
    /// role may not publish it.
    ///
    /// @param track what the others are told of it, with the id of `media`
    public CompletableFuture<Void> publish(Track track, PublishedTrack media) {
        RoomSessionRef current = session;
        return current == null || ended
                ? CompletableFuture.failedFuture(gone())
                : current.publish(socket, id, track, media);
    }

    /// Takes a track back; nothing happens when it is not announced.
    public void unpublish(String trackId) {
        RoomSessionRef current = session;
        if (current != null && !ended) {
            current.unpublish(socket, id, trackId);
        }
    }

    /// Leaves the room at once. The listener hears nothing more.
    public void leave() {
        ended = true;
        failPending();
        RoomSessionRef current = session;
        if (current != null) {
            current.handle(socket, id, null, new Request.Leave(""));
        }
    }

    private static RequestException gone() {
        return new RequestException(ErrorCode.BAD_REQUEST, "The peer is not in the room");
    }

    private void failPending() {
        for (String requestId : List.copyOf(pending.keySet())) {
            CompletableFuture<Reply> answer = pending.remove(requestId);
            if (answer != null) {
                answer.completeExceptionally(gone());
            }
        }
    }

    private void onNotice(Notification notification) {
        if (ended) {
            return;
        }
        if (entry.isDone()) {
            listener.onNotification(notification);
        } else if (notification instanceof Notification.PeerList others) {
            entry.complete(new Entry.Joined(this, others));
        }
    }

    private void onAnswer(RequestId requestId, Reply reply) {
        CompletableFuture<Reply> answer = pending.remove(requestId.text());
        if (answer != null) {
            answer.complete(reply);
        }
    }

    private void onFailure(@Nullable RequestId requestId, ErrorCode code, String reason) {
        if (JOIN.equals(requestId)) {
            entry.complete(new Entry.Refused(code, reason));
            leave();
            return;
        }
        CompletableFuture<Reply> answer =
                requestId == null ? null : pending.remove(requestId.text());
        if (answer != null) {
            answer.completeExceptionally(new RequestException(code, reason));
        }
    }

    private void onClosed(ClientSocket.CloseReason reason) {
        boolean surprise = !ended;
        ended = true;
        entry.complete(new Entry.Refused(ErrorCode.INTERNAL, reason.text()));
        failPending();
        if (surprise) {
            listener.onEnded(reason.text());
        }
        RoomSessionRef current = session;
        if (current != null) {
            current.disconnected(socket, id, Disconnect.CLOSED_BY_CLIENT);
        }
    }

    /// What the session takes for the client's WebSocket.
    private final class Socket implements ClientSocket {
        private final String baseUrl;

        Socket(String baseUrl) {
            this.baseUrl = baseUrl;
        }

        @Override
        public Dialect dialect() {
            return Dialect.CURRENT;
        }

        @Override
        public String baseUrl() {
            return baseUrl;
        }

        @Override
        public TransportOptions transportOptions() {
            return new TransportOptions(List.of());
        }

        @Override
        public void send(Outgoing message) {
            switch (message.content()) {
                case Outgoing.Content.Notice(var notification) -> onNotice(notification);
                case Outgoing.Content.Answer(var requestId, var reply) ->
                        onAnswer(requestId, reply);
                case Outgoing.Content.Failure(var requestId, var code, var reason) ->
                        onFailure(requestId, code, reason);
            }
        }

        @Override
        public void close(CloseReason reason) {
            onClosed(reason);
        }
    }
}
