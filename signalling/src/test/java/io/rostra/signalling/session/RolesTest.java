package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RoleRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RolesTest {

    private final TestRoom room = new TestRoom();
    private RecordingSocket ada;
    private RecordingSocket vera;
    private RecordingSocket vic;

    @BeforeEach
    void everybodyJoins() throws Exception {
        ada = room.join("ada", BROADCASTER);
        vera = room.join("vera", VIEWER);
        vic = room.join("vic", VIEWER);
        drain();
    }

    private void drain() {
        List.of(ada, vera, vic).forEach(RecordingSocket::drain);
    }

    private void request(String peer, RecordingSocket socket, Request request) {
        room.request(socket, peer, request);
    }

    private void force(String target, String role) {
        request("ada", ada, new RoleRequest.ChangePeer(target, role, true));
    }

    @Test
    void policyComesBeforeAnybodySpeaksOfTheNewRole() {
        force("vera", BROADCASTER);
        assertThat(ada.drain()).containsExactly("on-peer-update", "result");
        assertThat(vera.last("on-policy-change").path("name").asText()).isEqualTo(BROADCASTER);
        assertThat(vera.drain()).containsExactly("on-policy-change");
        assertThat(vic.last("on-peer-update").path("role").asText()).isEqualTo(BROADCASTER);
        assertThat(room.events)
                .anySatisfy(event -> {
                    assertThat(event).isInstanceOf(RoomEvent.RoleChanged.class);
                    var changed = (RoomEvent.RoleChanged) event;
                    assertThat(changed.previousRole()).isEqualTo(VIEWER);
                    assertThat(changed.requestedBy()).isEqualTo("ada");
                });
    }

    @Test
    void sameRoleAgainIsNoNews() {
        force("vera", VIEWER);
        assertThat(ada.drain()).containsExactly("result");
        assertThat(vera.drain()).isEmpty();
    }

    @Test
    void withoutForceThePeerIsAskedAndItsConsentCounts() {
        request("ada", ada, new RoleRequest.ChangePeer("vera", BROADCASTER, false));
        JsonNode question = vera.last("on-role-change-request");
        assertThat(question.path("requested_by").asText()).isEqualTo("ada");
        assertThat(question.path("role").asText()).isEqualTo(BROADCASTER);
        assertThat(vera.drain()).containsExactly("on-role-change-request");
        assertThat(vic.drain()).isEmpty();

        String token = question.path("token").asText();
        request("vera", vera, new RoleRequest.Accept(token));
        assertThat(vera.drain()).containsExactly("on-policy-change", "result");
        assertThat(vic.drain()).containsExactly("on-peer-update");

        request("vera", vera, new RoleRequest.Accept(token));
        assertThat(vera.drain()).as("a repeated answer").containsExactly("result");
        assertThat(vic.drain()).isEmpty();
    }

    @Test
    void consentOfSomebodyElseIsNone() {
        request("ada", ada, new RoleRequest.ChangePeer("vera", BROADCASTER, false));
        String token = vera.last("on-role-change-request").path("token").asText();
        request("vic", vic, new RoleRequest.Accept(token));
        assertThat(vic.last("error").path("code").asInt()).isEqualTo(404);
        request("vera", vera, new RoleRequest.Accept("guessed"));
        assertThat(vera.last("error").path("code").asInt()).isEqualTo(404);
        assertThat(ada.count("on-peer-update")).isZero();
    }

    @Test
    void allOfARoleAreChangedAtOnce() {
        request("ada", ada, new RoleRequest.ChangeRoles(List.of(VIEWER), BROADCASTER));
        assertThat(vera.drain()).containsExactly("on-policy-change", "on-peer-update");
        assertThat(vic.drain()).containsExactly("on-peer-update", "on-policy-change");
        assertThat(ada.drain()).containsExactly("on-peer-update", "on-peer-update", "result");
    }

    @Test
    void badRequestsChangeNothing() {
        List<Map.Entry<RoleRequest, Integer>> refused =
                List.of(
                        Map.entry(new RoleRequest.ChangePeer("nobody", VIEWER, true), 404),
                        Map.entry(new RoleRequest.ChangePeer("vera", "king", true), 404),
                        Map.entry(new RoleRequest.ChangeRoles(List.of("king"), VIEWER), 404),
                        Map.entry(
                                new RoleRequest.ChangeRoles(
                                        List.of(VIEWER, BROADCASTER), BROADCASTER),
                                400));
        refused.forEach(each -> {
            request("ada", ada, each.getKey());
            assertThat(ada.last("error").path("code").asInt()).isEqualTo(each.getValue());
        });
        assertThat(vera.drain()).isEmpty();
    }

    @Test
    void whoMayNotChangeRolesMayNotChangeEvenTheOwn() {
        request("vera", vera, new RoleRequest.ChangePeer("vera", BROADCASTER, true));
        assertThat(vera.last("error").path("code").asInt()).isEqualTo(403);
        request("vera", vera, new RoleRequest.ChangeRoles(List.of(BROADCASTER), VIEWER));
        assertThat(vera.last("error").path("code").asInt()).isEqualTo(403);
    }

    @Test
    void aFullRoleTakesNobodyMore() {
        room.session.onTemplateChanged(withPlaces(BROADCASTER, 2));
        drain();
        force("vera", BROADCASTER);
        assertThat(ada.drain()).contains("result");
        force("vic", BROADCASTER);
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(403);
        request("ada", ada, new RoleRequest.ChangePeer("vic", BROADCASTER, false));
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(403);
        request("ada", ada, new RoleRequest.ChangeRoles(List.of(VIEWER), BROADCASTER));
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(403);
        assertThat(vic.count("on-policy-change")).isZero();
    }

    @Test
    void aPlaceTakenBetweenQuestionAndConsentIsGone() {
        room.session.onTemplateChanged(withPlaces(BROADCASTER, 2));
        request("ada", ada, new RoleRequest.ChangePeer("vera", BROADCASTER, false));
        String token = vera.last("on-role-change-request").path("token").asText();
        force("vic", BROADCASTER);
        request("vera", vera, new RoleRequest.Accept(token));
        assertThat(vera.last("error").path("code").asInt()).isEqualTo(403);
    }

    @Test
    void aNewRoleBringsItsPermissions() {
        force("vera", BROADCASTER);
        request("vera", vera, new RoleRequest.ChangePeer("ada", VIEWER, true));
        assertThat(ada.last("on-policy-change").path("name").asText()).isEqualTo(VIEWER);
        force("vic", BROADCASTER);
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(403);
    }

    @Test
    void editsOfTheTemplateReachThoseWhoAreHere() {
        room.session.onTemplateChanged(withPlaces(VIEWER, 7));
        for (RecordingSocket socket : List.of(ada, vera, vic)) {
            JsonNode policy = socket.last("on-policy-change");
            assertThat(policy.path("known_roles").path(VIEWER).path("maxPeerCount").asInt())
                    .isEqualTo(7);
            assertThat(socket.drain()).containsExactly("on-policy-change");
        }
        room.session.onTemplateChanged(withPlaces(VIEWER, 7));
        assertThat(ada.drain()).as("the same again").isEmpty();
    }

    @Test
    void aRoleThatIsGoneStaysWithThoseWhoHaveItButNobodyGetsItAnew() {
        Map<String, Role> roles = new LinkedHashMap<>(room.template.roles());
        roles.remove(VIEWER);
        room.session.onTemplateChanged(room.template.withRoles(roles));
        JsonNode policy = vera.last("on-policy-change");
        assertThat(policy.path("name").asText()).isEqualTo(VIEWER);
        assertThat(policy.path("known_roles").has(VIEWER)).isTrue();
        force("vera", BROADCASTER);
        force("vera", VIEWER);
        assertThat(ada.last("error").path("code").asInt()).isEqualTo(404);
    }

    @Test
    void editsOfAnotherTemplateConcernNobodyHere() {
        room.session.onTemplateChanged(withPlaces(VIEWER, 7).withId("another"));
        assertThat(ada.drain()).isEmpty();
    }

    @Test
    void theLiveStreamEndsWithTheLastWhoMayPublish() {
        room.request(ada, "ada", new Request.HlsStart());
        force("ada", VIEWER);
        assertThat(room.broadcasts.calls).contains("stop " + TestRoom.ROOM.id());
    }

    @Test
    void aBackendChangesRolesToo() {
        var backend = room.session.backend();
        assertThat(backend).isNotNull();
        assertThat(backend.update("vera", new LiveRooms.PeerChange(null, "king", null)))
                .isEqualTo(LiveRooms.Outcome.NO_SUCH_ROLE);
        assertThat(backend.update("vera", new LiveRooms.PeerChange("V", BROADCASTER, null)))
                .isEqualTo(LiveRooms.Outcome.DONE);
        assertThat(vera.drain()).containsExactly("on-policy-change", "on-peer-update");
        assertThat(vic.last("on-peer-update").path("info").path("name").asText()).isEqualTo("V");
    }

    private Template withPlaces(String name, int places) {
        Map<String, Role> roles = new LinkedHashMap<>(room.template.roles());
        Role role = roles.get(name);
        roles.put(
                name,
                new Role(
                        name,
                        role.publishParams(),
                        role.subscribeParams(),
                        role.permissions(),
                        role.priority(),
                        places));
        return room.template.withRoles(roles);
    }
}
