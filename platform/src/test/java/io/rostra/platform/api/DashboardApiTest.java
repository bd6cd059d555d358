package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.operator.Operator;
import io.rostra.platform.operator.SecretToken;
import io.rostra.platform.store.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How the operator gets into the dashboard, and others do not.
class DashboardApiTest {

    private static final String PASSWORD = "correct horse";
    private static final String API = "/dashboard/api/";

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

    /// A browser with one of our pages open.
    private final class Browser {

        private String cookie = "";

        ApiServer.Reply get(String path) {
            return send(HttpRequest.newBuilder(server.url(path)).GET());
        }

        ApiServer.Reply post(String path, String body, String... headers) {
            var request =
                    HttpRequest.newBuilder(server.url(path))
                            .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                            .header("X-Rostra-Dashboard", "1");
            if (headers.length > 0) {
                request.headers(headers);
            }
            return send(request);
        }

        ApiServer.Reply send(HttpRequest.Builder request) {
            if (!cookie.isEmpty()) {
                request.header("Cookie", cookie);
            }
            ApiServer.Reply reply = server.send(request.build());
            reply.response()
                    .headers()
                    .firstValue("Set-Cookie")
                    .ifPresent(header -> cookie = header.substring(0, header.indexOf(';')));
            return reply;
        }

        ApiServer.Reply logIn(String password) {
            return post(API + "login", "{'password':'" + password + "'}");
        }

        boolean isLoggedIn() {
            return get(API + "session").json(200).path("logged_in").asBoolean();
        }
    }

    private String link() {
        return new Operator(server.stores()).makeLink().text();
    }

    private Browser loggedIn() {
        var browser = new Browser();
        setUp(browser, link(), PASSWORD).status(204);
        return browser;
    }

    private static ApiServer.Reply setUp(Browser browser, String link, String password) {
        return browser.post(
                API + "setup", "{'token':'" + link + "','password':'" + password + "'}");
    }

    private List<String> auditLog() {
        List<String> actions = new ArrayList<>();
        server.get("/v2/audit-log?limit=100")
                .json(200)
                .path("data")
                .forEach(entry -> actions.add(entry.path("action").asText()));
        return actions;
    }

    @Test
    void aPasswordIsChosenByALinkThatWorksOnce() {
        var browser = new Browser();
        JsonNode before = browser.get(API + "session").json(200);
        assertThat(before.path("logged_in").asBoolean()).isFalse();
        assertThat(before.path("password_set").asBoolean()).isFalse();
        browser.logIn(PASSWORD).error(401);
        String link = link();

        ApiServer.Reply entered = setUp(browser, link, PASSWORD);

        entered.status(204);
        assertThat(entered.header("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=60")
                .doesNotContain("Secure");
        assertThat(browser.isLoggedIn()).isTrue();
        assertThat(setUp(new Browser(), link, "another one").error(401)).contains("used");
        assertThat(browser.isLoggedIn()).isTrue();
        assertThat(auditLog()).contains("password chosen by link", "password link refused");
    }

    @Test
    void onlyOneOfManyUsesALink() throws Exception {
        String link = link();
        Callable<Integer> race = () -> setUp(new Browser(), link, PASSWORD).response().statusCode();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> codes = new ArrayList<>();
            for (Future<Integer> each : threads.invokeAll(java.util.Collections.nCopies(4, race))) {
                codes.add(each.get());
            }
            assertThat(codes).containsOnlyOnce(204).containsOnly(204, 401);
        }
    }

    @Test
    void aNewLinkReplacesThePasswordAndLogsEverybodyOut() {
        Browser old = loggedIn();
        var browser = new Browser();

        setUp(browser, link(), "battery staple").status(204);

        assertThat(old.isLoggedIn()).isFalse();
        assertThat(browser.isLoggedIn()).isTrue();
        new Browser().logIn(PASSWORD).error(401);
        new Browser().logIn("battery staple").status(204);
    }

    @Test
    void theStoreHoldsNothingThatLetsAnybodyIn() {
        String link = link();
        var browser = new Browser();
        setUp(browser, link, PASSWORD).status(204);
        String token = browser.cookie.substring(browser.cookie.indexOf('=') + 1);

        String stored = server.stores().operator().passwordHash().orElseThrow();
        assertThat(stored).startsWith("$argon2id$").doesNotContain(PASSWORD);
        assertThat(server.stores().operator().session(token)).isEmpty();
        assertThat(server.stores().operator().session(new SecretToken(token).hash())).isPresent();
        assertThat(server.get("/v2/audit-log").response().body())
                .doesNotContain(link, token, PASSWORD);
    }

    @Test
    void theOperatorUsesTheServerApiOfTheFirstWorkspace() throws Exception {
        Browser browser = loggedIn();
        server.stores().workspaces().create("other");
        server.workspaces().replace(server.stores().workspaces().all(), List.of());

        JsonNode rooms = browser.get("/v2/rooms").json(200).path("data");
        assertThat(rooms).hasSize(1);
        assertThat(rooms.get(0).path("id").asText()).isEqualTo(server.mainRoom().id());
        browser.post("/v2/rooms", "{'name':'made here'}").json(200);
        JsonNode newest = server.get("/v2/audit-log").json(200).path("data").get(0);
        assertThat(newest.path("actor").asText()).isEqualTo("dashboard");
        assertThat(newest.path("action").asText()).isEqualTo("POST /v2/rooms");
    }

    @Test
    void aBodyReachesTheEndpointThroughTheGate() {
        Browser browser = loggedIn();
        String description = "x".repeat(2000);
        String body = "{'name':'long','description':'" + description + "'}";
        assertThat(browser.post("/v2/rooms", body).json(200).path("description").asText())
                .isEqualTo(description);
        browser.post("/v2/rooms", " ".repeat(300_000)).error(413);
        browser.get("/v2/rooms").json(200);
    }

    @Test
    void aCookieAloneChangesNothing() {
        Browser browser = loggedIn();
        for (String path : List.of("/v2/rooms", API + "logout", API + "password")) {
            var request =
                    HttpRequest.newBuilder(server.url(path)).POST(BodyPublishers.ofString("{}"));
            assertThat(browser.send(request).error(403)).contains("own pages");
        }
        assertThat(browser.post("/v2/rooms", "{}", "Origin", "https://evil.example").error(403))
                .contains("own pages");
        browser.post("/v2/rooms", "{}", "Origin", "null").error(403);
        browser.post("/v2/rooms", "{}", "Sec-Fetch-Site", "cross-site").error(403);
        browser.post("/v2/rooms", "{}", "Sec-Fetch-Site", "same-site").error(403);
        assertThat(server.get("/v2/rooms").json(200).path("data")).hasSize(1);

        String own = server.url("").toString();
        browser.post("/v2/rooms", "{'name':'own'}", "Origin", own).json(200);
        // A proxy gave us another name than the page has; the browser knows better.
        browser.post(
                        "/v2/rooms",
                        "{'name':'proxied'}",
                        "Origin",
                        "https://live.example.org",
                        "Sec-Fetch-Site",
                        "same-origin")
                .json(200);
    }

    @Test
    void otherPagesAreNotAllowedToSendTheHeader() {
        for (String path : List.of("/v2/rooms", API + "login", API + "session")) {
            var answer = server.preflight(path);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
            assertThat(answer.headers().firstValue("Access-Control-Allow-Headers")).isEmpty();
        }
    }

    @Test
    void nobodyIsLoggedInByAForeignPage() {
        loggedIn();
        String body = "{\"password\":\"" + PASSWORD + "\"}";
        server.anonymousPost(API + "login", body).error(403);
        server.anonymousPost(
                        API + "login",
                        body,
                        "X-Rostra-Dashboard",
                        "1",
                        "Origin",
                        "http://evil.example")
                .error(403);
    }

    @Test
    void theCookieIsSecureOnSecurePages() {
        loggedIn();
        String body = "{'password':'" + PASSWORD + "'}";
        assertThat(
                        new Browser()
                                .post(
                                        API + "login",
                                        body,
                                        "Origin",
                                        "https://live.example.org",
                                        "Sec-Fetch-Site",
                                        "same-origin")
                                .header("Set-Cookie"))
                .endsWith("; Secure");
    }

    @Test
    void loggingOutEndsTheSessionAndNotOnlyTheCookie() {
        Browser browser = loggedIn();
        String kept = browser.cookie;
        var other = new Browser();
        other.logIn(PASSWORD).status(204);

        assertThat(browser.post(API + "logout", "").header("Set-Cookie")).contains("Max-Age=0");
        browser.cookie = kept;

        assertThat(browser.isLoggedIn()).isFalse();
        browser.get("/v2/rooms").error(401);
        browser.post(API + "logout", "").error(401);
        assertThat(other.isLoggedIn()).isTrue();
        assertThat(auditLog()).contains("logout", "login");
    }

    @Test
    void theOthersAreLoggedOut() {
        Browser browser = loggedIn();
        var other = new Browser();
        other.logIn(PASSWORD).status(204);
        assertThat(browser.get(API + "session").json(200).path("browsers").asInt()).isEqualTo(2);

        browser.post(API + "logout-others", "").status(204);

        assertThat(browser.isLoggedIn()).isTrue();
        assertThat(other.isLoggedIn()).isFalse();
    }

    @Test
    void thePasswordIsChangedByWhoKnowsIt() {
        Browser browser = loggedIn();
        var other = new Browser();
        other.logIn(PASSWORD).status(204);
        assertThat(
                        browser.post(
                                        API + "password",
                                        "{'current':'wrong','password':'battery staple'}")
                                .error(403))
                .contains("current");

        browser.post(API + "password", "{'current':'" + PASSWORD + "','password':'battery staple'}")
                .status(204);

        assertThat(browser.isLoggedIn()).isTrue();
        assertThat(other.isLoggedIn()).isFalse();
        new Browser().logIn(PASSWORD).error(401);
        new Browser().logIn("battery staple").status(204);
        assertThat(auditLog()).contains("password changed", "password change refused");
    }

    @Test
    void guessingIsSlowedDownForTheGuesserAlone() {
        loggedIn();
        var guesser = new Browser();
        String body = "{'password':'guess'}";
        for (int i = 0; i < 5; i++) {
            guesser.post(API + "login", body, "X-Forwarded-For", "x, 192.0.2.66").error(401);
        }
        assertThat(
                        guesser.post(
                                        API + "login",
                                        "{'password':'" + PASSWORD + "'}",
                                        "X-Forwarded-For",
                                        "203.0.113.9, 192.0.2.66")
                                .error(429))
                .contains("wait");
        new Browser().logIn(PASSWORD).status(204);
        assertThat(auditLog().stream().filter("login refused"::equals)).hasSize(5);
        // The way out: a link.
        setUp(new Browser(), link(), "battery staple").status(204);
    }

    @Test
    void manyGuessesAtOnceAreNoWayAround() throws Exception {
        loggedIn();
        Callable<Integer> guess = () -> new Browser().logIn("guess").response().statusCode();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> codes = new ArrayList<>();
            for (Future<Integer> each :
                    threads.invokeAll(java.util.Collections.nCopies(20, guess))) {
                codes.add(each.get());
            }
            assertThat(codes).containsOnly(401, 429);
            assertThat(codes.stream().filter(code -> code == 401)).hasSizeLessThanOrEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rostra_dashboard=",
                "rostra_dashboard=x",
                "rostra_dashboard=' OR 1=1 --",
                "rostra_dashboard=%00",
                "rostra_dashboard=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "rostra_dashboard",
                "=;;=;"
            })
    void noOtherCookieLetsAnybodyIn(String cookie) {
        loggedIn();
        var stranger = new Browser();
        stranger.cookie = cookie;
        assertThat(stranger.isLoggedIn()).isFalse();
        for (String path : List.of("/v2/rooms", API + "overview", API + "rooms", "/v2/workspace")) {
            stranger.get(path).error(401);
        }
        stranger.cookie = "rostra_dashboard=" + "A".repeat(4000);
        stranger.get("/v2/rooms").error(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login    | []                                        | object",
                "login    | {                                         | not JSON",
                "login    | {'password':7}                            | password",
                "login    | {'password':null}                         | password",
                "login    | {'password':['x']}                        | password",
                "login    | {'password':'a\\u0000b'}                  | password",
                "setup    | {'password':'long enough'}                | token",
                "setup    | {'token':'x','password':'short'}          | at least 10",
                "setup    | {'token':'x','password':'\\uD800 1234567890'} | password",
                "setup    | {'token':{},'password':'long enough'}     | token",
            })
    void badBodiesNameTheField(String path, String body, String detail) {
        assertThat(new Browser().post(API + path, body).error(400)).contains(detail);
    }

    @Test
    void hugePasswordsAreRefusedBeforeTheyAreHashed() {
        loggedIn();
        assertThat(new Browser().logIn("x".repeat(257)).error(400)).contains("password");
        new Browser().logIn("x".repeat(300_000)).error(413);
        assertThat(setUp(new Browser(), link(), "p".repeat(257)).error(400)).contains("password");
    }

    @Test
    void theOverviewTellsWhoIsThereAndWhatWasDayByDay() {
        Browser browser = loggedIn();
        String room = server.mainRoom().id();
        server.live().join(room, "ann", "broadcaster");
        server.live().join(room, "bob", "hls-viewer");
        String first = Instant.now().minusSeconds(86_400 + 3600).toString();

        JsonNode overview = browser.get(API + "overview?days=2&first=" + first).json(200);

        JsonNode active = overview.path("active").get(0);
        assertThat(active.path("room_name").asText()).isEqualTo("Main Stage");
        assertThat(active.path("peers").asInt()).isEqualTo(2);
        assertThat(overview.path("days")).hasSize(2);
        assertThat(overview.path("days").get(0).path("peers").asInt()).isZero();
        JsonNode today = overview.path("days").get(1);
        assertThat(today.path("sessions").asInt()).isEqualTo(1);
        assertThat(today.path("peers").asInt()).isEqualTo(2);
        assertThat(overview.path("failures")).isEmpty();
        for (String query : List.of("days=0", "days=32", "days=x", "first=yesterday")) {
            assertThat(browser.get(API + "overview?" + query).error(400))
                    .contains(query.substring(0, query.indexOf('=')));
        }
        browser.get(API + "overview?first=9999-12-31T00:00:00Z").json(200);
        browser.get(API + "overview?first=1970-01-01T00:00:00Z").json(200);
    }

    @Test
    void roomsAreFoundByAPartOfTheirName() {
        Browser browser = loggedIn();
        for (String name : List.of("Monday Show", "Tuesday show", "100_percent")) {
            server.rooms()
                    .createOrReplace(
                            server.workspace().id(), server.mainRoom().templateId(), name, "");
        }
        String tuesday = find(browser, "tuesday").get(0).path("id").asText();
        server.post("/v2/rooms/" + tuesday, "{\"enabled\":false}").json(200);

        assertThat(find(browser, "SHOW")).hasSize(2);
        assertThat(find(browser, "tuesday").get(0).path("enabled").asBoolean()).isFalse();
        assertThat(find(browser, "100_")).hasSize(1);
        assertThat(find(browser, "_____")).isEmpty();
        assertThat(find(browser, "%25")).isEmpty();
        assertThat(find(browser, "!")).isEmpty();
        assertThat(find(browser, "'%20OR%201=1%20--")).isEmpty();
        assertThat(find(browser, tuesday)).hasSize(1);
        assertThat(find(browser, "")).hasSize(4);
        JsonNode page = browser.get(API + "rooms?limit=3").json(200);
        assertThat(
                        browser.get(API + "rooms?start=" + page.path("last").asText())
                                .json(200)
                                .path("data"))
                .hasSize(1);
        browser.get(API + "rooms?search=" + "x".repeat(129)).error(400);
        browser.get(API + "rooms?search=%00").error(400);
        JsonNode one = browser.get(API + "rooms/" + tuesday).json(200);
        assertThat(one.path("roles")).hasSize(2);
        browser.get(API + "rooms/none").error(404);
        browser.get(API + "nothing").error(404);
    }

    private static JsonNode find(Browser browser, String search) {
        return browser.get(API + "rooms?search=" + search).json(200).path("data");
    }
}
