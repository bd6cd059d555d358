package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RoleRequest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A room becomes large with its fifth member.
class LargeRoomTest {

    private final TestRoom room =
            new TestRoom(
                    new SessionConfig(
                            100, 20, 1000, 5, Duration.ofSeconds(75), Duration.ofSeconds(4)));
    private RecordingSocket ada;
    private RecordingSocket vera;

    @BeforeEach
    void fourJoin() throws Exception {
        ada = room.join("ada", BROADCASTER);
        vera = room.join("vera", VIEWER);
        room.join("v1", VIEWER);
        room.join("v2", VIEWER);
    }

    @Test
    void aSmallRoomTellsEverybodyOfEverybodyAndNeverTheNumber() {
        room.advance(10);
        assertThat(ada.count("on-peer-join")).isEqualTo(3);
        assertThat(ada.drain()).doesNotContain("session-info");
    }

    @Test
    void theAudienceIsForgottenAndCounted() throws Exception {
        ada.drain();
        RecordingSocket late = room.join("v3", VIEWER);
        assertThat(ada.last("room-info").path("large_room_optimization").asBoolean()).isTrue();
        assertThat(ada.last("on-peer-update").path("realtime").asBoolean()).isFalse();
        assertThat(ada.drain())
                .containsExactly("on-peer-update", "on-peer-update", "on-peer-update", "room-info");
        assertThat(late.last("peer-list").path("peers").fieldNames())
                .toIterable()
                .containsExactly("ada");
        room.advance(2);
        assertThat(ada.last("session-info").path("peer_count").asInt()).isEqualTo(5);
        room.join("v4", VIEWER);
        room.advance(2);
        assertThat(ada.drain()).containsExactly("session-info", "session-info");
        room.leave(room.connect("v4", VIEWER), "v4");
        room.advance(2);
        assertThat(ada.last("session-info").path("peer_count").asInt()).isEqualTo(5);
        assertThat(ada.drain()).containsExactly("session-info");
    }

    @Test
    void whoIsStillInThePreviewLearnsThatTheRoomIsLarge() throws Exception {
        RecordingSocket preview = room.connect("preview", VIEWER);
        preview.drain();
        room.join("v3", VIEWER);
        assertThat(preview.last("room-info").path("large_room_optimization").asBoolean()).isTrue();
    }

    @Test
    void whoRaisesAHandIsSeenUntilItComesDown() throws Exception {
        room.join("v3", VIEWER);
        ada.drain();
        room.request(vera, "vera", new Request.GroupJoin("_handraise"));
        JsonNode raised = ada.last("on-peer-update");
        assertThat(raised.path("realtime").asBoolean()).isTrue();
        assertThat(raised.path("groups").path(0).asText()).isEqualTo("_handraise");
        room.request(vera, "vera", new Request.GroupLeave("_handraise"));
        assertThat(ada.last("on-peer-update").path("realtime").asBoolean()).isFalse();
        assertThat(ada.drain()).containsExactly("on-peer-update", "on-peer-update");
        room.request(vera, "vera", new Request.PeerUpdate("New", null));
        assertThat(ada.drain()).as("nobody knows this peer").isEmpty();
    }

    @Test
    void whoComesOnStageIsSeen() throws Exception {
        room.join("v3", VIEWER);
        ada.drain();
        room.request(ada, "ada", new RoleRequest.ChangePeer("vera", BROADCASTER, true));
        assertThat(ada.last("on-peer-update").path("realtime").asBoolean()).isTrue();
        room.request(ada, "ada", new RoleRequest.ChangePeer("vera", VIEWER, true));
        assertThat(ada.last("on-peer-update").path("realtime").asBoolean()).isFalse();
        ada.drain();
        room.leave(vera, "vera");
        assertThat(ada.drain()).doesNotContain("on-peer-leave");
    }

    @Test
    void whoComesBackIsToldTheSame() throws Exception {
        room.join("v3", VIEWER);
        RecordingSocket again = room.connect("ada", BROADCASTER);
        assertThat(again.last("room-info").path("large_room_optimization").asBoolean()).isTrue();
        assertThat(again.last("peer-list").path("peers")).isEmpty();
        assertThat(again.drain())
                .containsExactly("on-policy-change", "room-info", "peer-list", "session-info");
    }
}
