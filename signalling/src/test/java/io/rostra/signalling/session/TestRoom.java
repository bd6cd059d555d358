package io.rostra.signalling.session;

import io.rostra.platform.live.ActiveRooms;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.poll.PollDefinition;
import io.rostra.platform.room.Room;
import io.rostra.platform.template.LiveStreamingKit;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.AppToken;
import io.rostra.sfu.TransportOptions;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.PublisherTransport;
import io.rostra.sfu.subscribe.SubscriberTransport;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A session without media, driven by hand.
final class TestRoom {

    static final Room ROOM =
            new Room(
                    "64f0c0ffee64f0c0ffee64f0",
                    "Demo",
                    "",
                    true,
                    "w1",
                    "t1",
                    Instant.EPOCH,
                    Instant.EPOCH);
    static final String VIEWER = LiveStreamingKit.HLS_VIEWER;
    static final String BROADCASTER = LiveStreamingKit.BROADCASTER;

    final HandDrivenLoop loop = new HandDrivenLoop();
    final ScriptedBroadcasts broadcasts = new ScriptedBroadcasts();
    final ScriptedRecordings recordings = new ScriptedRecordings();
    final ScriptedRestreams restreams = new ScriptedRestreams();
    final RememberingSink memory = new RememberingSink();
    final List<RoomEvent> events = new ArrayList<>();
    final List<String> locked = new ArrayList<>();
    final RoomSession session;
    Template template = LiveStreamingKit.template("t1");
    Optional<ActiveRooms.Snapshot> snapshot = Optional.empty();
    Map<String, PollDefinition> polls = Map.of();
    boolean over;

    TestRoom() {
        this(SessionConfig.DEFAULT);
    }

    TestRoom(SessionConfig config) {
        session =
                new RoomSession(
                        ROOM,
                        new NoMedia(loop),
                        new SessionServices(
                                broadcasts,
                                recordings,
                                restreams,
                                memory,
                                room -> {
                                    locked.add(room.id());
                                    return CompletableFuture.completedFuture(null);
                                },
                                loop,
                                config,
                                "node-1"),
                        new RoomSession.Observer() {
                            @Override
                            public void onChanged(Optional<ActiveRooms.Snapshot> changed) {
                                snapshot = changed;
                            }

                            @Override
                            public void onEvent(RoomEvent event) {
                                events.add(event);
                            }

                            @Override
                            public void onClosed() {
                                over = true;
                            }
                        });
    }

    /// The same room after a crash of the process, with what was on the disk.
    TestRoom afterCrash() {
        var room = new TestRoom();
        room.template = template;
        room.memory.entries.putAll(memory.entries);
        room.session.resume(new Kept(memory.entries), template);
        return room;
    }

    static AppToken token(String userId, String role) {
        return new AppToken(
                "token of " + userId, "w1", ROOM.id(), userId, role, Instant.EPOCH.plusSeconds(60));
    }

    RecordingSocket connect(String peerId, String role) throws RequestException {
        return connect(peerId, role, new RecordingSocket());
    }

    RecordingSocket connect(String peerId, String role, RecordingSocket socket)
            throws RequestException {
        return connect(peerId, token("user-" + peerId, role), false, socket);
    }

    RecordingSocket connect(String peerId, AppToken token, boolean expired, RecordingSocket socket)
            throws RequestException {
        session.connect(new Arrival(peerId, token, expired, ROOM, template, polls, socket));
        return socket;
    }

    RecordingSocket join(String peerId, String role) throws RequestException {
        return join(peerId, role, new RecordingSocket());
    }

    RecordingSocket join(String peerId, String role, RecordingSocket socket)
            throws RequestException {
        connect(peerId, role, socket);
        request(socket, peerId, new Request.Join("Name of " + peerId, "", true, null));
        return socket;
    }

    void request(RecordingSocket socket, String peerId, Request request) {
        session.handle(socket, peerId, RequestId.of("1"), request);
    }

    void notify(RecordingSocket socket, String peerId, Request request) {
        session.handle(socket, peerId, null, request);
    }

    void leave(RecordingSocket socket, String peerId) {
        notify(socket, peerId, new Request.Leave(""));
    }

    boolean handRaised(String peerId) {
        Peer peer = session.roster().find(peerId);
        return peer != null && peer.handRaised();
    }

    void advance(long seconds) {
        loop.advance(Duration.ofSeconds(seconds));
    }

    private record NoMedia(EventLoop loop) implements RoomMedia {
        @Override
        public PublisherTransport openPublisher(
                String peerId, TransportOptions options, PublisherTransport.Listener listener) {
            throw new IllegalStateException("This room has no media");
        }

        @Override
        public SubscriberTransport openSubscriber(
                String peerId, TransportOptions options, SubscriberTransport.Listener listener) {
            throw new IllegalStateException("This room has no media");
        }

        @Override
        public void close() {}
    }
}
