package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.poll.PollDefinition;
import io.rostra.platform.poll.PollDefinition.Answer;
import io.rostra.platform.poll.PollDefinition.Option;
import io.rostra.platform.poll.PollDefinition.Question;
import io.rostra.signalling.rpc.RequestCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Polls that a backend linked to the room.
class LinkedPollsTest {

    private static final String AUTO = "64f0c0ffee64f0c0ffee64f1";
    private static final String MANUAL = "64f0c0ffee64f0c0ffee64f2";

    private final TestRoom room = new TestRoom();
    private RecordingSocket ada;

    @BeforeEach
    void joins() throws Exception {
        Map<String, PollDefinition> polls = new LinkedHashMap<>();
        polls.put(AUTO, poll("auto"));
        polls.put(MANUAL, poll("manual"));
        room.polls = polls;
        ada = room.join("ada", BROADCASTER);
    }

    private static PollDefinition poll(String start) {
        var answer = new Answer(false, List.of(2), "", false, true);
        var question =
                new Question(
                        1,
                        "2+2?",
                        "text",
                        List.of(),
                        true,
                        0,
                        false,
                        7,
                        0,
                        0,
                        "single-choice",
                        answer,
                        List.of(new Option(1, "3", 1), new Option(2, "4", 1)));
        return new PollDefinition("Sums", 0, false, "userid", "quiz", start, List.of(question));
    }

    private JsonNode ask(String method, String params) throws Exception {
        String text =
                """
                {"method":"%s","id":"1","params":%s}\
                """
                        .formatted(method, params);
        room.request(ada, "ada", RequestCodec.decode(text).request());
        return ada.reply();
    }

    private String state(String poll) throws Exception {
        return ask("poll-info-get", "{\"poll_id\":\"" + poll + "\"}").path("state").asText();
    }

    private <T> List<T> events(Class<T> type) {
        return room.events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void oneBeginsWithTheSessionTheOtherWhenSomebodyStartsIt() throws Exception {
        assertThat(state(AUTO)).isEqualTo("started");
        assertThat(state(MANUAL)).isEqualTo("created");
        ask("poll-start", "{\"poll_id\":\"" + MANUAL + "\"}");
        assertThat(state(MANUAL)).isEqualTo("started");
        assertThat(events(RoomEvent.PollStarted.class))
                .extracting(RoomEvent.PollStarted::pollId)
                .containsExactly(AUTO, MANUAL);
        ask("poll-stop", "{\"poll_id\":\"" + AUTO + "\"}");
        assertThat(events(RoomEvent.PollStopped.class)).hasSize(1);
    }

    @Test
    void answersAreToldToWhomKeepsTheBooks() throws Exception {
        String vote =
                "{\"poll_id\":\"" + AUTO + "\",\"responses\":[{\"question\":1,\"option\":%d}]}";
        ask("poll-response", vote.formatted(1));
        ask("poll-response", vote.formatted(2));
        ask("poll-response", vote.formatted(9));
        List<RoomEvent.PollAnswered> answers = events(RoomEvent.PollAnswered.class);
        assertThat(answers).extracting(RoomEvent.PollAnswered::score).containsExactly(0, 7);
        assertThat(answers.getLast().options()).containsExactly(2);
        assertThat(answers.getLast().userId()).isEqualTo("user-ada");
    }

    @Test
    void aNewSessionBeginsWithThemAnew() throws Exception {
        ask("poll-stop", "{\"poll_id\":\"" + AUTO + "\"}");
        // Somebody looks in, so that the room stays.
        room.connect("bo", BROADCASTER);
        room.leave(ada, "ada");
        ada = room.join("ada", BROADCASTER);
        assertThat(state(AUTO)).isEqualTo("started");
    }
}
