package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvent.LeaveReason;
import io.rostra.platform.live.RoomEvent.PeerIdentity;
import io.rostra.platform.store.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is remembered, as files.
class ExportsTest {

    private ApiServer server;
    private String room;

    TestDatabase kind() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void start() {
        server = ApiServer.start(GuestPolicy.OFF, kind());
        room = server.mainRoom().id();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everythingRememberedIsThere() {
        String session = server.live().join(room, "ann", "broadcaster");
        server.live().measure(room, Map.of("ann", 4), Instant.parse("2030-01-01T00:00:00Z"));
        server.live().refuse(room, "eve", "the room is full");
        server.post("/v2/live-streams/room/" + room + "/start", "{}").json(200);
        server.post(
                        "/v2/external-streams/room/" + room + "/start",
                        "{\"rtmp_urls\":[\"rtmp://example.org/app/key\"]}")
                .json(200);
        server.live().leave(room, "ann", LeaveReason.LEFT, "");

        JsonNode sessions = rows("sessions");
        assertThat(sessions).hasSize(1);
        assertThat(sessions.get(0).path("session_id").asText()).isEqualTo(session);
        assertThat(sessions.get(0).path("peers").asInt()).isEqualTo(1);
        assertThat(Instant.parse(sessions.get(0).path("ended_at").asText())).isNotNull();
        assertThat(rows("peers").get(0).path("reason").asText()).isEqualTo("client request");
        assertThat(rows("join-failures").get(0).path("cause").asText())
                .isEqualTo("the room is full");
        assertThat(rows("quality").get(0).path("score").asInt()).isEqualTo(4);
        assertThat(rows("live-streams").get(0).path("status").asText()).isEqualTo("running");
        String stream = rows("live-streams").get(0).path("id").asText();
        server.memory().on(new RoomEvent.AudienceMeasured(room, stream, 3, Instant.now()));
        server.memory()
                .on(new RoomEvent.AudienceMeasured(room, stream, 2, Instant.now().plusSeconds(15)));
        JsonNode audience = server.get("/v2/live-streams/" + stream + "/audience").json(200);
        assertThat(audience.path("peak").asInt()).isEqualTo(3);
        assertThat(audience.path("samples").get(1).path("viewers").asInt()).isEqualTo(2);
        assertThat(rows("audience")).hasSize(2);
        assertThat(rows("external-streams").get(0).path("addresses").asText())
                .contains("rtmp://example.org/app")
                .doesNotContain("key");
        assertThat(rows("recordings")).isEmpty();

        String stats = "/v2/analytics/peer-stats?peer_id=ann&session_id=" + session;
        assertThat(server.get(stats).json(200).path("connection").path("score").get(0).asInt())
                .isEqualTo(4);
    }

    private JsonNode rows(String kind) {
        return server.get("/v2/exports/" + kind).json(200);
    }

    @Test
    void csvIsATableWithoutFormulas() {
        String session = server.live().join(room, "ann", "broadcaster");
        join(session, "bob", "=HYPERLINK(\"http://evil\")");
        join(session, "cyd", "Li, \"Lei\"\n李雷");
        var reply = server.get("/v2/exports/peers?format=csv");
        reply.status(200);
        assertThat(reply.header("Content-Type")).startsWith("text/csv");
        assertThat(reply.header("Content-Disposition")).contains("peers.csv");
        String text = reply.response().body();
        assertThat(text)
                .startsWith("session_id,peer_id,room_id,room_name,user_id,name,role,joined_at,")
                .contains("\"'=HYPERLINK(\"\"http://evil\"\")\"")
                .contains("\"Li, \"\"Lei\"\"\n李雷\"")
                .endsWith("\r\n");
        assertThat(text.split("\r\n")).hasSize(4);
    }

    private void join(String session, String peerId, String name) {
        var peer = new PeerIdentity(peerId, "u", name, "", "broadcaster", Instant.now());
        server.memory().on(new RoomEvent.PeerJoined(room, session, peer, Instant.now()));
    }

    @Test
    void cellsAreGuarded() {
        for (String bad : List.of("=1", "+1", "-1", "@x", "\tx", "\uff1dx")) {
            assertThat(CsvWriter.cell(bad)).isEqualTo("'" + bad);
        }
        assertThat(CsvWriter.cell("\r=1")).isEqualTo("\"'\r=1\"");
        assertThat(CsvWriter.cell(-1)).isEqualTo("-1");
        assertThat(CsvWriter.cell(null)).isEmpty();
        assertThat(CsvWriter.cell("a=1")).isEqualTo("a=1");
    }

    /// More than a page of the store, and more than a chunk of the reply.
    @Test
    void manyRowsComeInPages() throws Exception {
        String session = server.live().join(room, "ann", "broadcaster");
        for (int i = 0; i < 2_500; i++) {
            join(session, "p%05d".formatted(i), "Name " + i);
        }
        server.memory().settled().get(60, TimeUnit.SECONDS);
        JsonNode rows = rows("peers");
        assertThat(rows).hasSize(2_501);
        assertThat(rows.findValuesAsText("peer_id")).doesNotHaveDuplicates();
        assertThat(rows("peers?room_id=" + "f".repeat(24))).isEmpty();
        assertThat(rows("peers?after=2100-01-01T00:00:00Z")).isEmpty();
        assertThat(rows("peers?before=2100-01-01T00:00:00Z")).hasSize(2_501);
    }

    @Test
    void badRequestsNameTheField() {
        assertThat(server.get("/v2/exports/secrets").error(404)).contains("join-failures");
        assertThat(server.get("/v2/exports/peers?format=xls").error(400)).contains("format");
        assertThat(server.get("/v2/exports/peers?after=soon").error(400)).contains("after");
        assertThat(server.get("/v2/analytics/peer-stats?peer_id=x").error(400))
                .contains("session_id");
        server.get("/v2/analytics/peer-stats?peer_id=x&session_id=y").error(404);
    }
}
