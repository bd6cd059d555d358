package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.template.Permissions;
import io.rostra.platform.template.Role;
import io.rostra.signalling.rpc.RequestCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Polls as clients ask for them: requests go in as JSON.
class PollsTest {

    /// May see and answer polls, and no more.
    private static final String GUEST = "guest";

    private final TestRoom room = new TestRoom();
    private RecordingSocket ada;
    private RecordingSocket gus;
    private RecordingSocket vera;

    @BeforeEach
    void everybodyJoins() throws Exception {
        Map<String, Role> roles = new LinkedHashMap<>(room.template.roles());
        Role viewer = roles.get(VIEWER);
        roles.put(
                GUEST,
                new Role(
                        GUEST,
                        viewer.publishParams(),
                        viewer.subscribeParams(),
                        new Permissions(
                                false, false, false, false, false, false, false, false, true, false,
                                false),
                        2,
                        0));
        // One who may not see them.
        roles.put(
                VIEWER,
                new Role(
                        VIEWER,
                        viewer.publishParams(),
                        viewer.subscribeParams(),
                        Permissions.NONE,
                        5,
                        0));
        room.template = room.template.withRoles(roles);
        ada = room.join("ada", BROADCASTER);
        gus = room.join("gus", GUEST);
        vera = room.join("vera", VIEWER);
        drain();
    }

    private void drain() {
        ada.drain();
        gus.drain();
        vera.drain();
    }

    /// @return the result or the error
    private JsonNode ask(RecordingSocket socket, String peer, String method, String params)
            throws Exception {
        String text =
                """
                {"method":"%s","id":"1","params":%s}\
                """
                        .formatted(method, params);
        room.request(socket, peer, RequestCodec.decode(text).request());
        return socket.reply();
    }

    private JsonNode ada(String method, String params) throws Exception {
        return ask(ada, "ada", method, params);
    }

    private JsonNode gus(String method, String params) throws Exception {
        return ask(gus, "gus", method, params);
    }

    private static final String QUESTIONS =
            """
            {"poll_id":"p","questions":[
             {"question":{"index":1,"text":"2+2?","type":"single-choice","weight":10,"once":true},
              "options":[{"index":1,"text":"3"},{"index":2,"text":"4"}],
              "answer":{"hidden":true,"option":2}},
             {"question":{"index":2,"text":"Even?","type":"multiple-choice","weight":5,"skippable":true},
              "options":[{"text":"1"},{"text":"2"},{"text":"4"}],
              "answer":{"hidden":false,"options":[2,3]}},
             {"question":{"index":3,"text":"Who?","type":"short-answer","answer_max_len":5},
              "answer":{"hidden":false,"text":"Ada","trim":true}}]}\
            """;

    private void quiz(String more) throws Exception {
        JsonNode made =
                ada(
                        "poll-info-set",
                        """
                        {"poll_id":"p","id":"p","title":"Sums","type":"quiz","questions":[1],
                         "rolesThatCanVote":[]%s}\
                        """
                                .formatted(more));
        assertThat(made.path("poll_id").asText()).isEqualTo("p");
        assertThat(ada("poll-questions-set", QUESTIONS).path("total_questions").asInt())
                .isEqualTo(3);
        drain();
    }

    private JsonNode start() throws Exception {
        return ada("poll-start", "{\"poll_id\":\"p\"}");
    }

    private JsonNode vote(String responses) throws Exception {
        return gus("poll-response", "{\"poll_id\":\"p\",\"responses\":[" + responses + "]}");
    }

    @Test
    void aPollWithoutAnIdGetsOne() throws Exception {
        String id = ada("poll-info-set", "{\"title\":\"x\"}").path("poll_id").asText();
        assertThat(ada("poll-info-get", "{\"poll_id\":\"" + id + "\"}").path("state").asText())
                .isEqualTo("created");
    }

    @Test
    void startIsToldToThoseWhoMayReadPollsTheStarterIncluded() throws Exception {
        quiz(",\"duration\":60");
        assertThat(start().path("duration").asInt()).isEqualTo(60);
        JsonNode started = gus.last("on-poll-start").path("polls").path(0);
        assertThat(started.path("title").asText()).isEqualTo("Sums");
        assertThat(started.path("state").asText()).isEqualTo("started");
        assertThat(started.path("started_by").asText()).isEqualTo("ada");
        assertThat(ada.count("on-poll-start")).isEqualTo(1);
        assertThat(vera.drain()).isEmpty();
        start();
        assertThat(gus.count("on-poll-start")).as("a repeated start").isEqualTo(1);
    }

    @Test
    void hiddenAnswersAreForTheAuthorsUntilTheEnd() throws Exception {
        quiz("");
        start();
        String get = "{\"poll_id\":\"p\",\"index\":0,\"count\":50}";
        JsonNode seen = gus("poll-questions-get", get);
        assertThat(seen.path("questions")).hasSize(3);
        assertThat(seen.path("last").asBoolean()).isTrue();
        assertThat(seen.at("/questions/0/answer").isMissingNode()).isTrue();
        assertThat(seen.at("/questions/1/answer/options")).hasSize(2);
        assertThat(seen.at("/questions/0/question/text").asText()).isEqualTo("2+2?");
        assertThat(seen.at("/questions/0/options/1/text").asText()).isEqualTo("4");
        assertThat(ada("poll-questions-get", get).at("/questions/0/answer/option").asInt())
                .isEqualTo(2);
        ada("poll-stop", "{\"poll_id\":\"p\"}");
        assertThat(gus("poll-questions-get", get).at("/questions/0/answer/option").asInt())
                .isEqualTo(2);
    }

    @Test
    void votesAreCountedAndToldOnceASecond() throws Exception {
        quiz("");
        start();
        drain();
        JsonNode counted =
                vote(
                        """
                        {"question":1,"type":"single-choice","option":2,"duration":1500},
                        {"question":2,"options":[3,2],"duration":500},
                        {"question":3,"text":" ada "}\
                        """);
        assertThat(counted.at("/result/0/correct").asBoolean()).as("not told yet").isFalse();
        assertThat(counted.at("/result/1/correct").asBoolean()).isTrue();
        assertThat(counted.at("/result/2/correct").asBoolean()).isTrue();
        assertThat(counted.at("/result/0/error").isMissingNode()).isTrue();
        assertThat(ada.drain()).isEmpty();
        room.advance(1);
        JsonNode stats = ada.last("on-poll-stats").path("polls").path(0);
        assertThat(stats.path("poll_id").asText()).isEqualTo("p");
        assertThat(stats.path("total_response").asInt()).isEqualTo(3);
        assertThat(stats.path("user_count").asInt()).isEqualTo(1);
        assertThat(stats.path("max_user").asInt()).isEqualTo(3);
        assertThat(stats.at("/questions/0/options").toString()).isEqualTo("[0,1]");
        assertThat(stats.at("/questions/1/options").toString()).isEqualTo("[0,1,1]");
        room.advance(5);
        assertThat(ada.drain()).containsExactly("on-poll-stats");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"question\":9,\"option\":1}",
                "{\"question\":1,\"option\":3}",
                "{\"question\":1,\"option\":-1}",
                "{\"question\":1,\"option\":0}",
                "{\"question\":1}",
                "{\"question\":1,\"skipped\":true}",
                "{\"question\":2,\"options\":[]}",
                "{\"question\":2,\"options\":[4]}",
                "{\"question\":3,\"text\":\"\"}",
                "{\"question\":3,\"text\":\"too long\"}"
            })
    void badVotesDoNotCountAndTheOthersDo(String bad) throws Exception {
        quiz("");
        start();
        JsonNode counted = vote(bad + ",{\"question\":2,\"skipped\":true}");
        assertThat(counted.at("/result/0/error/code").asInt()).isEqualTo(400);
        assertThat(counted.at("/result/1/error").isMissingNode()).isTrue();
        assertThat(ada("poll-result", "{\"poll_id\":\"p\"}").at("/questions/1/skipped").asInt())
                .isEqualTo(1);
    }

    @Test
    void aSecondAnswerReplacesTheFirstUnlessThatIsFinal() throws Exception {
        quiz("");
        start();
        vote("{\"question\":1,\"option\":1},{\"question\":3,\"text\":\"Bo\"}");
        JsonNode again = vote("{\"question\":1,\"option\":2},{\"question\":3,\"text\":\"Ada\"}");
        assertThat(again.at("/result/0/error/message").asText()).contains("before");
        JsonNode own =
                gus("poll-responses", "{\"poll_id\":\"p\",\"index\":0,\"count\":50,\"self\":true}");
        assertThat(own.path("responses")).hasSize(2);
        assertThat(own.at("/responses/0/response/option").asInt()).isEqualTo(1);
        assertThat(own.at("/responses/1/response/text").asText()).isEqualTo("Ada");
        assertThat(own.at("/responses/1/response/update").asBoolean()).isTrue();
        assertThat(own.at("/responses/1/peer/username").asText()).isEqualTo("Name of gus");
    }

    @Test
    void anonymousVotesStayAnonymous() throws Exception {
        quiz(",\"anonymous\":true");
        start();
        vote("{\"question\":1,\"option\":2}");
        JsonNode all =
                ada(
                        "poll-responses",
                        "{\"poll_id\":\"p\",\"index\":0,\"count\":50,\"self\":false}");
        assertThat(all.at("/responses/0/peer/hash").asText()).hasSize(64);
        assertThat(all.toString()).doesNotContain("gus");
    }

    @Test
    void responsesAreForTheRolesNamed() throws Exception {
        quiz(",\"responses\":[\"broadcaster\"],\"vote\":[\"broadcaster\"]");
        start();
        assertThat(vote("{\"question\":1,\"option\":2}").path("code").asInt()).isEqualTo(403);
        assertThat(gus("poll-result", "{\"poll_id\":\"p\"}").path("code").asInt()).isEqualTo(403);
        assertThat(
                        gus("poll-responses", "{\"poll_id\":\"p\",\"self\":true}")
                                .path("responses")
                                .isArray())
                .isTrue();
    }

    @Test
    void theLeaderboardCountsPointsThenSpeed() throws Exception {
        quiz("");
        start();
        vote("{\"question\":1,\"option\":2,\"duration\":900}");
        ask(
                ada,
                "ada",
                "poll-response",
                """
                {"poll_id":"p","responses":[{"question":1,"option":2,"duration":100},
                 {"question":2,"options":[2,3],"duration":100},
                 {"question":3,"text":"Ada","duration":100}]}\
                """);
        String get = "{\"poll_id\":\"p\",\"count\":1,\"offset\":0}";
        assertThat(gus("poll-leaderboard", get).path("code").asInt())
                .as("not while it runs")
                .isEqualTo(403);
        ada("poll-stop", "{\"poll_id\":\"p\"}");
        assertThat(gus.last("on-poll-stop").at("/polls/0/stopped_by").asText()).isEqualTo("ada");
        JsonNode board = gus("poll-leaderboard", get);
        assertThat(board.path("questions")).hasSize(1);
        assertThat(board.path("last").asBoolean()).isFalse();
        assertThat(board.path("voted_users").asInt()).isEqualTo(2);
        assertThat(board.path("correct_users").asInt()).isEqualTo(1);
        assertThat(board.at("/questions/0/position").asInt()).isEqualTo(1);
        assertThat(board.at("/questions/0/score").asInt()).isEqualTo(16);
        assertThat(board.at("/questions/0/peer/peerid").asText()).isEqualTo("ada");
        assertThat(board.path("avg_score").asDouble()).isEqualTo(13);
        JsonNode rest = gus("poll-leaderboard", "{\"poll_id\":\"p\",\"count\":10,\"offset\":1}");
        assertThat(rest.at("/questions/0/peer/peerid").asText()).isEqualTo("gus");
        assertThat(rest.path("last").asBoolean()).isTrue();
    }

    @Test
    void aPollEndsWithItsTime() throws Exception {
        quiz(",\"duration\":30");
        start();
        room.advance(29);
        assertThat(gus.count("on-poll-stop")).isZero();
        room.advance(2);
        assertThat(gus.last("on-poll-stop").at("/polls/0/poll_id").asText()).isEqualTo("p");
        assertThat(vote("{\"question\":1,\"option\":2}").path("code").asInt()).isEqualTo(400);
        assertThat(start().path("code").asInt()).as("over for good").isEqualTo(400);
    }

    @Test
    void draftsAreForTheirAuthors() throws Exception {
        quiz("");
        assertThat(gus("poll-info-get", "{\"poll_id\":\"p\"}").path("code").asInt()).isEqualTo(404);
        assertThat(gus("poll-list", "{\"count\":50}").path("polls")).isEmpty();
        assertThat(ada("poll-list", "{\"count\":50,\"state\":\"created\"}").path("polls"))
                .hasSize(1);
        assertThat(ada("poll-list", "{\"state\":\"stopped\"}").path("polls")).isEmpty();
        start();
        assertThat(gus("poll-list", "{\"state\":\"started\"}").path("polls")).hasSize(1);
        assertThat(ada("poll-questions-set", QUESTIONS).path("code").asInt())
                .as("locked when it has started")
                .isEqualTo(400);
    }

    @Test
    void listsComeInPages() throws Exception {
        for (int i = 0; i < 3; i++) {
            ada("poll-info-set", "{\"poll_id\":\"p" + i + "\",\"title\":\"x\"}");
        }
        JsonNode first = ada("poll-list", "{\"count\":2}");
        assertThat(first.path("polls")).hasSize(2);
        JsonNode second =
                ada("poll-list", "{\"count\":2,\"start\":\"" + first.path("last").asText() + "\"}");
        assertThat(second.at("/polls/0/poll_id").asText()).isEqualTo("p2");
        assertThat(second.path("last").asText()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "poll-info-get",
                "poll-questions-get",
                "poll-start",
                "poll-stop",
                "poll-response",
                "poll-responses",
                "poll-result",
                "poll-leaderboard"
            })
    void aPollThatIsNotThere(String method) throws Exception {
        assertThat(ada(method, "{\"poll_id\":\"nothing\"}").path("code").asInt()).isEqualTo(404);
        assertThat(ask(vera, "vera", method, "{\"poll_id\":\"nothing\"}").path("code").asInt())
                .isEqualTo(403);
    }

    @Test
    void tooManyPollsAreRefused() throws Exception {
        for (int i = 0; i < 100; i++) {
            ada("poll-info-set", "{\"poll_id\":\"p" + i + "\",\"title\":\"x\"}");
        }
        assertThat(ada("poll-info-set", "{\"title\":\"x\"}").path("code").asInt()).isEqualTo(413);
    }

    @Test
    void aRunningPollSurvivesARestartWithItsVotes() throws Exception {
        quiz(",\"duration\":60");
        start();
        vote("{\"question\":1,\"option\":2,\"duration\":900}");
        room.advance(1);
        TestRoom after = room.afterCrash();
        RecordingSocket again = after.connect("ada", BROADCASTER);
        after.request(
                again,
                "ada",
                RequestCodec.decode(
                                "{\"method\":\"poll-result\",\"id\":\"1\",\"params\":{\"poll_id\":\"p\"}}")
                        .request());
        assertThat(again.reply().at("/questions/0/options").toString()).isEqualTo("[0,1]");
        after.advance(61);
        assertThat(again.last("on-poll-stop").at("/polls/0/poll_id").asText()).isEqualTo("p");
    }
}
