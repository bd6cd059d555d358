package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.store.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollsApiTest {

    private static final String QUIZ =
            """
            {"title":"Capitals","type":"quiz","duration":60,"questions":[
              {"text":"France?","type":"single-choice","weight":5,
               "options":[{"text":"Lyon"},{"text":"Paris"},{"text":"Nice"}],
               "answer":{"options":[2],"hidden":true}},
              {"text":"Why?","type":"short-answer","answer_max_len":20,
               "answer":{"text":"because","case":true}}]}\
            """;

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
    void pollsAreWrittenAndRewritten() {
        JsonNode made = server.post("/v2/polls", QUIZ).json(200);
        String poll = "/v2/polls/" + made.path("id").asText();
        assertThat(made.path("mode").asText()).isEqualTo("userid");
        assertThat(made.path("start").asText()).isEqualTo("auto");
        assertThat(made.path("questions").get(0).path("answer").path("hidden").asBoolean())
                .isTrue();
        assertThat(made.path("questions").get(1).path("answer").path("case").asBoolean()).isTrue();
        assertThat(server.get(poll).json(200)).isEqualTo(made);
        // What was shown can be sent back.
        assertThat(server.post(poll, made.toString()).json(200)).isEqualTo(made);

        String added =
                "{\"text\":\"Sure?\",\"type\":\"single-choice\",\"options\":[{\"text\":\"yes\"}]}";
        JsonNode third = server.post(poll + "/questions/3", added).json(200);
        assertThat(third.path("index").asInt()).isEqualTo(3);
        server.post(poll + "/questions/5", added).error(404);
        server.delete(poll + "/questions/2").status(204);
        assertThat(texts(server.get(poll).json(200).path("questions")))
                .containsExactly("France?", "Sure?");

        String options = poll + "/questions/1/options/";
        server.post(options + "4", "{\"text\":\"Lille\"}").json(200);
        server.delete(options + "1").status(204);
        JsonNode first = server.get(poll).json(200).path("questions").get(0);
        assertThat(texts(first.path("options"))).containsExactly("Paris", "Nice", "Lille");
        assertThat(first.path("answer").path("options").get(0).asInt()).isEqualTo(1);
        server.delete(options + "4").error(404);
        server.delete(poll + "/questions/2/options/1").error(409);
        server.delete(poll + "/questions/0").error(404);
        server.get("/v2/polls/" + "f".repeat(24)).error(404);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.path("text").asText()));
        return texts;
    }

    @Test
    void answersCanBeRead() {
        String id = server.post("/v2/polls", QUIZ).json(200).path("id").asText();
        String poll = "/v2/polls/" + id;
        String session = server.live().join(room, "ann", "broadcaster");
        server.memory().on(new RoomEvent.PollStarted(room, session, id, Instant.now()));
        answer(session, id, "ann", List.of(1), 0);
        answer(session, id, "bob", List.of(2), 5);
        answer(session, id, "ann", List.of(2), 5);
        server.memory().on(new RoomEvent.PollStopped(room, session, id, Instant.now()));

        JsonNode run = server.get(poll + "/sessions").json(200).path("responses").get(0);
        assertThat(run.path("session_id").asText()).isEqualTo(session);
        assertThat(run.path("total_responses").asInt()).isEqualTo(2);
        assertThat(run.path("unique_participants").asInt()).isEqualTo(2);
        assertThat(run.path("stopped_at").isTextual()).isTrue();
        assertThat(server.get(poll + "/sessions/" + session).json(200)).isEqualTo(run);

        JsonNode page = server.get(poll + "/responses").json(200);
        assertThat(page.path("responses")).hasSize(2);
        JsonNode last = page.path("responses").get(0);
        assertThat(last.path("user_id").asText()).isEqualTo("user-ann");
        assertThat(last.path("update").asBoolean()).isTrue();
        assertThat(last.path("retries").asInt()).isEqualTo(1);
        assertThat(server.get(poll + "/responses?all=true").json(200).path("responses")).hasSize(3);
        assertThat(server.get(poll + "/responses?question=2").json(200).path("responses"))
                .isEmpty();
        assertThat(
                        server.get(poll + "/responses/" + last.path("original_response").asText())
                                .json(200)
                                .path("options")
                                .get(0)
                                .asInt())
                .isEqualTo(1);
        JsonNode results = server.get(poll + "/results?limit=1").json(200);
        assertThat(results.path("results").get(0).path("score").asInt()).isEqualTo(5);
        String next = poll + "/results?limit=1&start=" + results.path("last").asText();
        JsonNode second = server.get(next).json(200).path("results").get(0);
        assertThat(server.get(poll + "/results/" + second.path("id").asText()).json(200))
                .isEqualTo(second);
    }

    private void answer(
            String session, String poll, String peer, List<Integer> options, int score) {
        server.memory()
                .on(
                        new RoomEvent.PollAnswered(
                                room,
                                session,
                                poll,
                                1,
                                "user-" + peer,
                                peer,
                                "user-" + peer,
                                false,
                                options,
                                "",
                                score,
                                900,
                                Instant.now()));
    }

    @Test
    void nobodyIsNamedInAnAnonymousPoll() {
        String body = QUIZ.replace("\"type\":\"quiz\"", "\"anonymous\":true");
        String id = server.post("/v2/polls", body).json(200).path("id").asText();
        String session = server.live().join(room, "ann", "broadcaster");
        server.memory().on(new RoomEvent.PollStarted(room, session, id, Instant.now()));
        answer(session, id, "ann", List.of(1), 0);
        for (String list : List.of("responses", "results")) {
            String text = server.get("/v2/polls/" + id + "/" + list).json(200).toString();
            assertThat(text).contains("\"question\":1").doesNotContain("ann");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | title",
                "{'title':7} | title",
                "{'title':'t','mode':'x'} | mode",
                "{'title':'t','type':'x'} | type",
                "{'title':'t','start':'x'} | start",
                "{'title':'t','duration':-1} | duration",
                "{'title':'t','questions':{}} | questions",
                "{'title':'t','questions':[{'type':'short-answer'}]} | questions[0].text",
                "{'title':'t','questions':[{'text':'q'}]} | questions[0].type",
                "{'title':'t','questions':[{'text':'q','type':'single-choice'}]} |"
                        + " questions[0].options",
                "{'title':'t','questions':[{'text':'q','type':'single-choice','options':[{}]}]} |"
                        + " questions[0].options[0].text",
                "{'title':'t','questions':[{'text':'q','type':'single-choice',"
                        + "'options':[{'text':'a'}],'answer':{'options':[2]}}]} |"
                        + " questions[0].answer.options[0]",
                "{'title':'t','questions':[{'text':'q','type':'long-answer','answer_min_len':9,"
                        + "'answer_max_len':3}]} | answer_min_len"
            })
    void badPollsNameTheField(String body, String field) {
        assertThat(server.post("/v2/polls", body.replace('\'', '"')).error(400)).contains(field);
    }
}
