package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.live.SessionMemory;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.RoleRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The process is restarted while a session runs.
class ResumeTest {

    private final TestRoom room = new TestRoom();
    private RecordingSocket ada;

    @BeforeEach
    void everybodyJoins() throws Exception {
        ada = room.join("ada", BROADCASTER);
        RecordingSocket vera = room.join("vera", VIEWER);
        room.request(vera, "vera", new Request.GroupJoin("_handraise"));
        room.request(ada, "ada", new RoleRequest.ChangePeer("vera", BROADCASTER, true));
        room.advance(1);
    }

    @Test
    void whoComesBackFindsItsPlaceRoleAndHand() throws Exception {
        TestRoom after = room.afterCrash();
        assertThat(after.snapshot.orElseThrow().sessionId())
                .isEqualTo(room.snapshot.orElseThrow().sessionId());
        RecordingSocket vera = after.connect("vera", VIEWER);
        assertThat(vera.last("on-policy-change").path("name").asText())
                .as("as changed, not as in the token")
                .isEqualTo(BROADCASTER);
        assertThat(vera.last("peer-list").path("peers").has("ada")).isTrue();
        RecordingSocket adaAgain = after.connect("ada", BROADCASTER);
        JsonNode veraSeen = adaAgain.last("peer-list").path("peers").path("vera");
        assertThat(veraSeen.path("groups").path(0).asText()).isEqualTo("_handraise");
        assertThat(veraSeen.path("info").path("name").asText()).isEqualTo("Name of vera");
        assertThat(vera.drain()).as("nobody joined or left").doesNotContain("on-peer-join");
    }

    @Test
    void connectionsOfTheOldProcessAreBuiltAnew() throws Exception {
        TestRoom after = room.afterCrash();
        RecordingSocket again = after.connect("ada", BROADCASTER);
        after.request(again, "ada", new Request.Offer("v=0", List.of(), "old node"));
        assertThat(again.last("error").path("code").asInt()).isEqualTo(421);
        assertThat(again.last("node-info").path("sfu_node_id").asText()).isEqualTo("node-1");
    }

    @Test
    void whoDoesNotComeBackIsGoneAfterAWhile() throws Exception {
        TestRoom after = room.afterCrash();
        RecordingSocket adaAgain = after.connect("ada", BROADCASTER);
        adaAgain.drain();
        after.advance(76);
        assertThat(adaAgain.drain()).containsExactly("on-peer-leave");
    }

    @Test
    void nobodyComesBack() {
        TestRoom after = room.afterCrash();
        after.advance(76);
        assertThat(after.over).isTrue();
        assertThat(after.memory.entries).isEmpty();
    }

    @Test
    void strangersDoNotTakeThePlaceOfOthers() {
        TestRoom after = room.afterCrash();
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() ->
                        after.connect(
                                "ada",
                                TestRoom.token("somebody else", BROADCASTER),
                                false,
                                new RecordingSocket()));
    }

    @Test
    void tokensAreNotWrittenDown() {
        assertThat(room.memory.entries.toString()).doesNotContain("token of");
    }

    @Test
    void whoHasLeftIsNotRemembered() throws Exception {
        room.leave(ada, "ada");
        room.advance(1);
        TestRoom after = room.afterCrash();
        assertThat(after.connect("vera", VIEWER).last("peer-list").path("peers")).isEmpty();
    }

    @Test
    void anEndedSessionLeavesNothing() throws Exception {
        room.leave(ada, "ada");
        room.leave(room.connect("vera", VIEWER), "vera");
        room.advance(1);
        assertThat(room.over).isTrue();
        assertThat(room.memory.entries).isEmpty();
    }

    @Test
    void aServerThatStopsInOrderKeepsEverything() {
        room.session.close();
        assertThat(room.memory.entries).containsKeys("session", "peer/ada", "peer/vera");
    }

    @Test
    void damagedEntriesCostOnlyThemselves() throws Exception {
        room.memory.entries.put("peer/ada", "{\"id\":7");
        room.memory.entries.put("chat/1", "nonsense");
        room.memory.entries.put("poll/x", "{\"unknown\":true}");
        TestRoom after = room.afterCrash();
        assertThat(after.connect("vera", VIEWER).last("peer-list").path("peers")).isEmpty();
    }

    /// A store in the memory of the test.
    private static final class MapMemory implements SessionMemory {
        final List<String> calls = new ArrayList<>();

        @Override
        public Map<String, Map<String, String>> recall() {
            return Map.of(
                    "r1", session(1_700_000_000_000L - 60_000),
                    "r2", session(1_700_000_000_000L - 60_000),
                    "long ago", session(1_700_000_000_000L - 600_000),
                    "damaged", Map.of("session", "{}"));
        }

        private static Map<String, String> session(long seenAt) {
            return Map.of("session", "{\"id\":\"s\",\"startedAt\":1,\"seenAt\":" + seenAt + "}");
        }

        @Override
        public void keep(String roomId, List<Entry> entries) {
            calls.add("keep " + roomId);
            throw new IllegalStateException("the disk is gone");
        }

        @Override
        public void forget(String roomId) {
            calls.add("forget " + roomId);
        }
    }

    @Test
    void whatIsLeftIsHandedOutOnceAndNotTooLate() {
        var memory = new MapMemory();
        var clock = new HandDrivenLoop();
        var scribe = new Scribe(memory, clock);
        assertThat(scribe.take("r1")).isPresent();
        assertThat(scribe.take("r1")).isEmpty();
        clock.advance(Scribe.RESUME.plus(Duration.ofSeconds(1)));
        assertThat(scribe.take("r2")).isEmpty();
        scribe.keep("r3", List.of(new SessionMemory.Entry("k", "v")));
        scribe.forget("r3");
        scribe.close();
        assertThat(memory.calls)
                .containsSequence("forget r2", "keep r3", "forget r3")
                .contains("forget long ago", "forget damaged")
                .doesNotContain("forget r1");
    }
}
