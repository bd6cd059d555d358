package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.rostra.platform.store.NameTakenException;
import io.rostra.platform.store.TestDatabase;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.Workspace;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys, the audit log and webhooks of a workspace.
class WorkspaceApiTest {

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

    private static String bearer(Workspace workspace) {
        return "Bearer "
                + new TokenIssuer(InstantSource.system()).management(workspace, TokenIssuer.DAY);
    }

    @Test
    void keysAreReplacedWhileTokensOfTheOldOnesGoOn() {
        Workspace old = server.workspace();
        JsonNode first = server.post("/v2/workspace/keys/rotate", "").json(200);
        assertThat(first.path("secret").asText()).hasSize(64);
        assertThat(first.path("grace_hours").asInt()).isEqualTo(24);

        assertThat(server.workspace().keys())
                .isEqualTo(
                        new KeyPair(
                                first.path("access_key").asText(), first.path("secret").asText()));
        server.get("/v2/rooms", bearer(old)).json(200);
        server.get("/v2/rooms").json(200);
        JsonNode shown = server.get("/v2/workspace").json(200);
        assertThat(shown.toString()).doesNotContain(first.path("secret").asText());
        assertThat(shown.path("retired_keys").get(0).path("access_key").asText())
                .isEqualTo(old.keys().accessKey());
        assertThat(server.stores().workspaces().all()).isEqualTo(server.workspaces().all());

        Workspace second = server.workspace();
        server.post("/v2/workspace/keys/rotate", "{\"grace_hours\":0}").json(200);
        server.get("/v2/rooms", bearer(second)).error(401);
        server.get("/v2/rooms", bearer(old)).json(200);
        assertThat(server.post("/v2/workspace/keys/rotate", "{\"grace_hours\":-1}").error(400))
                .contains("grace_hours");
    }

    @Test
    void workspacesSeeNothingOfEachOther() throws Exception {
        Workspace other = server.stores().workspaces().create("other");
        server.workspaces().replace(server.stores().workspaces().all(), List.of());
        String room = server.mainRoom().id();

        server.get("/v2/rooms/" + room, bearer(other)).error(404);
        assertThat(server.get("/v2/rooms", bearer(other)).json(200).path("data")).hasSize(1);
        server.get("/v2/templates/" + server.mainRoom().templateId(), bearer(other)).error(404);
        server.live().join(room, "ann", "broadcaster");
        server.memory().settled().join();
        server.get("/v2/active-rooms/" + room, bearer(other)).error(404);
        assertThat(server.get("/v2/sessions", bearer(other)).json(200).path("data")).isEmpty();
        server.get("/v2/analytics/events?room_id=" + room, bearer(other)).error(400);
        assertThatThrownBy(() -> server.stores().workspaces().create("other"))
                .isInstanceOf(NameTakenException.class);
    }

    @Test
    void whoChangedWhatIsNoted() {
        server.post("/v2/rooms", "{\"name\":\"noted\"}").json(200);
        server.post("/v2/rooms", "{\"name\":7}").error(400);
        server.get("/v2/rooms").json(200);
        String room = server.mainRoom().id();
        server.post("/v2/rooms/" + room, "{}").json(200);

        JsonNode log = server.get("/v2/audit-log").json(200).path("data");
        assertThat(log).hasSize(2);
        assertThat(log.get(0).path("action").asText()).isEqualTo("POST /v2/rooms/:room_id");
        assertThat(log.get(0).path("subject").asText()).isEqualTo(room);
        assertThat(log.get(1).path("actor").asText())
                .isEqualTo(server.workspace().keys().accessKey());
    }

    @Test
    void webhooksAreSetListedAndSentAgain() throws Exception {
        List<String> bodies = new ArrayList<>();
        var two = new CountDownLatch(2);
        var four = new CountDownLatch(4);
        HttpServer backend = HttpServer.create(new InetSocketAddress("localhost", 0), 10);
        backend.createContext(
                "/",
                exchange -> {
                    bodies.add(new String(exchange.getRequestBody().readAllBytes()));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                    two.countDown();
                    four.countDown();
                });
        backend.start();
        String url = "http://localhost:" + backend.getAddress().getPort() + "/";
        String set = "{\"url\":\"" + url + "\",\"headers\":{\"X-Key\":\"s3cret\"}}";

        JsonNode made = server.post("/v2/webhook", set).json(200);
        assertThat(made.path("signing_secret").asText()).hasSize(64);
        JsonNode shown = server.get("/v2/webhook").json(200);
        assertThat(shown.toString())
                .doesNotContain("s3cret")
                .doesNotContain(made.path("signing_secret").asText());
        // Sent back as shown, the secrets stay.
        server.post("/v2/webhook", shown.toString()).json(200);
        var target = server.stores().webhooks().target(server.workspace().id()).orElseThrow();
        assertThat(target.headers()).containsEntry("X-Key", "s3cret");
        assertThat(target.signingSecret()).isEqualTo(made.path("signing_secret").asText());

        server.live().join(server.mainRoom().id(), "ann", "broadcaster");
        assertThat(two.await(20, TimeUnit.SECONDS)).isTrue();
        awaitLog("status=success", 2);
        JsonNode log = server.get("/v2/analytics/webhooks?status=success&limit=1").json(200);
        assertThat(log.path("pagination").path("total_pages").asInt()).isEqualTo(2);
        assertThat(log.path("pagination").path("has_next").asBoolean()).isTrue();
        JsonNode newest = log.path("events").get(0);
        assertThat(newest.path("payload").path("original_event_name").asText())
                .isEqualTo("peer.join.success");
        assertThat(newest.path("payload").path("event_data").path("data").path("peer_id").asText())
                .isEqualTo("ann");
        assertThat(
                        server.get("/v2/analytics/webhooks?event_names=session.open.success")
                                .json(200)
                                .path("events"))
                .hasSize(1);

        JsonNode replay =
                server.post("/v2/analytics/webhooks/replay", "{\"status\":\"success\"}").json(200);
        assertThat(replay.path("status").asText()).isEqualTo("started");
        assertThat(four.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(bodies.get(3)).contains("\"is_replay\":true");
        awaitLog("status=success", 4);
        JsonNode state =
                server.get("/v2/analytics/webhooks/replay/" + replay.path("workflow_id").asText())
                        .json(200);
        assertThat(state.path("status").asText()).isEqualTo("completed");
        assertThat(state.path("progress").path("completed").asInt()).isEqualTo(2);
        server.get("/v2/analytics/webhooks/replay/none").error(404);
        server.delete("/v2/webhook").status(204);
        backend.stop(0);
    }

    private void awaitLog(String query, int expected) throws InterruptedException {
        long until = System.nanoTime() + 20_000_000_000L;
        while (server.get("/v2/analytics/webhooks?" + query)
                        .json(200)
                        .path("summary")
                        .path("total_events")
                        .asInt()
                < expected) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.sleep(10);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "start_time=2020-01-01T00:00:00Z | start_time must be within the last 30 days",
                "start_time=x | start_time",
                "end_time=2100-01-01T00:00:00Z | end_time must be within 14 days after start_time",
                "limit=101 | limit",
                "page=0 | page",
                "status=maybe | status"
            })
    void badQueriesNameTheParameter(String query, String detail) {
        assertThat(server.get("/v2/analytics/webhooks?" + query).error(400)).contains(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | url",
                "{'url':'x'} | url",
                "{'url':'http://x','headers':[]} | headers",
                "{'url':'http://x','headers':{'A':'\\u0007'}} | headers.A",
                "{'url':'http://x','signing_secret':7} | signing_secret"
            })
    void badTargetsNameTheField(String body, String field) {
        assertThat(server.post("/v2/webhook", body.replace('\'', '"')).error(400)).contains(field);
    }
}
