package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.live.Broadcasts;
import io.rostra.signalling.rpc.Request;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveStreamTest {

    private static final String START = "start " + TestRoom.ROOM.id();
    private static final String STOP = "stop " + TestRoom.ROOM.id();

    private final TestRoom room = new TestRoom();
    private RecordingSocket ada;
    private RecordingSocket bo;

    @BeforeEach
    void bothJoin() throws Exception {
        ada = room.join("ada", BROADCASTER);
        bo = room.join("bo", VIEWER, new RecordingSocket(Dialect.CURRENT, "http://192.0.2.7:8080"));
        ada.drain();
        bo.drain();
    }

    private void start() {
        room.request(ada, "ada", new Request.HlsStart());
    }

    private void stop() {
        room.request(ada, "ada", new Request.HlsStop());
    }

    private void playable() {
        room.broadcasts.listener.onPlayable("/hls/r/1/master.m3u8", Instant.ofEpochMilli(9000));
        room.loop.run();
    }

    private void stopped() {
        room.broadcasts.listener.onStopped();
        room.loop.run();
    }

    private static String url(JsonNode update) {
        return update.path("variants").path(0).path("url").asText();
    }

    private static String state(JsonNode update) {
        return update.path("variants").path(0).path("state").asText();
    }

    @Test
    void goesThroughInitialisedToStartedWithTheUrlByWhichEachPeerCame() {
        start();
        assertThat(room.broadcasts.calls).containsExactly(START);
        JsonNode first = ada.last("on-hls-update");
        assertThat(state(first)).isEqualTo("initialised");
        assertThat(url(first)).isEmpty();
        assertThat(ada.drain()).containsExactly("result", "on-hls-update");
        assertThat(bo.drain()).containsExactly("on-hls-update");

        playable();
        assertThat(state(ada.last("on-hls-update"))).isEqualTo("started");
        assertThat(url(ada.last("on-hls-update")))
                .isEqualTo("https://live.example.org/hls/r/1/master.m3u8");
        assertThat(url(bo.last("on-hls-update")))
                .isEqualTo("http://192.0.2.7:8080/hls/r/1/master.m3u8");
        assertThat(room.snapshot.orElseThrow().live()).isTrue();

        stop();
        assertThat(room.broadcasts.calls).containsExactly(START, STOP);
        assertThat(bo.last("on-hls-update").toString())
                .isEqualTo("{\"enabled\":false,\"variants\":[]}");
        assertThat(room.snapshot.orElseThrow().live()).isFalse();
        bo.drain();
        stopped();
        assertThat(bo.drain()).as("clients know already").isEmpty();
    }

    @Test
    void viewerMayNeitherStartNorStop() {
        room.request(bo, "bo", new Request.HlsStart());
        assertThat(bo.last("error").path("code").asInt()).isEqualTo(403);
        start();
        bo.drain();
        room.request(bo, "bo", new Request.HlsStop());
        assertThat(bo.last("error").path("code").asInt()).isEqualTo(403);
        assertThat(room.broadcasts.calls).containsExactly(START);
    }

    @Test
    void repeatedRequestsAreAnsweredAndChangeNothing() {
        stop();
        assertThat(ada.drain()).containsExactly("result");
        start();
        ada.drain();
        start();
        assertThat(ada.drain()).containsExactly("result");
        playable();
        ada.drain();
        start();
        assertThat(ada.drain()).containsExactly("result");
        assertThat(room.broadcasts.calls).containsExactly(START);
    }

    @Test
    void restartWaitsForTheEndOfTheLastBroadcast() {
        start();
        playable();
        Broadcasts.Listener firstRun = room.broadcasts.listener;
        stop();
        start();
        assertThat(room.broadcasts.calls).containsExactly(START, STOP);
        assertThat(state(bo.last("on-hls-update"))).isEqualTo("initialised");
        stopped();
        assertThat(room.broadcasts.calls).containsExactly(START, STOP, START);
        playable();
        assertThat(state(bo.last("on-hls-update"))).isEqualTo("started");
        bo.drain();
        firstRun.onStopped();
        room.loop.run();
        assertThat(bo.drain()).as("an old run is not heard any more").isEmpty();
    }

    @Test
    void secondThoughtsDuringRestart() {
        start();
        stop();
        start();
        stop();
        assertThat(bo.last("on-hls-update").path("enabled").asBoolean()).isFalse();
        stopped();
        assertThat(room.broadcasts.calls).containsExactly(START, STOP);
    }

    @Test
    void failureIsToldWithItsReason() {
        start();
        room.broadcasts.listener.onFailed(500, "encoder broke");
        room.loop.run();
        JsonNode update = bo.last("on-hls-update");
        assertThat(update.path("enabled").asBoolean()).isFalse();
        assertThat(update.path("error").path("message").asText()).isEqualTo("encoder broke");
        start();
        assertThat(room.broadcasts.calls).containsExactly(START, START);
    }

    @Test
    void lateJoinerFindsItInThePeerList() throws Exception {
        start();
        playable();
        RecordingSocket cy = room.join("cy", VIEWER);
        JsonNode hls = cy.last("peer-list").path("room").path("streaming").path("hls");
        assertThat(hls.path("enabled").asBoolean()).isTrue();
        assertThat(url(hls)).isEqualTo("https://live.example.org/hls/r/1/master.m3u8");
    }

    @Test
    void endsWhenNobodyIsLeftWhoMayPublish() throws Exception {
        RecordingSocket cy = room.join("cy", BROADCASTER);
        start();
        playable();
        room.leave(ada, "ada");
        assertThat(room.broadcasts.calls).containsExactly(START);
        room.session.disconnected(cy, "cy", Disconnect.LOST);
        room.advance(74);
        assertThat(room.broadcasts.calls).containsExactly(START);
        room.advance(2);
        assertThat(room.broadcasts.calls).containsExactly(START, STOP);
        assertThat(bo.last("on-hls-update").path("enabled").asBoolean()).isFalse();
    }

    @Test
    void stopJustBeforeLeaveIsObeyed() {
        start();
        playable();
        stop();
        room.leave(ada, "ada");
        assertThat(room.broadcasts.calls).containsExactly(START, STOP);
    }

    @Test
    void sessionWaitsForTheEndOfItsBroadcast() {
        start();
        room.leave(bo, "bo");
        room.leave(ada, "ada");
        assertThat(room.over).isFalse();
        stopped();
        assertThat(room.over).isTrue();
    }

    @Test
    void legacyClientsHearOfItInTheirOwnWords() throws Exception {
        RecordingSocket old =
                room.join("old", VIEWER, new RecordingSocket(Dialect.LEGACY, "http://h"));
        old.drain();
        start();
        assertThat(old.count("on-hls-start")).isZero();
        playable();
        assertThat(url(old.last("on-hls-start"))).isEqualTo("http://h/hls/r/1/master.m3u8");
        stop();
        assertThat(old.count("on-hls-stop")).isPositive();
        RecordingSocket late =
                room.join("late", VIEWER, new RecordingSocket(Dialect.LEGACY, "http://h"));
        start();
        RecordingSocket later =
                room.join("later", VIEWER, new RecordingSocket(Dialect.LEGACY, "http://h"));
        for (RecordingSocket socket : new RecordingSocket[] {late, later}) {
            assertThat(
                            socket.last("peer-list")
                                    .path("room")
                                    .path("streaming")
                                    .path("hls")
                                    .path("enabled")
                                    .asBoolean())
                    .isFalse();
        }
    }
}
