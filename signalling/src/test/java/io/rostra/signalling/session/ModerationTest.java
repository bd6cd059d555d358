package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.live.RoomEvent;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.signalling.rpc.ModerationRequest;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.RoleRequest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModerationTest {

    private final TestRoom room = new TestRoom();
    private RecordingSocket ada;
    private RecordingSocket bo;
    private RecordingSocket vera;

    @BeforeEach
    void everybodyJoins() throws Exception {
        ada = room.join("ada", BROADCASTER);
        bo = room.join("bo", BROADCASTER);
        vera = room.join("vera", VIEWER);
        List.of(ada, bo, vera).forEach(RecordingSocket::drain);
    }

    private void asAda(Request request) {
        room.request(ada, "ada", request);
    }

    static List<Request> requests() {
        return List.of(
                new ModerationRequest.MuteTrack("bo", "t", true),
                new ModerationRequest.MuteTrack("bo", "t", false),
                new ModerationRequest.MuteTracks(true, null, null, List.of()),
                new ModerationRequest.MuteTracks(false, null, null, List.of()),
                new ModerationRequest.RemovePeer("bo", ""),
                new ModerationRequest.EndRoom(true, ""),
                new ModerationRequest.GroupAdd("bo", "g"),
                new ModerationRequest.GroupRemove("bo", "g"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void nobodyDoesToOthersWhatTheRoleDoesNotAllow(Request request) {
        room.request(vera, "vera", request);
        assertThat(vera.last("error").path("code").asInt()).isEqualTo(403);
        assertThat(bo.drain()).isEmpty();
        assertThat(room.locked).isEmpty();
    }

    @Test
    void manyTracksAreMutedByThoseWhoPublishThem() {
        asAda(
                new ModerationRequest.MuteTracks(
                        true, MediaKind.AUDIO, "regular", List.of(BROADCASTER)));
        JsonNode request = bo.last("on-change-track-mute-state-request");
        assertThat(request.path("value").asBoolean()).isTrue();
        assertThat(request.path("type").asText()).isEqualTo("audio");
        assertThat(request.path("source").asText()).isEqualTo("regular");
        assertThat(request.path("requested_by").asText()).isEqualTo("ada");
        assertThat(vera.drain()).isEmpty();
        assertThat(ada.drain()).containsExactly("result");

        asAda(new ModerationRequest.MuteTracks(false, null, null, List.of()));
        assertThat(vera.last("on-change-track-mute-state-request").has("type")).isFalse();
    }

    @Test
    void aTrackThatIsNotThereCannotBeMuted() {
        asAda(new ModerationRequest.MuteTrack("bo", "nothing", true));
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(404);
        asAda(new ModerationRequest.MuteTrack("nobody", "nothing", true));
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(404);
    }

    @Test
    void removedPeerIsToldAndGone() throws Exception {
        asAda(new ModerationRequest.RemovePeer("bo", "too loud"));
        JsonNode notice = bo.last("on-peer-leave-request");
        assertThat(notice.path("requested_by").asText()).isEqualTo("ada");
        assertThat(notice.path("reason").asText()).isEqualTo("too loud");
        assertThat(notice.path("room_end").asBoolean()).isFalse();
        assertThat(bo.closed()).isEqualTo(ClientSocket.CloseReason.LEFT);
        assertThat(vera.drain()).containsExactly("on-peer-leave");
        asAda(new ModerationRequest.RemovePeer("bo", ""));
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(404);
        room.join("bo", BROADCASTER);
        assertThat(vera.drain()).containsExactly("on-peer-join");
    }

    @Test
    void whoIsPutOutWhileAwayHearsOfItWhenItComesBack() throws Exception {
        room.session.disconnected(bo, "bo", Disconnect.LOST);
        asAda(new ModerationRequest.RemovePeer("bo", "too loud"));
        RecordingSocket back = room.connect("bo", BROADCASTER);
        assertThat(back.last("on-peer-leave-request").path("reason").asText())
                .isEqualTo("too loud");
        assertThat(back.closed()).isEqualTo(ClientSocket.CloseReason.LEFT);
        assertThat(vera.drain()).containsExactly("on-peer-leave");
        room.advance(76);
        assertThat(room.join("bo", BROADCASTER).closed()).as("much later").isNull();
    }

    @Test
    void whatIsAskedOfSomebodyAwayWaitsForIt() throws Exception {
        room.session.disconnected(bo, "bo", Disconnect.LOST);
        asAda(new ModerationRequest.MuteTracks(true, MediaKind.AUDIO, null, List.of()));
        asAda(new RoleRequest.ChangePeer("bo", VIEWER, false));
        RecordingSocket back = room.connect("bo", BROADCASTER);
        assertThat(back.last("on-change-track-mute-state-request").path("value").asBoolean())
                .isTrue();
        String token = back.last("on-role-change-request").path("token").asText();
        assertThat(back.drain())
                .containsSubsequence(
                        "peer-list",
                        "on-change-track-mute-state-request",
                        "on-role-change-request");
        room.request(back, "bo", new RoleRequest.Accept(token));
        assertThat(back.last("on-policy-change").path("name").asText()).isEqualTo(VIEWER);
        assertThat(room.connect("bo", BROADCASTER).drain())
                .as("once")
                .doesNotContain("on-role-change-request", "on-change-track-mute-state-request");
    }

    @Test
    void endedRoomIsEmptyButForWhoEndedIt() throws Exception {
        room.request(ada, "ada", new Request.HlsStart());
        asAda(new ModerationRequest.EndRoom(false, "done"));
        for (RecordingSocket socket : List.of(bo, vera)) {
            JsonNode notice = socket.last("on-peer-leave-request");
            assertThat(notice.path("room_end").asBoolean()).isTrue();
            assertThat(notice.path("reason").asText()).isEqualTo("done");
            assertThat(socket.closed()).isEqualTo(ClientSocket.CloseReason.LEFT);
        }
        assertThat(ada.count("on-peer-leave-request")).isZero();
        assertThat(ada.closed()).isNull();
        assertThat(room.broadcasts.calls).contains("stop " + TestRoom.ROOM.id());
        assertThat(room.locked).isEmpty();
        assertThat(room.events).anyMatch(RoomEvent.RoomEnded.class::isInstance);
        room.join("bo", BROADCASTER);
    }

    @Test
    void whoEndsTheRoomAndStaysIsShownOut() {
        asAda(new ModerationRequest.EndRoom(false, ""));
        room.advance(11);
        assertThat(ada.closed()).isEqualTo(ClientSocket.CloseReason.LEFT);
    }

    @Test
    void lockedRoomLetsNobodyIn() throws Exception {
        RecordingSocket preview = room.connect("preview", VIEWER);
        asAda(new ModerationRequest.EndRoom(true, ""));
        room.loop.run();
        assertThat(room.locked).containsExactly(TestRoom.ROOM.id());
        assertThat(ada.drain()).contains("result");
        assertThat(preview.closed()).isNotNull();
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> room.connect("late", VIEWER))
                .withMessageContaining("disabled");
    }

    @Test
    void reasonsAreShort() {
        asAda(new ModerationRequest.RemovePeer("bo", "x".repeat(1025)));
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(400);
        assertThat(bo.closed()).isNull();
    }

    @Test
    void handsAreRaisedByThemselvesAndLoweredByOthers() {
        room.request(vera, "vera", new Request.GroupJoin("_handraise"));
        assertThat(vera.drain()).containsExactly("result", "on-peer-update");
        assertThat(bo.last("on-peer-update").path("groups").path(0).asText())
                .isEqualTo("_handraise");
        bo.drain();
        asAda(new ModerationRequest.GroupRemove("vera", "_handraise"));
        assertThat(vera.last("on-peer-update").path("groups")).isEmpty();
        assertThat(bo.drain()).containsExactly("on-peer-update");
        room.request(vera, "vera", new ModerationRequest.GroupAdd("vera", "own"));
        assertThat(vera.drain()).containsExactly("on-peer-update", "on-peer-update", "result");
    }
}
