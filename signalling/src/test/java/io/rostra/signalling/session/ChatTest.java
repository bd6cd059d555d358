package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.Request.Recipients;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatTest {

    private final TestRoom room = new TestRoom();
    private RecordingSocket ada;
    private RecordingSocket bo;
    private RecordingSocket cy;

    @BeforeEach
    void everybodyJoins() throws Exception {
        ada = room.join("ada", BROADCASTER);
        bo = room.join("bo", VIEWER);
        cy = room.join("cy", BROADCASTER);
        List.of(ada, bo, cy).forEach(RecordingSocket::drain);
    }

    private void send(String message, Recipients recipients) {
        room.request(ada, "ada", new Request.Broadcast(message, "chat", recipients));
    }

    @Test
    void messageReachesEverybodyButItsSender() {
        send("<script>hi</script>", new Recipients.Everyone());
        JsonNode reply = ada.last("result");
        assertThat(ada.drain()).containsExactly("result");
        for (RecordingSocket receiver : List.of(bo, cy)) {
            JsonNode received = receiver.last("on-broadcast");
            assertThat(received.path("message_id")).isEqualTo(reply.path("message_id"));
            assertThat(received.path("timestamp")).isEqualTo(reply.path("timestamp"));
            assertThat(received.path("private").asBoolean()).isFalse();
            assertThat(received.path("info").path("message").asText())
                    .isEqualTo("<script>hi</script>");
            assertThat(received.path("peer").path("info").path("user_id").asText())
                    .isEqualTo("user-ada");
        }
    }

    @Test
    void messageToRolesReachesNobodyElse() {
        send("hi", new Recipients.Roles(List.of(BROADCASTER)));
        assertThat(cy.last("on-broadcast").path("roles").path(0).asText()).isEqualTo(BROADCASTER);
        assertThat(bo.drain()).isEmpty();
        assertThat(ada.drain()).containsExactly("result");
    }

    @Test
    void directMessageReachesOnePeer() {
        send("hi", new Recipients.OnePeer("bo"));
        assertThat(bo.last("on-broadcast").path("private").asBoolean()).isTrue();
        assertThat(cy.drain()).isEmpty();
    }

    @Test
    void directMessageToNobodyIsRefused() throws Exception {
        room.connect("preview", VIEWER);
        send("hi", new Recipients.OnePeer("preview"));
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(404);
    }

    @Test
    void longMessageIsRefused() {
        send("x".repeat(65_537), new Recipients.Everyone());
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(413);
        assertThat(bo.drain()).isEmpty();
        send("x".repeat(65_536), new Recipients.Everyone());
        assertThat(bo.drain()).containsExactly("on-broadcast");
    }

    @Test
    void whatAnAbsentPeerMissedIsNotReplayed() throws Exception {
        room.session.disconnected(bo, "bo", Disconnect.LOST);
        send("hi", new Recipients.Everyone());
        assertThat(room.connect("bo", VIEWER).drain()).doesNotContain("on-broadcast");
    }
}
