package io.rostra.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.signalling.session.SessionConfig;
import io.rostra.signalling.ws.KeepAlive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketTest {

    private static final String VIEWER = TestServer.ROOM + "/u1/hls-viewer";
    private static final String OTHER_VIEWER = TestServer.ROOM + "/u2/hls-viewer";
    private static final String BROADCASTER = TestServer.ROOM + "/u3/broadcaster";

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(config(Duration.ofSeconds(75)));
    }

    private static SignallingConfig config(Duration grace) {
        return new SignallingConfig(
                null,
                List.of(),
                new SessionConfig(50, 20, 65_536, 100, grace, Duration.ofMillis(50)));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void viewersJoinChatAndLeave() throws Exception {
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada");
                var bo = new TestClient(server, "bo", OTHER_VIEWER).join("Bo")) {
            assertThat(ada.next("on-peer-join").path("info").path("name").asText()).isEqualTo("Bo");
            ada.send(
                    """
                    {"method":"broadcast","params":{"info":{"message":"hé 🎥"}},"id":"m1"}\
                    """);
            JsonNode sent = ada.next("result");
            JsonNode received = bo.next("on-broadcast");
            assertThat(received.path("info").path("message").asText()).isEqualTo("hé 🎥");
            assertThat(received.path("message_id")).isEqualTo(sent.path("message_id"));
            bo.send(
                    """
                    {"method":"leave","params":{"client_reason":"user request"}}\
                    """);
            assertThat(bo.awaitClose()).isEqualTo(1000);
            assertThat(ada.next("on-peer-leave").path("peer_id").asText()).isEqualTo("bo");
            assertThat(server.signalling.activeRooms().find(TestServer.ROOM))
                    .hasValueSatisfying(room -> assertThat(room.peerCount()).isEqualTo(1));
        }
    }

    @Test
    void requestsSentBeforeAdmissionAreNotLost() throws Exception {
        try (var ada = new TestClient(server, "ada", VIEWER)) {
            ada.send("{\"method\":\"ping\",\"params\":{\"timestamp\":1},\"id\":\"p1\"}");
            ada.next("on-policy-change");
            assertThat(ada.next("result").path("timestamp").asLong()).isPositive();
        }
    }

    @Test
    void bothPathsAndDialectsAreServed() throws Exception {
        try (var old =
                new TestClient(
                        "ws://" + server.authority() + "/v2/ws?peer=old&token=" + BROADCASTER)) {
            old.join("Old");
            old.send("{\"method\":\"hls-start\",\"params\":{},\"id\":\"h\"}");
            old.next("result");
            server.awaitBroadcast(TestServer.ROOM).onPlayable("/hls/x/master.m3u8", Instant.EPOCH);
            assertThat(old.next("on-hls-start").path("variants").path(0).path("url").asText())
                    .isEqualTo("http://" + server.authority() + "/hls/x/master.m3u8");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ada, '', 401",
        "ada, nonsense, 401",
        "ada, expired/room1/u1/hls-viewer, 401",
        "ada, nowhere/u1/hls-viewer, 400",
        "ada, room2/u1/hls-viewer, 403",
        "ada, room3/u1/hls-viewer, 400",
        "ada, room1/u1/king, 403",
        "'', room1/u1/hls-viewer, 400",
        "'a b', room1/u1/hls-viewer, 400"
    })
    void whoMayNotComeInIsToldAndShownOut(String peer, String token, int code) throws Exception {
        try (var client = new TestClient(server, peer, token)) {
            JsonNode error = client.next("on-error");
            assertThat(error.path("code").asInt()).isEqualTo(code);
            assertThat(error.path("message").asText()).isNotBlank();
            assertThat(client.awaitClose()).isEqualTo(1008);
        }
        assertThat(server.signalling.activeRooms().find(TestServer.ROOM)).isEmpty();
    }

    @Test
    void strangerWithSomebodyElsesPeerIdIsShownOut() throws Exception {
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada");
                var mallory = new TestClient(server, "ada", OTHER_VIEWER)) {
            assertThat(mallory.next("on-error").path("code").asInt()).isEqualTo(403);
            assertThat(mallory.awaitClose()).isEqualTo(1008);
            ada.assertNoneYet("on-error");
        }
    }

    @Test
    void returningClientReplacesItsOldSocket() throws Exception {
        try (var bo = new TestClient(server, "bo", OTHER_VIEWER).join("Bo");
                var old = new TestClient(server, "ada", VIEWER).join("Ada");
                var fresh = new TestClient(server, "ada", VIEWER)) {
            assertThat(fresh.next("peer-list").path("peers").has("bo")).isTrue();
            assertThat(old.awaitClose()).isEqualTo(1000);
            bo.assertNoneYet("on-peer-leave");
        }
    }

    @Test
    void whatTheClientHasReadIsNotSentAgain() throws Exception {
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada")) {
            var bo = new TestClient(server, "bo", OTHER_VIEWER).join("Bo");
            ada.send(chat("read"));
            bo.next("on-broadcast");
            // The echo of the ping behind the message is here before the answer to what follows it.
            for (int i = 0; i < 3; i++) {
                bo.send("{\"method\":\"ping\",\"params\":{},\"id\":\"p\"}");
                bo.next("result");
            }
            bo.drop();
            ada.send(chat("missed"));
            ada.next("result");
            ada.next("result");
            try (var again = new TestClient(server, "bo", OTHER_VIEWER)) {
                assertThat(again.next("on-broadcast").at("/info/message").asText())
                        .isEqualTo("missed");
                again.assertNoneYet("on-broadcast");
            }
        }
    }

    private static String chat(String text) {
        return "{\"method\":\"broadcast\",\"params\":{\"info\":{\"message\":\""
                + text
                + "\"}},\"id\":\"m\"}";
    }

    @Test
    void droppedConnectionKeepsItsPlaceAndClosedTabDoesNot() throws Exception {
        try (var bo = new TestClient(server, "bo", OTHER_VIEWER).join("Bo")) {
            var dropped = new TestClient(server, "dropped", VIEWER).join("Ada");
            var closed =
                    new TestClient(server, "closed", TestServer.ROOM + "/u4/hls-viewer").join("Cy");
            dropped.drop();
            closed.close(1001);
            assertThat(bo.next("on-peer-leave").path("peer_id").asText()).isEqualTo("closed");
            assertThat(server.signalling.activeRooms().find(TestServer.ROOM))
                    .hasValueSatisfying(room -> assertThat(room.peerCount()).isEqualTo(2));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "not json;400",
                "{\"method\":\"join\",\"params\":{\"name\":7},\"id\":\"a\"};400",
                "{\"method\":\"offer\",\"params\":{},\"id\":\"a\"};400",
                "{\"method\":\"hls-start\",\"params\":{},\"id\":\"a\"};403",
                "{\"method\":\"role-change-request\",\"params\":{},\"id\":\"a\"};400",
                "{\"method\":\"end-room\",\"params\":{},\"id\":\"a\"};403",
                "{\"method\":\"fly\",\"params\":{},\"id\":\"a\"};404"
            })
    void badRequestGetsAnErrorAndNobodyElseNotices(String text, int code) throws Exception {
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada");
                var bo = new TestClient(server, "bo", OTHER_VIEWER).join("Bo")) {
            ada.send(text);
            assertThat(ada.next("error").path("code").asInt()).isEqualTo(code);
            ada.assertNoneYet("on-error");
            bo.assertNoneYet("on-peer-leave");
        }
    }

    @Test
    void hugeFrameCostsOnlyItsOwnSocket() throws Exception {
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada");
                var bo = new TestClient(server, "bo", OTHER_VIEWER).join("Bo")) {
            try {
                ada.send("x".repeat(2 << 20));
            } catch (java.util.concurrent.ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(java.io.IOException.class);
            }
            assertThat(ada.awaitClose()).isIn(1006, 1009);
            bo.assertNoneYet("on-peer-leave");
        }
    }

    @Test
    void hugeMessageInManyFramesCostsOnlyItsOwnSocket() throws Exception {
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada");
                var bo = new TestClient(server, "bo", OTHER_VIEWER).join("Bo")) {
            String part = "x".repeat(100_000);
            try {
                for (int i = 0; i < 40 && ada.open(); i++) {
                    ada.socket().sendText(part, false).get();
                }
            } catch (java.util.concurrent.ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(java.io.IOException.class);
            }
            assertThat(ada.awaitClose()).isIn(1006, 1009);
            bo.assertNoneYet("on-peer-leave");
        }
    }

    @Test
    void messageJustBelowTheLimitIsRead() throws Exception {
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada")) {
            String text =
                    """
                    {"method":"broadcast","params":{"info":{"message":"%s"}},"id":"m"}\
                    """
                            .formatted("x".repeat(1_000_000));
            ada.send(text);
            assertThat(ada.next("error").path("code").asInt()).isEqualTo(413);
        }
    }

    @Test
    void binaryMessagesAreIgnored() throws Exception {
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada")) {
            ada.sendBinary(new byte[5000]);
            ada.assertNoneYet("on-error");
        }
    }

    @Test
    void floodIsThrottledThenThrownOut() throws Exception {
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada")) {
            try {
                for (int i = 0; i < 3000 && ada.open(); i++) {
                    ada.send("{\"method\":\"ping\",\"params\":{},\"id\":\"" + i + "\"}");
                }
            } catch (java.util.concurrent.ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(java.io.IOException.class);
            }
            assertThat(ada.next("error").path("code").asInt()).isEqualTo(429);
            assertThat(ada.next("on-error").path("code").asInt()).isEqualTo(429);
            assertThat(ada.awaitClose()).isIn(1006, 1008);
        }
    }

    @Test
    void clientThatDoesNotReadLosesItsSocket() throws Exception {
        server.close();
        server = new TestServer(config(Duration.ofMillis(50)));
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada");
                var deaf = new RawWebSocket(server, "deaf", OTHER_VIEWER).join()) {
            assertThat(ada.next("on-peer-join").path("peer_id").asText()).isEqualTo("deaf");
            String chat =
                    """
                    {"method":"broadcast","params":{"info":{"message":"%s"}},"id":"m"}\
                    """
                            .formatted("x".repeat(65_000));
            // One alone may not say so much.
            for (int i = 0; i < 17; i++) {
                try (var speaker = new TestClient(server, "speaker" + i, VIEWER).join("Bo")) {
                    for (int j = 0; j < 15; j++) {
                        speaker.send(chat);
                        speaker.next("result");
                    }
                }
            }
            String gone;
            do {
                gone = ada.next("on-peer-leave").path("peer_id").asText();
            } while (gone.startsWith("speaker"));
            assertThat(gone).isEqualTo("deaf");
            ada.assertNoneYet("on-error");
        }
    }

    @Test
    void roomOpensAgainAsSoonAsItsLastPeerHasLeft() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (var ada = new TestClient(server, "ada" + i, VIEWER).join("Ada")) {
                ada.send("{\"method\":\"leave\",\"params\":{}}");
                try (var bo = new TestClient(server, "bo" + i, OTHER_VIEWER).join("Bo")) {
                    assertThat(server.signalling.activeRooms().find(TestServer.ROOM)).isPresent();
                    bo.send("{\"method\":\"leave\",\"params\":{}}");
                    assertThat(bo.awaitClose()).isEqualTo(1000);
                }
            }
        }
    }

    @Test
    void silentConnectionIsGivenUp() throws Exception {
        server.close();
        server =
                new TestServer(
                        config(Duration.ofMillis(50)),
                        new KeepAlive(Duration.ofMillis(100), Duration.ofSeconds(1)));
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada");
                var mute = new RawWebSocket(server, "mute", OTHER_VIEWER).join()) {
            ada.next("on-peer-join");
            assertThat(ada.next("on-peer-leave").path("peer_id").asText()).isEqualTo("mute");
            assertThat(ada.open()).as("it answers pings").isTrue();
            mute.close();
        }
    }

    @Test
    void socketClosedWithoutCodeIsADropNotAFarewell() throws Exception {
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada");
                var bo = new RawWebSocket(server, "bo", OTHER_VIEWER).join()) {
            ada.next("on-peer-join");
            bo.closeWithoutCode();
            var cy = new TestClient(server, "cy", TestServer.ROOM + "/u4/hls-viewer").join("Cy");
            cy.close(1001);
            assertThat(ada.next("on-peer-leave").path("peer_id").asText()).isEqualTo("cy");
            ada.assertNoneYet("on-peer-leave");
        }
    }

    @Test
    void stoppingServerSaysSo() throws Exception {
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada")) {
            server.signalling.close();
            assertThat(ada.awaitClose()).isEqualTo(1012);
        }
        try (var late = new TestClient(server, "late", VIEWER)) {
            assertThat(late.awaitClose()).isEqualTo(1012);
        }
    }
}
