package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.signalling.rpc.JsonText;
import io.rostra.signalling.rpc.MetadataRequest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionMetadataTest {

    private final TestRoom room = new TestRoom();
    private RecordingSocket ada;
    private RecordingSocket vera;

    @BeforeEach
    void everybodyJoins() throws Exception {
        ada = room.join("ada", BROADCASTER);
        vera = room.join("vera", VIEWER);
        List.of(ada, vera).forEach(RecordingSocket::drain);
    }

    private JsonNode set(String key, String json) {
        return set(key, json, null);
    }

    private JsonNode set(String key, String json, Long ifVersion) {
        room.request(
                ada,
                "ada",
                new MetadataRequest.Set(key, json == null ? null : new JsonText(json), ifVersion));
        JsonNode reply = ada.take().getFirst();
        return reply.has("error") ? reply.path("error") : reply.path("result");
    }

    private JsonNode get(String key) {
        room.request(vera, "vera", new MetadataRequest.Get(key));
        return vera.last("result");
    }

    private void listen(String... keys) {
        room.request(vera, "vera", new MetadataRequest.Listen(List.of(keys)));
    }

    @Test
    void whoWasAwayHearsOfWhatWasDeleted() throws Exception {
        set("k", "1");
        listen("k", "never set");
        room.session.disconnected(vera, "vera", Disconnect.LOST);
        set("k", null);
        JsonNode values = room.connect("vera", VIEWER).last("on-metadata-change").path("values");
        assertThat(values).hasSize(1);
        assertThat(values.path(0).path("key").asText()).isEqualTo("k");
        assertThat(values.path(0).path("data").isNull()).isTrue();
    }

    @Test
    void valuesAreKeptAsTheyAreWithVersions() {
        JsonNode first = set("k", "{\"a\":[1,2.50,\"x\"]}");
        assertThat(first.path("data").path("a").path(2).asText()).isEqualTo("x");
        assertThat(first.path("change_version").asLong()).isEqualTo(1);
        assertThat(first.path("updated_at").asLong()).isEqualTo(1_700_000_000_000L);
        assertThat(set("k", "false").path("change_version").asLong()).isEqualTo(2);
        assertThat(get("k").path("data").isBoolean()).isTrue();
        assertThat(get("k").path("updated_by").asText()).isEqualTo("ada");
        assertThat(get("unknown").path("data").isNull()).isTrue();
    }

    @Test
    void observersHearOfTheirKeysAlone() {
        listen("a");
        assertThat(vera.drain()).containsExactly("result");
        set("a", "1");
        set("b", "2");
        JsonNode change = vera.last("on-metadata-change").path("values").path(0);
        assertThat(change.path("key").asText()).isEqualTo("a");
        assertThat(change.path("data").asInt()).isEqualTo(1);
        assertThat(vera.drain()).containsExactly("on-metadata-change");
        listen("b");
        assertThat(vera.drain())
                .as("current values come at once")
                .containsExactly("result", "on-metadata-change");
        set("a", "3");
        assertThat(vera.drain()).as("the list replaces the one before").isEmpty();
    }

    @Test
    void aMissingValueDeletesTheKey() {
        listen("a");
        set("a", "1");
        vera.drain();
        set("a", null);
        assertThat(vera.last("on-metadata-change").path("values").path(0).path("data").isNull())
                .isTrue();
        assertThat(get("a").path("data").isNull()).isTrue();
    }

    @Test
    void theSameValueAgainIsNoChange() {
        listen("a");
        set("a", "1");
        vera.drain();
        assertThat(set("a", "1").path("change_version").asLong()).isEqualTo(1);
        assertThat(vera.drain()).isEmpty();
    }

    @Test
    void aVersionThatIsNotTheOneIsAConflict() {
        set("a", "1");
        assertThat(set("a", "2", 7L).path("code").asInt()).isEqualTo(409);
        assertThat(set("a", "2", 1L).path("change_version").asLong()).isEqualTo(2);
        assertThat(set("new", "2", 0L).path("change_version").asLong()).isEqualTo(1);
    }

    @Test
    void limitsHold() {
        assertThat(set("big", "\"" + "x".repeat(1023) + "\"").path("code").asInt()).isEqualTo(413);
        assertThat(set("", "1").path("code").asInt()).isEqualTo(400);
        assertThat(set("x".repeat(129), "1").path("code").asInt()).isEqualTo(400);
        String value = "\"" + "x".repeat(1022) + "\"";
        for (int i = 0; i < 63; i++) {
            assertThat(set("k" + i, value).has("change_version")).isTrue();
        }
        assertThat(set("last", value).path("code").asInt()).as("64 KB in all").isEqualTo(413);
        set("k0", null);
        assertThat(set("last", value).has("change_version")).isTrue();
    }

    @Test
    void aHundredKeysAreEnough() {
        for (int i = 0; i < 100; i++) {
            set("k" + i, "1");
        }
        assertThat(set("one more", "1").path("code").asInt()).isEqualTo(413);
        assertThat(set("k5", "2").path("change_version").asLong()).isEqualTo(2);
    }

    @Test
    void whoComesBackIsToldWhatItObserves() throws Exception {
        listen("a");
        room.session.disconnected(vera, "vera", Disconnect.LOST);
        set("a", "1");
        RecordingSocket again = room.connect("vera", VIEWER);
        assertThat(again.last("on-metadata-change").path("values").path(0).path("data").asInt())
                .isEqualTo(1);
    }

    @Test
    void aNewSessionBeginsWithout() throws Exception {
        set("a", "1");
        room.request(ada, "ada", new io.rostra.signalling.rpc.Request.HlsStart());
        room.leave(ada, "ada");
        room.leave(vera, "vera");
        vera = room.join("vera", VIEWER);
        assertThat(get("a").path("data").isNull()).isTrue();
    }

    @Test
    void survivesARestart() throws Exception {
        listen("a");
        set("a", "{\"x\":1}");
        room.advance(1);
        TestRoom after = room.afterCrash();
        RecordingSocket again = after.connect("vera", VIEWER);
        JsonNode value = again.last("on-metadata-change").path("values").path(0);
        assertThat(value.path("data").path("x").asInt()).isEqualTo(1);
        assertThat(value.path("change_version").asInt()).isEqualTo(1);
    }
}
