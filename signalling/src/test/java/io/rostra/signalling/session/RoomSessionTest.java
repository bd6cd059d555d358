package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.room.Room;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoomSessionTest {

    private final TestRoom room = new TestRoom();

    @Test
    void policyComesBeforeEverythingElse() throws Exception {
        RecordingSocket ada = room.connect("ada", VIEWER);
        assertThat(ada.last("on-policy-change").path("name").asText()).isEqualTo(VIEWER);
        assertThat(ada.drain()).containsExactly("on-policy-change", "room-info");
    }

    @Test
    void legacyClientsGetNoRoomInfo() throws Exception {
        RecordingSocket ada = room.connect("ada", VIEWER, legacySocket());
        assertThat(ada.drain()).containsExactly("on-policy-change");
    }

    @Test
    void lobbyIsToldWhoIsThereWhenTheRoleAllows() throws Exception {
        room.join("bo", VIEWER);
        RecordingSocket ada = room.connect("ada", BROADCASTER);
        assertThat(ada.last("room-state").path("peer_count").asInt()).isEqualTo(1);
        assertThat(ada.last("room-state").path("room").path("name").asText()).isEqualTo("Demo");
        assertThat(ada.drain()).containsExactly("on-policy-change", "room-info", "room-state");
    }

    @Test
    void joinIsAnsweredThenThePeerListComesAndTheOthersHear() throws Exception {
        RecordingSocket bo = room.join("bo", VIEWER);
        bo.drain();
        RecordingSocket ada = room.connect("ada", VIEWER);
        ada.drain();
        assertThat(bo.drain()).as("a preview is invisible").isEmpty();

        room.request(ada, "ada", new Request.Join("Ada", "{\"x\":1}", true, null));

        assertThat(ada.last("result").path("sfu_node_id").asText()).isEqualTo("node-1");
        JsonNode list = ada.last("peer-list");
        assertThat(list.path("peers").fieldNames()).toIterable().containsExactly("bo");
        assertThat(list.path("room").path("session_id").asText()).hasSize(24);
        assertThat(ada.drain()).containsExactly("result", "peer-list");
        JsonNode joined = bo.last("on-peer-join");
        assertThat(joined.path("peer_id").asText()).isEqualTo("ada");
        assertThat(joined.path("info").path("name").asText()).isEqualTo("Ada");
        assertThat(joined.path("info").path("data").asText()).isEqualTo("{\"x\":1}");
        assertThat(joined.path("info").path("user_id").asText()).isEqualTo("user-ada");
        assertThat(joined.path("joined_at").asLong()).isEqualTo(1_700_000_000_000L);
        assertThat(bo.drain()).containsExactly("on-peer-join");
    }

    @Test
    void secondJoinOfAMemberIsNotNewsToTheOthers() throws Exception {
        RecordingSocket bo = room.join("bo", VIEWER);
        RecordingSocket ada = room.join("ada", VIEWER);
        ada.drain();
        bo.drain();
        room.request(ada, "ada", new Request.Join("Name of ada", "", true, null));
        assertThat(ada.drain()).containsExactly("result", "peer-list");
        assertThat(bo.drain()).isEmpty();
    }

    static List<Request> requestsForMembers() {
        return List.of(
                new Request.Broadcast("hi", "chat", new Request.Recipients.Everyone()),
                new Request.PeerUpdate("x", null),
                new Request.GroupJoin("g"),
                new Request.GroupLeave("g"),
                new Request.HlsStart(),
                new Request.HlsStop());
    }

    @ParameterizedTest
    @MethodSource("requestsForMembers")
    void refusesRequestsBeforeJoin(Request request) throws Exception {
        RecordingSocket ada = room.connect("ada", BROADCASTER);
        room.request(ada, "ada", request);
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(400);
        assertThat(ada.last("error").path("message").asText()).contains("Join the room first");
        assertThat(room.broadcasts.calls).isEmpty();
    }

    @Test
    void whoComesBackToAPlaceThatIsGoneIsToldSoAtOnce() throws Exception {
        RecordingSocket ada = room.connect("ada", BROADCASTER);
        room.request(ada, "ada", new Request.Offer("v=0", List.of(), null));
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(410);
        assertThat(ada.last("on-error").path("code").asInt()).isEqualTo(410);
    }

    @Test
    void refusesUnknownMethodsSoThatThePromiseRejects() throws Exception {
        RecordingSocket ada = room.join("ada", VIEWER);
        room.request(ada, "ada", new Request.Unknown("poll-list"));
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(404);
        assertThat(ada.last("error").path("message").asText()).contains("poll-list");
    }

    @Test
    void notificationsGetNoReply() throws Exception {
        RecordingSocket ada = room.join("ada", VIEWER);
        ada.drain();
        room.notify(ada, "ada", new Request.Trickle());
        room.notify(ada, "ada", new Request.Analytics("publish.failed", "{}"));
        room.notify(ada, "ada", new Request.TrackUpdate(List.of()));
        room.notify(ada, "ada", new Request.Answer("v=0", null));
        assertThat(ada.drain()).isEmpty();
    }

    @Test
    void bugsCostOneRequestNotTheRoom() throws Exception {
        RecordingSocket ada = room.connect("ada", BROADCASTER);
        room.request(ada, "ada", new Request.Join("Ada", "", true, "an offer, but no media here"));
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(500);
        room.request(ada, "ada", new Request.Ping());
        assertThat(ada.last("result").path("timestamp").asLong()).isPositive();
    }

    @Test
    void leaveIsToldToTheOthersAndEndsTheSocket() throws Exception {
        RecordingSocket bo = room.join("bo", VIEWER);
        RecordingSocket ada = room.join("ada", VIEWER);
        bo.drain();
        room.leave(ada, "ada");
        assertThat(ada.closed()).isEqualTo(ClientSocket.CloseReason.LEFT);
        assertThat(bo.last("on-peer-leave").path("peer_id").asText()).isEqualTo("ada");
        assertThat(bo.drain()).containsExactly("on-peer-leave");
        room.session.disconnected(ada, "ada", Disconnect.CLOSED_BY_CLIENT);
        room.advance(100);
        assertThat(bo.drain()).isEmpty();
    }

    @Test
    void leavingAPreviewIsInvisible() throws Exception {
        RecordingSocket bo = room.join("bo", VIEWER);
        bo.drain();
        RecordingSocket ada = room.connect("ada", VIEWER);
        room.session.disconnected(ada, "ada", Disconnect.CLOSED_BY_CLIENT);
        assertThat(bo.drain()).isEmpty();
        assertThat(room.session.knows("ada", "token of user-ada")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Disconnect.class)
    void memberWithoutASocketHasItsGrace(Disconnect how) throws Exception {
        long grace = how == Disconnect.LOST ? 75 : 4;
        RecordingSocket bo = room.join("bo", VIEWER);
        RecordingSocket ada = room.join("ada", VIEWER);
        bo.drain();
        room.session.disconnected(ada, "ada", how);
        room.advance(grace - 1);
        assertThat(bo.drain()).isEmpty();
        assertThat(room.snapshot.orElseThrow().peerCount()).isEqualTo(2);
        room.advance(2);
        assertThat(bo.drain()).containsExactly("on-peer-leave");
        assertThat(room.snapshot.orElseThrow().peerCount()).isEqualTo(1);
    }

    @Test
    void returningMemberGetsTheWholeStateAndNobodyElseNotices() throws Exception {
        RecordingSocket bo = room.join("bo", VIEWER);
        RecordingSocket ada = room.join("ada", VIEWER);
        bo.drain();
        room.session.disconnected(ada, "ada", Disconnect.LOST);
        room.advance(59);
        RecordingSocket cy = room.join("cy", VIEWER);
        bo.drain();
        RecordingSocket again = room.connect("ada", VIEWER);
        assertThat(again.last("peer-list").path("peers").fieldNames())
                .toIterable()
                .containsExactly("bo", "cy");
        assertThat(again.drain()).containsExactly("on-policy-change", "room-info", "peer-list");
        room.advance(300);
        assertThat(bo.drain()).isEmpty();
        assertThat(cy.drain()).doesNotContain("on-peer-leave");
        room.request(again, "ada", new Request.GroupJoin("_handraise"));
        assertThat(bo.drain()).containsExactly("on-peer-update");
    }

    @Test
    void newSocketReplacesTheOldOneAtOnce() throws Exception {
        RecordingSocket bo = room.join("bo", VIEWER);
        RecordingSocket old = room.join("ada", VIEWER);
        bo.drain();
        old.drain();
        RecordingSocket fresh = room.connect("ada", VIEWER);
        assertThat(old.closed()).isEqualTo(ClientSocket.CloseReason.REPLACED);
        room.session.disconnected(old, "ada", Disconnect.CLOSED_BY_CLIENT);
        room.request(old, "ada", new Request.Ping());
        room.advance(300);
        assertThat(old.drain()).isEmpty();
        assertThat(bo.drain()).isEmpty();
        room.request(fresh, "ada", new Request.Ping());
        assertThat(fresh.drain()).contains("result");
    }

    @Test
    void strangerCannotTakeOverAPeerId() throws Exception {
        RecordingSocket ada = room.join("ada", VIEWER);
        ada.drain();
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() ->
                        room.connect(
                                "ada",
                                TestRoom.token("mallory", BROADCASTER),
                                false,
                                new RecordingSocket()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
        assertThat(ada.closed()).isNull();
        room.request(ada, "ada", new Request.Ping());
        assertThat(ada.drain()).containsExactly("result");
    }

    @Test
    void expiredTokenIsGoodOnlyForAReturn() throws Exception {
        room.join("bo", VIEWER);
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() ->
                        room.connect(
                                "ada",
                                TestRoom.token("user-ada", VIEWER),
                                true,
                                new RecordingSocket()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED));
        RecordingSocket ada = room.join("ada", VIEWER);
        room.session.disconnected(ada, "ada", Disconnect.LOST);
        RecordingSocket again =
                room.connect(
                        "ada", TestRoom.token("user-ada", VIEWER), true, new RecordingSocket());
        assertThat(again.drain()).contains("peer-list");
    }

    @Test
    void aSessionOpenedForSomebodyWhoIsRefusedIsOver() {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() ->
                        room.connect(
                                "ada",
                                TestRoom.token("user-ada", VIEWER),
                                true,
                                new RecordingSocket()));
        assertThat(room.over).isTrue();
    }

    @Test
    void disabledRoomAndLostRoleRefuseOnlyNewcomers() throws Exception {
        RecordingSocket ada = room.join("ada", VIEWER);
        Room disabled =
                new Room(
                        TestRoom.ROOM.id(),
                        "Demo",
                        "",
                        false,
                        "w1",
                        "t1",
                        TestRoom.ROOM.createdAt(),
                        TestRoom.ROOM.updatedAt());
        var roles = new LinkedHashMap<>(room.template.roles());
        roles.remove(VIEWER);
        Template template = room.template.withRoles(roles);
        var again = new RecordingSocket();
        room.session.connect(
                new Arrival(
                        "ada",
                        TestRoom.token("user-ada", VIEWER),
                        false,
                        disabled,
                        template,
                        again));
        assertThat(ada.closed()).isEqualTo(ClientSocket.CloseReason.REPLACED);
        assertThat(again.last("on-policy-change").path("known_roles").has(VIEWER)).isTrue();
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() ->
                        room.session.connect(
                                new Arrival(
                                        "bo",
                                        TestRoom.token("user-bo", BROADCASTER),
                                        false,
                                        disabled,
                                        template,
                                        new RecordingSocket())))
                .withMessageContaining("disabled");
    }

    @Test
    void fullRoomRefusesOnlyNewcomers() throws Exception {
        var small =
                new TestRoom(
                        new SessionConfig(
                                2,
                                20,
                                100,
                                100,
                                SessionConfig.DEFAULT.grace(),
                                SessionConfig.DEFAULT.closedGrace()));
        RecordingSocket ada = small.join("ada", VIEWER);
        small.join("bo", VIEWER);
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> small.connect("cy", VIEWER))
                .withMessageContaining("full");
        small.session.disconnected(ada, "ada", Disconnect.LOST);
        assertThat(small.connect("ada", VIEWER).drain()).contains("peer-list");
    }

    @Test
    void roleMayHaveItsOwnLimit() throws Exception {
        var roles = new LinkedHashMap<>(room.template.roles());
        Role viewer = roles.get(VIEWER);
        roles.put(
                VIEWER,
                new Role(
                        VIEWER,
                        viewer.publishParams(),
                        viewer.subscribeParams(),
                        viewer.permissions(),
                        5,
                        1));
        room.template = new Template("t1", "small", roles);
        room.join("ada", VIEWER);
        RecordingSocket bo = room.join("bo", VIEWER);
        assertThat(bo.last("error").path("code").asInt()).isEqualTo(403);
        assertThat(room.snapshot.orElseThrow().peerCount()).isEqualTo(1);
    }

    @Test
    void refusesARoleThatTheTemplateLacks() {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> room.connect("ada", "king"))
                .withMessageContaining("king");
    }

    @Test
    void sessionEndsWithItsLastPeer() throws Exception {
        RecordingSocket ada = room.join("ada", VIEWER);
        String first = room.snapshot.orElseThrow().sessionId();
        assertThat(first).isNotEmpty();
        room.leave(ada, "ada");
        assertThat(room.over).isTrue();
        assertThat(room.snapshot).isEmpty();
        assertThat(
                        room.session.connect(
                                new Arrival(
                                        "bo",
                                        TestRoom.token("bo", VIEWER),
                                        false,
                                        TestRoom.ROOM,
                                        room.template,
                                        new RecordingSocket())))
                .isFalse();
    }

    @Test
    void joiningAnEmptyRoomBeginsAnotherSession() throws Exception {
        RecordingSocket ada = room.join("ada", VIEWER);
        String first = room.snapshot.orElseThrow().sessionId();
        RecordingSocket waiting = room.connect("bo", VIEWER);
        room.leave(ada, "ada");
        assertThat(room.snapshot).isEmpty();
        room.request(waiting, "bo", new Request.Join("Bo", "", true, null));
        assertThat(room.snapshot.orElseThrow().sessionId()).isNotEqualTo(first);
    }

    @Test
    void closeEndsEverySocket() throws Exception {
        RecordingSocket ada = room.join("ada", VIEWER);
        RecordingSocket bo = room.connect("bo", VIEWER);
        room.session.close();
        assertThat(ada.closed()).isEqualTo(ClientSocket.CloseReason.RESTART);
        assertThat(bo.closed()).isEqualTo(ClientSocket.CloseReason.RESTART);
        assertThat(room.over).isTrue();
        room.session.close();
    }

    @Test
    void nameAndMetadataReachTheOthersOnly() throws Exception {
        RecordingSocket bo = room.join("bo", VIEWER);
        RecordingSocket ada = room.join("ada", VIEWER);
        bo.drain();
        ada.drain();
        room.request(ada, "ada", new Request.PeerUpdate("Ada L.", null));
        JsonNode update = bo.last("on-peer-update");
        assertThat(update.path("info").path("name").asText()).isEqualTo("Ada L.");
        assertThat(update.path("role").asText()).isEqualTo(VIEWER);
        assertThat(update.path("realtime").asBoolean()).isTrue();
        assertThat(ada.drain()).containsExactly("result");
        room.request(ada, "ada", new Request.PeerUpdate(null, "x".repeat(20_000)));
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(400);
    }

    @Test
    void raisedHandReachesThePeerItselfToo() throws Exception {
        RecordingSocket bo = room.join("bo", VIEWER);
        RecordingSocket ada = room.join("ada", VIEWER);
        bo.drain();
        ada.drain();
        room.request(ada, "ada", new Request.GroupJoin("_handraise"));
        assertThat(ada.last("result").path("groups").path(0).asText()).isEqualTo("_handraise");
        assertThat(ada.drain()).containsExactly("result", "on-peer-update");
        assertThat(bo.last("on-peer-update").path("groups").path(0).asText())
                .isEqualTo("_handraise");
        bo.drain();
        room.request(ada, "ada", new Request.GroupJoin("_handraise"));
        assertThat(ada.drain()).containsExactly("result");
        assertThat(bo.drain()).isEmpty();
        room.request(ada, "ada", new Request.GroupLeave("_handraise"));
        assertThat(bo.last("on-peer-update").path("groups")).isEmpty();
    }

    private static RecordingSocket legacySocket() {
        return new RecordingSocket(Dialect.LEGACY, "https://live.example.org");
    }
}
