package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The description of the API against the API, and every operation it names against bad input.
class OpenApiTest {

    private static ApiServer server;
    private static JsonNode description;

    @BeforeAll
    static void start() {
        server = ApiServer.start(GuestPolicy.OFF);
        description = server.get("/v2/openapi.json", null).json(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// One of the operations has the server take no new rooms.
    @AfterEach
    void takeRoomsAgain() {
        server.delete("/v2/drain");
    }

    record Operation(String method, String path, JsonNode node) {

        @Override
        public String toString() {
            return method + " " + path;
        }

        /// The path with these values in place of its parameters.
        String with(Map<String, String> values, String otherwise) {
            return Pattern.compile("\\{(\\w+)}")
                    .matcher(path)
                    .replaceAll(match -> values.getOrDefault(match.group(1), otherwise));
        }
    }

    static Stream<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        description
                .path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(method ->
                                        operations.add(
                                                new Operation(
                                                        method.getKey().toUpperCase(Locale.ROOT),
                                                        path.getKey(),
                                                        method.getValue()))));
        return operations.stream();
    }

    private static Stream<Operation> managed() {
        return operations().filter(each -> !each.node().has("security"));
    }

    private static Stream<Operation> writing() {
        return operations().filter(each -> each.method().equals("POST"));
    }

    @Test
    void describesEveryRouteAndNoOther() {
        assertThat(managed().map(Operation::toString))
                .containsExactlyInAnyOrderElementsOf(server.api().managementRoutes());
    }

    @Test
    void isWhole() {
        assertThat(description.path("openapi").asText()).isEqualTo("3.1.0");
        eachReference(
                description,
                reference ->
                        assertThat(description.at(reference.substring(1)).isMissingNode())
                                .as(reference)
                                .isFalse());
        assertThat(operations().map(each -> each.node().path("operationId").asText()))
                .doesNotHaveDuplicates();
        assertThat(operations())
                .allSatisfy(each -> {
                    assertThat(each.node().path("summary").asText()).isNotEmpty();
                    assertThat(each.node().path("responses")).isNotEmpty();
                });
    }

    @Test
    void isReadableToo() {
        for (String language : List.of("en", "zh-CN")) {
            var reply = server.get("/docs/api?lang=" + language, null);
            reply.status(200);
            assertThat(reply.header("Content-Security-Policy"))
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
            String page = reply.response().body();
            assertThat(operations())
                    .allSatisfy(each ->
                            assertThat(ApiPageTexts.CHINESE.groups())
                                    .containsKey(each.node().path("tags").path(0).asText()));
            assertThat(page).contains("<html lang=\"" + language + "\">").doesNotContain("<script");
            assertThat(operations())
                    .allSatisfy(each ->
                            assertThat(page)
                                    .contains("<code>" + each.path() + "</code>")
                                    .contains("id=\"" + each.node().path("operationId").asText()));
            // Nothing comes from elsewhere.
            assertThat(Pattern.compile("(src|href)=\"(?![/#?])").matcher(page).find()).isFalse();
        }
        assertThat(server.get("/docs/api?lang=%22%3E%3Cscript%3E", null).response().body())
                .doesNotContain("<script");
        assertThat(server.get("/docs/api.css", null).header("Content-Type")).contains("text/css");
        var chinese =
                HttpRequest.newBuilder(server.url("/docs/api"))
                        .header("Accept-Language", "zh-TW,zh;q=0.9,en;q=0.8");
        assertThat(server.send(chinese.build()).response().body()).contains("服务端");
        var compressed =
                HttpRequest.newBuilder(server.url("/docs/api")).header("Accept-Encoding", "gzip");
        assertThat(server.send(compressed.build()).header("Content-Encoding")).isEqualTo("gzip");
        assertThat(ApiPage.escaped("<a href=\"&\">")).isEqualTo("&lt;a href=&quot;&amp;&quot;&gt;");
    }

    private static void eachReference(JsonNode node, Consumer<String> check) {
        if (node.has("$ref")) {
            check.accept(node.path("$ref").asText());
        }
        node.forEach(child -> eachReference(child, check));
    }

    @ParameterizedTest
    @MethodSource("managed")
    void needsAToken(Operation operation) {
        assertThat(
                        send(operation, operation.with(Map.of(), "x"), null, "{}")
                                .response()
                                .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void answersAsDescribed(Operation operation) {
        Map<String, String> real =
                Map.of(
                        "room_id",
                        server.mainRoom().id(),
                        "template_id",
                        server.mainRoom().templateId(),
                        "role_name",
                        "nobody",
                        "kind",
                        "sessions",
                        "kit",
                        "classroom");
        var reply = send(operation, operation.with(real, "x"), token(), "{}");
        String status = String.valueOf(reply.response().statusCode());
        assertThat(operation.node().path("responses").has(status))
                .as(status + " " + reply.response().body())
                .isTrue();
        JsonNode schema =
                operation
                        .node()
                        .path("responses")
                        .path(status)
                        .path("content")
                        .path("application/json")
                        .path("schema");
        if (status.equals("200")) {
            Schemas.check(description, schema, reply.json(200), "$");
        } else if (!status.equals("204")) {
            reply.error(reply.response().statusCode());
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void unknownThingsAreNoFault(Operation operation) {
        for (String value :
                List.of(
                        "ffffffffffffffffffffffff",
                        "%00",
                        "..%2f",
                        "%F0%9F%98%80",
                        // Three of them in a path are a request line that is still read.
                        "a".repeat(1300))) {
            assertNoFault(send(operation, operation.with(Map.of(), value), token(), "{}"));
        }
        for (String query :
                List.of(
                        "limit=1e9",
                        "start=%00",
                        "after=%FF",
                        "after=%2B999999999-12-31T23:59:59Z",
                        "before=-999999999-01-01T00:00:00Z",
                        "start_time=9999-12-31T00:00:00Z",
                        "page=99999999999",
                        "limit=")) {
            assertNoFault(
                    send(operation, operation.with(Map.of(), "x") + "?" + query, token(), "{}"));
        }
    }

    @ParameterizedTest
    @MethodSource("writing")
    void hostileBodiesAreNoFault(Operation operation) {
        Map<String, String> real =
                Map.of(
                        "room_id",
                        server.mainRoom().id(),
                        "template_id",
                        server.mainRoom().templateId(),
                        "role_name",
                        "broadcaster",
                        "kit",
                        "classroom");
        String path = operation.with(real, "x");
        for (String body :
                List.of("{", "[]", "[7]", "null", "\u0000", "{\"a\":1}{}", "[".repeat(5000))) {
            assertNoFault(send(operation, path, token(), body));
        }
        for (String member : members(operation)) {
            for (JsonNode value : hostileValues()) {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                body.set(member, value);
                assertNoFault(send(operation, path, token(), body.toString()));
            }
        }
        // Nothing of it broke the room for those who use it.
        server.get("/v2/rooms/" + server.mainRoom().id()).json(200);
    }

    private static List<String> members(Operation operation) {
        JsonNode schema =
                operation
                        .node()
                        .path("requestBody")
                        .path("content")
                        .path("application/json")
                        .path("schema");
        if (schema.has("$ref")) {
            schema = description.at(schema.path("$ref").asText().substring(1));
        }
        List<String> members = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(members::add);
        return members;
    }

    private static List<JsonNode> hostileValues() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return List.of(
                json.numberNode(-1),
                json.numberNode(Double.MAX_VALUE),
                json.numberNode(new java.math.BigInteger("9".repeat(500))),
                json.textNode(""),
                json.textNode("\u0000"),
                json.textNode("\ud800"),
                json.textNode("x".repeat(100_000)),
                json.textNode("'; DROP TABLE rooms; --"),
                json.booleanNode(true),
                json.arrayNode().add(json.arrayNode()),
                json.objectNode().set("", json.objectNode()),
                json.objectNode().set("a", json.numberNode(7)));
    }

    /// A refusal in the form of all refusals, or a success; never a fault of ours.
    private static void assertNoFault(ApiServer.Reply reply) {
        int status = reply.response().statusCode();
        assertThat(status).as(reply.response().body()).isLessThan(500);
        assertThat(reply.response().body()).doesNotContain("Exception", "io.rostra");
        if (status >= 400 && status != 404 && status != 414) {
            reply.error(status);
        }
    }

    private static String token() {
        return server.managementHeader();
    }

    private static ApiServer.Reply send(
            Operation operation, String path, String authorization, String body) {
        var request =
                HttpRequest.newBuilder(server.url(path))
                        .method(
                                operation.method(),
                                operation.method().equals("POST")
                                        ? BodyPublishers.ofString(body)
                                        : BodyPublishers.noBody());
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return server.send(request.build());
    }
}
