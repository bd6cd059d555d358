package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.template.TemplateSettings;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.Request.Recipients;
import java.time.Duration;
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
    void aFloodIsThrottledBeforeItDrownsWhoIsSlow() {
        String words = "x".repeat(60_000);
        for (int i = 0; i < 30; i++) {
            send(words, new Recipients.Everyone());
        }
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(429);
        assertThat(bo.drain()).as("a million characters at once").hasSize(16);
        room.loop.advance(Duration.ofSeconds(1));
        send(words, new Recipients.Everyone());
        assertThat(bo.drain()).containsExactly("on-broadcast");
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
    void whatAnAbsentPeerMissedComesWhenItIsBackAndOnlyOnce() throws Exception {
        send("before", new Recipients.Everyone());
        bo.confirmAll();
        send("on the way when the line broke", new Recipients.Everyone());
        room.session.disconnected(bo, "bo", Disconnect.LOST);
        send("while away", new Recipients.Everyone());
        send("for others", new Recipients.OnePeer("cy"));
        send("for other roles", new Recipients.Roles(List.of(BROADCASTER)));
        send("for bo", new Recipients.OnePeer("bo"));
        RecordingSocket again = room.connect("bo", VIEWER);
        assertThat(again.messages())
                .containsExactly("on the way when the line broke", "while away", "for bo");
        assertThat(again.last("on-broadcast").path("private").asBoolean()).isTrue();

        again.confirmAll();
        RecordingSocket third = room.connect("bo", VIEWER);
        assertThat(third.messages()).isEmpty();
    }

    @Test
    void ownMessagesAreNotReplayed() throws Exception {
        room.session.disconnected(ada, "ada", Disconnect.LOST);
        room.request(bo, "bo", new Request.Broadcast("from bo", "chat", new Recipients.Everyone()));
        RecordingSocket again = room.connect("ada", BROADCASTER);
        assertThat(again.messages()).containsExactly("from bo");
        send("no longer heard", new Recipients.Everyone());
        room.request(
                again, "ada", new Request.Broadcast("mine", "chat", new Recipients.Everyone()));
        again.confirmAll();
        assertThat(room.connect("ada", BROADCASTER).messages()).isEmpty();
    }

    @Test
    void whoJoinsLaterIsNotToldWhatWasSaidBefore() throws Exception {
        send("before", new Recipients.Everyone());
        RecordingSocket late = room.join("late", VIEWER);
        assertThat(late.messages()).isEmpty();
        RecordingSocket again = room.connect("late", VIEWER);
        assertThat(again.messages()).isEmpty();
    }

    private void remember(int messages) {
        TemplateSettings settings = room.template.settings();
        room.template =
                room.template.withSettings(
                        new TemplateSettings(
                                settings.region(),
                                settings.recording(),
                                settings.roomState(),
                                settings.retry(),
                                messages));
        room.session.onTemplateChanged(room.template);
    }

    @Test
    void whoJoinsLaterGetsTheLastMessagesIfTheTemplateSaysSo() throws Exception {
        remember(2);
        send("one", new Recipients.Everyone());
        send("two", new Recipients.Everyone());
        send("three", new Recipients.Everyone());
        RecordingSocket late = room.join("late", VIEWER);
        assertThat(late.messages()).containsExactly("two", "three");
        assertThat(late.drain())
                .as("after the list of people")
                .containsSubsequence("peer-list", "on-broadcast");
        send("four", new Recipients.Everyone());
        assertThat(late.messages()).containsExactly("four");
        room.session.disconnected(late, "late", Disconnect.LOST);
        assertThat(room.connect("late", VIEWER).messages())
                .as("history is not what it missed")
                .containsExactly("four");
    }

    @Test
    void historyHoldsNothingThatWasMeantForOthers() throws Exception {
        remember(500);
        send("for all", new Recipients.Everyone());
        send("for bo", new Recipients.OnePeer("bo"));
        send("for cy", new Recipients.OnePeer("cy"));
        send("for broadcasters", new Recipients.Roles(List.of(BROADCASTER)));
        send("for viewers", new Recipients.Roles(List.of(VIEWER)));
        room.request(
                ada, "ada", new Request.Broadcast("emoji", "EMOJI", new Recipients.Everyone()));
        assertThat(room.join("late", VIEWER).messages()).containsExactly("for all", "for viewers");
        assertThat(room.join("star", BROADCASTER).messages())
                .containsExactly("for all", "for broadcasters");
        room.leave(bo, "bo");
        assertThat(room.join("bo", VIEWER).messages())
                .as("nor who takes the id of somebody who has left")
                .containsExactly("for all", "for viewers");
    }

    @Test
    void historySurvivesARestart() throws Exception {
        remember(10);
        send("before", new Recipients.Everyone());
        room.advance(1);
        TestRoom after = room.afterCrash();
        assertThat(after.join("late", VIEWER).messages()).containsExactly("before");
    }

    @Test
    void aNewSessionBeginsWithoutHistory() throws Exception {
        remember(10);
        send("before", new Recipients.Everyone());
        RecordingSocket preview = room.connect("next", BROADCASTER);
        room.leave(ada, "ada");
        room.leave(bo, "bo");
        room.leave(cy, "cy");
        room.request(preview, "next", new Request.Join("Next", "", true, null));
        assertThat(preview.messages()).isEmpty();
    }

    @Test
    void aLongAbsenceCostsTheOldestMessages() throws Exception {
        room.session.disconnected(bo, "bo", Disconnect.LOST);
        for (int i = 0; i < 600; i++) {
            send("m" + i, new Recipients.Everyone());
        }
        assertThat(room.connect("bo", VIEWER).messages())
                .hasSize(500)
                .startsWith("m100")
                .endsWith("m599");
    }

    @Test
    void whatWasSaidAroundARestartIsReplayedToWhoWasAway() throws Exception {
        send("before", new Recipients.Everyone());
        room.advance(1);
        TestRoom after = room.afterCrash();
        RecordingSocket boAgain = after.connect("bo", VIEWER);
        assertThat(boAgain.messages()).as("seen before the crash").isEmpty();
        after.request(
                boAgain, "bo", new Request.Broadcast("after", "chat", new Recipients.Everyone()));
        assertThat(after.connect("cy", BROADCASTER).messages()).containsExactly("after");
    }
}
