package io.rostra.signalling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.token.AppToken;
import io.rostra.sfu.Router;
import io.rostra.sfu.TransportOptions;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.NegotiationException;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.PublisherTransport;
import io.rostra.sfu.publish.TrackDescription;
import io.rostra.signalling.external.Entry;
import io.rostra.signalling.external.ExternalPeer;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.signalling.rpc.Reply;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.Request.Recipients;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.Track;
import io.rostra.signalling.session.SessionConfig;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Peers of another protocol beside one that speaks the SDKs'.
class ExternalPeerTest {

    private static final long PATIENCE_SECONDS = 10;

    private TestServer server;

    private TestServer start() throws Exception {
        server = new TestServer();
        return server;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// Keeps what it is told.
    private static final class Diary implements ExternalPeer.Listener {
        private final BlockingQueue<Notification> notifications = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> ended = new CompletableFuture<>();

        @Override
        public void onNotification(Notification notification) {
            notifications.add(notification);
        }

        @Override
        public void onEnded(String reason) {
            ended.complete(reason);
        }

        /// The next notification of this kind, passing over others.
        <T extends Notification> T next(Class<T> kind) throws Exception {
            for (; ; ) {
                Notification next = notifications.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(next).as(kind.getSimpleName()).isNotNull();
                if (kind.isInstance(next)) {
                    return kind.cast(next);
                }
            }
        }
    }

    private static AppToken token(String room, String role) {
        return new AppToken(room + "/user/" + role, "w1", room, "user", role, Instant.MAX);
    }

    private Entry enter(String id, AppToken token, Diary diary) throws Exception {
        return server.signalling
                .externalPeers()
                .join(token, id, "Name of " + id, "http://localhost", diary)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Entry.Joined joined(String id, String role, Diary diary) throws Exception {
        return (Entry.Joined) enter(id, token(TestServer.ROOM, role), diary);
    }

    private static <T> T answer(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void seesAndIsSeen() throws Exception {
        start();
        try (var ada =
                new TestClient(server, "ada", TestServer.ROOM + "/u/hls-viewer").join("Ada")) {
            var diary = new Diary();
            Entry.Joined entry = joined("sio", "hls-viewer", diary);

            assertThat(entry.others().peers()).extracting(PeerView::name).containsExactly("Ada");
            JsonNode seen = ada.next("on-peer-join");
            assertThat(seen.path("peer_id").asText()).isEqualTo("sio");
            assertThat(seen.path("info").path("name").asText()).isEqualTo("Name of sio");
            assertThat(seen.path("role").asText()).isEqualTo("hls-viewer");

            entry.peer().leave();
            assertThat(ada.next("on-peer-leave").path("peer_id").asText()).isEqualTo("sio");

            var again = new Diary();
            joined("sio", "hls-viewer", again);
            ada.next("on-peer-join");
            ada.send("{\"method\":\"leave\",\"params\":{}}");
            assertThat(again.next(Notification.PeerLeave.class).peer().peerId()).isEqualTo("ada");
            assertThat(diary.notifications).isEmpty();
            assertThat(diary.ended).as("it left by itself").isNotDone();
        }
    }

    @Test
    void chatsBothWays() throws Exception {
        start();
        try (var ada =
                new TestClient(server, "ada", TestServer.ROOM + "/u/hls-viewer").join("Ada")) {
            var diary = new Diary();
            ExternalPeer peer = joined("sio", "hls-viewer", diary).peer();

            Reply reply =
                    answer(
                            peer.request(
                                    new Request.Broadcast(
                                            "hello", "chat", new Recipients.Everyone())));
            assertThat(reply).isInstanceOf(Reply.Sent.class);
            JsonNode heard = ada.next("on-broadcast");
            assertThat(heard.path("info").path("message").asText()).isEqualTo("hello");
            assertThat(heard.path("peer").path("peer_id").asText()).isEqualTo("sio");

            ada.send(
                    """
                    {"method":"broadcast","params":{"info":{"message":"only you","type":"chat"},\
                    "peer_id":"sio"},"id":"b","jsonrpc":"2.0"}\
                    """);
            Notification.Broadcast direct = diary.next(Notification.Broadcast.class);
            assertThat(direct.message()).isEqualTo("only you");
            assertThat(direct.direct()).isTrue();

            assertThatThrownBy(() ->
                            answer(
                                    peer.request(
                                            new Request.Broadcast(
                                                    "x", "chat", new Recipients.OnePeer("none")))))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
            int limit = SessionConfig.DEFAULT.maxMessageLength();
            assertThatThrownBy(() ->
                            answer(
                                    peer.request(
                                            new Request.Broadcast(
                                                    "x".repeat(limit + 1),
                                                    "chat",
                                                    new Recipients.Everyone()))))
                    .hasMessageContaining("characters");
        }
    }

    @Test
    void isRefusedLikeEverybodyElse() throws Exception {
        start();
        assertRefused(token(TestServer.DISABLED_ROOM, "hls-viewer"), ErrorCode.FORBIDDEN);
        assertRefused(token(TestServer.FOREIGN_ROOM, "hls-viewer"), ErrorCode.BAD_REQUEST);
        assertRefused(token("nowhere", "hls-viewer"), ErrorCode.BAD_REQUEST);
        assertRefused(token(TestServer.ROOM, "king"), ErrorCode.FORBIDDEN);
        assertThat(server.signalling.activeRooms().find(TestServer.ROOM)).isEmpty();
    }

    private void assertRefused(AppToken token, ErrorCode code) throws Exception {
        assertThat(enter("sio", token, new Diary()))
                .isInstanceOfSatisfying(
                        Entry.Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void aTooLongNameIsRefusedAndLeavesNobodyBehind() throws Exception {
        start();
        Entry entry =
                server.signalling
                        .externalPeers()
                        .join(
                                token(TestServer.ROOM, "hls-viewer"),
                                "sio",
                                "x".repeat(10_000),
                                "",
                                new Diary())
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(entry).isInstanceOf(Entry.Refused.class);
        assertThat(enter("sio", token(TestServer.ROOM, "hls-viewer"), new Diary()))
                .isInstanceOf(Entry.Joined.class);
    }

    @Test
    void hearsThatAnotherClientTookItsPlaceAndThatTheServerStops() throws Exception {
        start();
        var first = new Diary();
        ExternalPeer replaced = joined("sio", "hls-viewer", first).peer();
        var second = new Diary();
        joined("sio", "hls-viewer", second);
        assertThat(answer(first.ended)).contains("replaced");
        assertThatThrownBy(() ->
                        answer(
                                replaced.request(
                                        new Request.Broadcast(
                                                "x", "chat", new Recipients.Everyone()))))
                .hasMessageContaining("not in the room");

        server.signalling.close();
        assertThat(answer(second.ended)).contains("restarts");
        assertThat(enter("late", token(TestServer.ROOM, "hls-viewer"), new Diary()))
                .isInstanceOf(Entry.Refused.class);
    }

    @Test
    void tracksThatReachTheRouterInAnotherWayAreAnnouncedAndOffered() throws Exception {
        start();
        try (var bo = new TestClient(server, "bo", TestServer.ROOM + "/u/broadcaster")) {
            bo.next("on-policy-change");
            bo.send(
                    """
                    {"method":"join","params":{"name":"Bo","offer":{"type":"offer","sdp":%s}},\
                    "id":"j","jsonrpc":"2.0"}\
                    """
                            .formatted(quoted(Sdp.channelOffer())));
            bo.next("peer-list");
            answerOffer(bo, bo.next("offer").path("sdp").asText());
            var diary = new Diary();
            ExternalPeer peer = joined("sio", "broadcaster", diary).peer();
            PublishedTrack media = track("sio", "t1");
            var track = new Track("t1", "s1", MediaKind.AUDIO, "regular", false, "");

            answer(peer.publish(track, media));
            JsonNode added = bo.next("on-track-add");
            assertThat(added.path("peer").path("peer_id").asText()).isEqualTo("sio");
            assertThat(added.path("tracks").has("t1")).isTrue();
            assertThat(bo.next("offer").path("sdp").asText()).contains("m=audio", "a=msid:s1 t1");

            var late = new Diary();
            assertThat(joined("late", "broadcaster", late).others().peers())
                    .filteredOn(view -> view.peerId().equals("sio"))
                    .singleElement()
                    .satisfies(view -> assertThat(view.tracks()).containsExactly(track));

            peer.unpublish("t1");
            assertThat(bo.next("on-track-remove").path("tracks").has("t1")).isTrue();

            ExternalPeer viewer = joined("viewer", "hls-viewer", new Diary()).peer();
            assertThatThrownBy(() -> answer(viewer.publish(track, media)))
                    .hasMessageContaining("may not publish audio");
            bo.assertNoneYet("on-track-add");
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\r\n", "\\r\\n") + '"';
    }

    private static void answerOffer(TestClient client, String offer) throws Exception {
        client.send(
                """
                {"method":"answer","params":{"desc":{"type":"answer","sdp":%s}}}\
                """
                        .formatted(quoted(Sdp.answerTo(offer))));
    }

    /// A track in the room's router, by a transport that no peer has.
    private PublishedTrack track(String peerId, String trackId) throws Exception {
        Router router = server.sfu().findRouter(TestServer.ROOM).orElseThrow();
        var published = new CompletableFuture<PublishedTrack>();
        return answer(
                router.loop()
                        .call(() -> {
                            PublisherTransport transport =
                                    router.openPublisher(
                                            peerId,
                                            new TransportOptions(List.of("127.0.0.1")),
                                            new Catch(published));
                            try {
                                transport.answer(
                                        Sdp.audioOffer("s1", trackId),
                                        List.of(
                                                new TrackDescription(
                                                        trackId, "s1", MediaKind.AUDIO)));
                            } catch (NegotiationException e) {
                                published.completeExceptionally(e);
                            }
                            return published;
                        })
                        .thenCompose(track -> track));
    }

    private record Catch(CompletableFuture<PublishedTrack> published)
            implements PublisherTransport.Listener {
        @Override
        public void onTrackPublished(PublishedTrack track) {
            published.complete(track);
        }

        @Override
        public void onTrackUnpublished(PublishedTrack track) {}

        @Override
        public void onConnectedChanged(boolean connected) {}
    }
}
