package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.signalling.rpc.JsonText;
import io.rostra.signalling.rpc.MetadataRequest;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.Request.Recipients;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatRulesTest {

    private final TestRoom room = new TestRoom();
    private RecordingSocket host;
    private RecordingSocket bo;
    private RecordingSocket cy;

    @BeforeEach
    void everybodyJoins() throws Exception {
        host = room.join("host", BROADCASTER);
        bo = room.join("bo", VIEWER);
        cy = room.join("cy", VIEWER);
        List.of(host, bo, cy).forEach(RecordingSocket::drain);
    }

    private JsonNode send(RecordingSocket from, String id, String type, String message) {
        from.drain();
        room.request(from, id, new Request.Broadcast(message, type, new Recipients.Everyone()));
        JsonNode reply = from.take().getFirst();
        return reply.has("error") ? reply.path("error") : reply.path("result");
    }

    private String say(RecordingSocket from, String id, String text) {
        return send(from, id, "chat", text).path("message_id").asText();
    }

    private JsonNode slow(RecordingSocket from, String id, String json) {
        from.drain();
        room.request(
                from, id, new MetadataRequest.Set(ChatRules.SLOW_MODE, new JsonText(json), null));
        JsonNode reply = from.take().getFirst();
        return reply.has("error") ? reply.path("error") : reply.path("result");
    }

    @Test
    void whatAHostDeletesIsGoneForThoseWhoComeBack() throws Exception {
        String spam = say(bo, "bo", "spam");
        say(bo, "bo", "more");
        room.session.disconnected(cy, "cy", Disconnect.LOST);
        send(host, "host", ChatEntry.DELETION, spam);
        assertThat(bo.messages()).as("others are told, too").contains(spam);
        assertThat(room.connect("cy", VIEWER).messages()).containsExactly("more", spam);
    }

    @Test
    void everybodyDeletesOwnMessagesAndOnlyHostsThoseOfOthers() {
        String own = say(bo, "bo", "oops");
        assertThat(send(cy, "cy", ChatEntry.DELETION, own).path("code").asInt()).isEqualTo(403);
        assertThat(send(cy, "cy", ChatEntry.DELETION, "no id").path("code").asInt()).isEqualTo(403);
        assertThat(send(bo, "bo", ChatEntry.DELETION, own).has("message_id")).isTrue();
    }

    @Test
    void aDeletionIsForEverybody() {
        String spam = say(bo, "bo", "spam");
        host.drain();
        room.request(
                host,
                "host",
                new Request.Broadcast(spam, ChatEntry.DELETION, new Recipients.OnePeer("cy")));
        assertThat(host.last("error").path("code").asInt()).isEqualTo(400);
    }

    @Test
    void slowModeMakesEverybodyButHostsWait() {
        assertThat(slow(host, "host", "10").path("change_version").asLong()).isEqualTo(1);
        say(bo, "bo", "one");
        room.advance(4);
        JsonNode refused = send(bo, "bo", "chat", "two");
        assertThat(refused.path("code").asInt()).isEqualTo(403);
        assertThat(refused.path("message").asText()).contains("Slow mode").contains("6 s");
        assertThat(say(cy, "cy", "others have turns of their own")).isNotEmpty();
        assertThat(say(host, "host", "one")).isNotEmpty();
        assertThat(say(host, "host", "two")).isNotEmpty();
        room.advance(6);
        assertThat(say(bo, "bo", "two")).isNotEmpty();
        slow(host, "host", "0");
        assertThat(say(bo, "bo", "three")).isNotEmpty();
    }

    @Test
    void onlyHostsMakeTheChatSlow() {
        assertThat(slow(bo, "bo", "10").path("code").asInt()).isEqualTo(403);
        for (String nonsense : List.of("-1", "3601", "1.5", "\"10\"", "[]")) {
            assertThat(slow(host, "host", nonsense).path("code").asInt())
                    .as(nonsense)
                    .isEqualTo(400);
        }
    }

    @Test
    void reactionsAreNotKeptAndNoMoreGoRoundThanCanBeSeen() throws Exception {
        room.session.disconnected(cy, "cy", Disconnect.LOST);
        for (int i = 0; i < 100; i++) {
            assertThat(send(host, "host", "EMOJI_REACTION", "heart").has("message_id")).isTrue();
        }
        assertThat(bo.messages()).hasSizeBetween(10, 30);
        assertThat(room.connect("cy", VIEWER).messages()).isEmpty();
    }
}
