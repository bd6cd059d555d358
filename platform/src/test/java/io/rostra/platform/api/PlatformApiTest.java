package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.store.TestDatabase;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.Workspace;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformApiTest {

    private ApiServer server;

    TestDatabase kind() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void start() {
        server = ApiServer.start(GuestPolicy.LOCAL, kind());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void createsReadsChangesAndListsRooms() {
        JsonNode made =
                server.post("/v2/rooms", "{\"name\":\"my-room\",\"description\":\"d\"}").json(200);
        String id = made.path("id").asText();

        assertThat(id).matches("[0-9a-f]{24}");
        assertThat(made.path("name").asText()).isEqualTo("my-room");
        assertThat(made.path("description").asText()).isEqualTo("d");
        assertThat(made.path("enabled").asBoolean()).isTrue();
        assertThat(made.path("template").asText()).isEqualTo("live-streaming");
        assertThat(made.path("customer_id").asText()).isEqualTo(server.workspace().id());
        assertThat(Instant.parse(made.path("created_at").asText())).isNotNull();

        assertThat(server.get("/v2/rooms/" + id).json(200)).isEqualTo(made);

        JsonNode disabled = server.post("/v2/rooms/" + id, "{\"enabled\":false}").json(200);
        assertThat(disabled.path("enabled").asBoolean()).isFalse();
        assertThat(disabled.path("description").asText()).isEqualTo("d");

        assertThat(names(server.get("/v2/rooms"))).containsExactly("Main Stage");
        assertThat(names(server.get("/v2/rooms?enabled=false"))).containsExactly("my-room");
        assertThat(names(server.get("/v2/rooms?enabled=undefined&name=undefined&limit=undefined")))
                .containsExactly("Main Stage");
        assertThat(names(server.get("/v2/rooms?name=main%20stage"))).containsExactly("Main Stage");
        assertThat(names(server.get("/v2/rooms?name=nobody"))).isEmpty();
    }

    @Test
    void creatingARoomTwiceGivesTheSameRoom() {
        JsonNode first = server.post("/v2/rooms", "{\"name\":\"Daily\"}").json(200);
        JsonNode second =
                server.post("/v2/rooms", "{\"name\":\"daily\",\"description\":\"new\"}").json(200);

        assertThat(second.path("id")).isEqualTo(first.path("id"));
        assertThat(second.path("description").asText()).isEqualTo("new");
    }

    @Test
    void aRoomWithoutNameOrBodyGetsAUuidForAName() {
        for (String body : List.of("", "{}", "{\"name\":null}")) {
            String name = server.post("/v2/rooms", body).json(200).path("name").asText();
            assertThat(UUID.fromString(name)).hasToString(name);
        }
    }

    @Test
    void pagesAreFullUntilTheLastOne() {
        for (int i = 0; i < 24; i++) {
            server.post("/v2/rooms", "{\"name\":\"room-" + i + "\"}").json(200);
        }
        List<String> seen = new ArrayList<>();
        String start = "";
        int requests = 0;
        JsonNode page;
        do {
            page = server.get("/v2/rooms?limit=10" + start).json(200);
            assertThat(page.path("limit").asInt()).isEqualTo(10);
            page.path("data").forEach(room -> seen.add(room.path("id").asText()));
            start = "&start=" + page.path("last").asText();
            requests++;
        } while (page.path("data").size() == 10);

        assertThat(requests).isEqualTo(3);
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        JsonNode after = server.get("/v2/rooms?limit=10" + start).json(200);
        assertThat(after.path("data")).isEmpty();
        assertThat(after.path("last").asText()).isEmpty();
    }

    @Test
    void filtersByTimeOfCreation() {
        String now = Instant.now().plusSeconds(60).toString();

        assertThat(names(server.get("/v2/rooms?after=" + now))).isEmpty();
        assertThat(names(server.get("/v2/rooms?before=" + now))).containsExactly("Main Stage");
        assertThat(server.get("/v2/rooms?before=yesterday").error(400)).contains("before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=101", "limit=x", "limit=-1", "enabled=maybe"})
    void badQueriesNameTheParameter(String query) {
        assertThat(server.get("/v2/rooms?" + query).error(400))
                .contains(query.substring(0, query.indexOf('=')));
    }

    @Test
    void badBodiesNameTheField() {
        assertThat(server.post("/v2/rooms", "{\"name\":7}").error(400)).contains("name");
        assertThat(server.post("/v2/rooms", "{\"name\":\"\"}").error(400)).contains("name");
        assertThat(server.post("/v2/rooms", "{\"name\":\"a/b\"}").error(400)).contains("name");
        assertThat(server.post("/v2/rooms", "{\"name\":\" a\"}").error(400)).contains("name");
        assertThat(server.post("/v2/rooms", "{\"name\":\"" + "a".repeat(200) + "\"}").error(400))
                .contains("name");
        assertThat(server.post("/v2/rooms", "{\"name\":\"a\",\"description\":[]}").error(400))
                .contains("description");
        assertThat(server.post("/v2/rooms", "{\"description\":\"\\ud800\"}").error(400))
                .contains("description");
        assertThat(server.post("/v2/rooms", "{\"template\":\"x\"}").error(400))
                .contains("template_id");
        assertThat(
                        server.post("/v2/rooms", "{\"template_id\":\"ffffffffffffffffffffffff\"}")
                                .error(400))
                .contains("template_id");
        String room = server.mainRoom().id();
        assertThat(server.post("/v2/rooms/" + room, "{\"enabled\":\"no\"}").error(400))
                .contains("enabled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "7",
                "\"text\"",
                "{\"a\":1}{\"b\":2}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "\u0000",
                "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1",
                "name=my-room"
            })
    void bodiesThatAreNoJsonObjectAreRefused(String body) {
        server.post("/v2/rooms", body).error(400);
        server.anonymousPost("/hmsapi/default/api/token", body).status(400);
        assertThat(names(server.get("/v2/rooms"))).containsExactly("Main Stage");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] bytes = "{\"name\":\"a?\"}".getBytes(StandardCharsets.US_ASCII);
        bytes[10] = (byte) 0xff;
        server.send(
                        HttpRequest.newBuilder(server.url("/v2/rooms"))
                                .header("Authorization", server.managementHeader())
                                .POST(BodyPublishers.ofByteArray(bytes))
                                .build())
                .error(400);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndNobodyElseNotices() {
        server.post("/v2/rooms", "{\"name\":\"" + "a".repeat(300_000) + "\"}").error(413);
        server.get("/v2/rooms").json(200);
    }

    @Test
    void aRoomCannotTakeTheNameOfAnother() {
        String id = server.post("/v2/rooms", "{\"name\":\"b\"}").json(200).path("id").asText();

        assertThat(server.post("/v2/rooms/" + id, "{\"name\":\"MAIN STAGE\"}").error(400))
                .contains("name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffffffffffffffffffff", "x", "..", "%00", "a'b", "undefined"})
    void unknownRoomsAreNotFound(String id) {
        server.get("/v2/rooms/" + id).error(404);
        server.post("/v2/rooms/" + id, "{}").error(404);
    }

    @Test
    void unknownPathsAreNotFoundInJsonWithAReasonPhrase() {
        server.get("/v2/nothing").error(404);
        server.get("/v2/rooms/a/b/c").error(404);
    }

    @Test
    void managementNeedsAManagementTokenOfThisServer() {
        Workspace foreign =
                new Workspace(
                        "ffffffffffffffffffffffff", "other", new KeyPair("other", "other secret"));
        var issuer = new TokenIssuer(InstantSource.system());
        String app =
                issuer.app(
                        server.workspace(),
                        server.mainRoom().id(),
                        "u",
                        "broadcaster",
                        TokenIssuer.DAY);
        String expired = issuer.management(server.workspace(), Duration.ofHours(-1));

        for (String path : List.of("/v2/rooms", "/v2/rooms/" + server.mainRoom().id())) {
            server.get(path, null).error(401);
            server.get(path, "nonsense").error(401);
            server.get(path, "Bearer").error(401);
            server.get(path, "Bearer a.b.c").error(401);
            server.get(path, "Bearer " + issuer.management(foreign, TokenIssuer.DAY)).error(401);
            server.get(path, "Bearer " + expired).error(401);
            server.get(path, "Bearer " + app).error(403);
        }
        assertThat(server.get("/v2/rooms", "Bearer " + expired).error(401))
                .contains("expired")
                .doesNotContain(expired);
    }

    @Test
    void reportsOfClientsAreAcceptedFromEveryOrigin() {
        for (String path : List.of("/v2/client/report", "/v2/client/feedback")) {
            HttpResponse<String> preflight = server.preflight(path);
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                    .hasValueSatisfying(headers ->
                            assertThat(headers.toLowerCase())
                                    .contains("authorization")
                                    .contains("content-type")
                                    .contains("user_agent_v2"));
            var reply = server.anonymousPost(path, "{\"event\":\"" + "x".repeat(500_000) + "\"}");
            reply.status(200);
            assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("*");
        }
    }

    private static List<String> names(ApiServer.Reply page) {
        List<String> names = new ArrayList<>();
        page.json(200).path("data").forEach(room -> names.add(room.path("name").asText()));
        return names;
    }
}
