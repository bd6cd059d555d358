package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.store.StreamKey;
import io.rostra.platform.store.StreamKeyStore;
import io.rostra.platform.store.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamKeysApiTest {

    private ApiServer server;
    private StreamKeyStore store;
    private String room;
    private String path;

    TestDatabase kind() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void start() {
        server = ApiServer.start(GuestPolicy.OFF, kind());
        store = server.stores().streamKeys();
        room = server.mainRoom().id();
        path = "/v2/stream-keys/room/" + room;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRoomHasOneKeyAtATime() {
        assertThat(server.get(path).error(404)).contains("no active stream key");
        JsonNode made = server.post(path, "").json(200);
        assertThat(made.path("key").asText()).matches("sk-[a-z2-7]{26}");
        assertThat(made.path("room_id").asText()).isEqualTo(room);
        assertThat(made.path("enabled").asBoolean()).isTrue();
        assertThat(made.path("whip_url").asText()).isEqualTo("https://live.example.org/whip");
        assertThat(made.path("url").asText()).isEqualTo("rtmp://live.example.org:7882/live");
        assertThat(server.post(path, "").error(400)).contains("already");
        JsonNode list = server.get(path).json(200);
        assertThat(list.path("data").get(0)).isEqualTo(made);
        assertThat(list.path("last").asText()).isEqualTo(made.path("id").asText());
        assertThat(store.find(made.path("key").asText())).map(StreamKey::roomId).contains(room);
    }

    @Test
    void aKeyIsReplacedByDisablingIt() {
        List<StreamKey> disabled = new ArrayList<>();
        store.onDisabled(disabled::add);
        String first = server.post(path, "").json(200).path("key").asText();
        assertThat(server.post(path + "/disable", "").json(200).path("message").asText())
                .isEqualTo("key disabled successfully");
        assertThat(disabled).singleElement().extracting(StreamKey::key).isEqualTo(first);
        assertThat(store.find(first)).isEmpty();
        server.post(path + "/disable", "").error(404);
        String second = server.post(path, "").json(200).path("key").asText();
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void aDisabledRoomHasNone() {
        server.post(path, "").json(200);
        server.post("/v2/rooms/" + room, "{\"enabled\":false}").json(200);
        assertThat(server.post(path, "").error(403)).contains("disabled");
        server.get(path).error(403);
        server.post(path + "/disable", "").error(403);
    }

    @Test
    void whoMadeAKeyIsKnownAndNoKeyIsWrittenDown() {
        String key = server.post(path, "").json(200).path("key").asText();
        String log = server.get("/v2/audit-log").json(200).toString();
        assertThat(log).contains("POST /v2/stream-keys/room/:room_id").contains(room);
        assertThat(log).doesNotContain(key);
        assertThat(store.find(key).orElseThrow().toString()).doesNotContain(key);
    }
}
