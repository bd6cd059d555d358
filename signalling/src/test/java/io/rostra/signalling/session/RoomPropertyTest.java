package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.template.Permissions;
import io.rostra.platform.template.Role;
import io.rostra.signalling.poll.PollInfo;
import io.rostra.signalling.poll.Question;
import io.rostra.signalling.poll.QuestionType;
import io.rostra.signalling.poll.Vote;
import io.rostra.signalling.rpc.JsonText;
import io.rostra.signalling.rpc.MetadataRequest;
import io.rostra.signalling.rpc.ModerationRequest;
import io.rostra.signalling.rpc.PeerQuery;
import io.rostra.signalling.rpc.PollRequest;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.Request.Recipients;
import io.rostra.signalling.rpc.RoleRequest;
import io.rostra.signalling.rpc.StreamRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Random peers ask random things, sensible and not. Whatever happens: each request is answered
/// once; clients that follow the notifications as the SDK does know the same people in the same
/// roles; nobody did what its role does not allow; a message never comes twice.
class RoomPropertyTest {

    private static final int PEERS = 10;
    private static final int STEPS = 1_500;
    private static final String LISTENER = "listener";

    /// What one client knows of the others: peer id to role and groups.
    private static final class Client {
        final RecordingSocket socket;
        String role;
        boolean joined;
        boolean large;
        int asked;
        int answered;
        final Map<String, String> others = new TreeMap<>();
        final Set<String> messages = new HashSet<>();
        String roleToken = "none";

        Client(RecordingSocket socket, String role) {
            this.socket = socket;
            this.role = role;
        }
    }

    private final Map<String, Client> clients = new HashMap<>();
    private final Map<String, String> away = new HashMap<>();
    private TestRoom room;

    @ParameterizedTest
    @CsvSource({"1,1000", "2,1000", "3,1000", "4,6", "5,6", "6,3"})
    void theRoomHoldsTogether(long seed, int largeFrom) throws Exception {
        room =
                new TestRoom(
                        new SessionConfig(
                                PEERS,
                                20,
                                1000,
                                largeFrom,
                                Duration.ofSeconds(75),
                                Duration.ofSeconds(4)));
        room.template = room.template.withRoles(roles(room.template.roles()));
        var random = new Random(seed);
        RecordingSocket keeper = room.join("keeper", BROADCASTER);
        for (int i = 0; i < STEPS; i++) {
            step(random);
            room.loop.run();
            keeper.drain();
            List.copyOf(clients.keySet()).forEach(this::follow);
            check();
        }
        assertThat(room.events).as("something happened").hasSizeGreaterThan(20);
    }

    /// The starter kit, and one that may chat and answer polls.
    private static Map<String, Role> roles(Map<String, Role> kit) {
        Map<String, Role> roles = new LinkedHashMap<>(kit);
        Role viewer = kit.get(VIEWER);
        roles.put(
                LISTENER,
                new Role(
                        LISTENER,
                        viewer.publishParams(),
                        viewer.subscribeParams(),
                        new Permissions(
                                false, false, true, false, false, false, false, false, true, false,
                                true),
                        3,
                        4));
        return roles;
    }

    private void step(Random random) throws Exception {
        String id = "peer" + random.nextInt(PEERS);
        Client client = clients.get(id);
        switch (random.nextInt(12)) {
            case 0, 1 -> connect(id, random);
            case 2 -> {
                if (client != null) {
                    room.session.disconnected(client.socket, id, Disconnect.LOST);
                    clients.remove(id);
                    if (client.joined) {
                        away.put(id, client.role);
                    }
                }
            }
            case 3 -> {
                if (random.nextInt(4) == 0) {
                    room.advance(random.nextInt(40));
                }
            }
            default -> {
                if (client != null) {
                    client.asked++;
                    Request request = request(random, client);
                    room.request(client.socket, id, request);
                }
            }
        }
    }

    private void connect(String id, Random random) {
        String role = List.of(BROADCASTER, VIEWER, LISTENER, VIEWER).get(random.nextInt(4));
        var socket = new RecordingSocket();
        try {
            String known = tokenRole.computeIfAbsent(id, _ -> role);
            room.connect(id, TestRoom.token("user-" + id, known), false, socket);
            Client before = clients.remove(id);
            var client = new Client(socket, known);
            client.joined = away.remove(id) != null || (before != null && before.joined);
            if (before != null) {
                client.messages.addAll(before.messages);
            }
            clients.put(id, client);
        } catch (Exception e) {
            assertThat(e).hasMessageContaining("full");
        }
    }

    private final Map<String, String> tokenRole = new HashMap<>();

    private Request request(Random random, Client client) {
        String somebody = random.nextInt(8) == 0 ? "nobody" : "peer" + random.nextInt(PEERS);
        String role = List.of(BROADCASTER, VIEWER, LISTENER, "king").get(random.nextInt(4));
        return switch (random.nextInt(27)) {
            case 0, 1, 2, 3, 4, 5 -> new Request.Join("name " + random.nextInt(3), "", true, null);
            case 6 -> new Request.Broadcast("m", "chat", new Recipients.Everyone());
            case 7 -> new Request.Broadcast("m", "chat", new Recipients.OnePeer(somebody));
            case 8 -> new Request.Broadcast("m", "chat", new Recipients.Roles(List.of(role)));
            case 9 -> new RoleRequest.ChangePeer(somebody, role, random.nextBoolean());
            case 10 -> new RoleRequest.ChangeRoles(List.of(VIEWER), role);
            case 11 -> new RoleRequest.Accept(client.roleToken);
            case 12 -> new ModerationRequest.RemovePeer(somebody, "");
            case 13 ->
                    new ModerationRequest.MuteTracks(random.nextBoolean(), null, null, List.of());
            case 14 -> new ModerationRequest.GroupRemove(somebody, "_handraise");
            case 15 -> new Request.GroupJoin("_handraise");
            case 16 -> new Request.GroupLeave("_handraise");
            case 17 -> new Request.PeerUpdate("name " + random.nextInt(5), null);
            case 18 ->
                    new MetadataRequest.Set(
                            "k" + random.nextInt(3), new JsonText("" + random.nextInt(9)), null);
            case 19 -> new MetadataRequest.Listen(List.of("k" + random.nextInt(3)));
            case 20 -> new PeerQuery.Find(new PeerQuery.Filter(role, null, List.of()), 3);
            case 21 ->
                    new PollRequest.SetInfo(
                            new PollInfo(
                                    "p" + random.nextInt(3),
                                    "x",
                                    true,
                                    null,
                                    false,
                                    false,
                                    false,
                                    PollInfo.Mode.USERID,
                                    List.of(),
                                    List.of()));
            case 22 -> new PollRequest.SetQuestions("p" + random.nextInt(3), List.of(QUESTION));
            case 23 -> new PollRequest.Start("p" + random.nextInt(3));
            case 24 ->
                    new PollRequest.Respond(
                            "p" + random.nextInt(3),
                            List.of(new Vote(1, random.nextInt(4), List.of(), null, false, 1)));
            case 25 -> new PollRequest.ListPolls(null, 50, null);
            default -> new StreamRequest.RtmpStart(List.of(), true);
        };
    }

    private static final Question QUESTION =
            new Question(
                    1,
                    "?",
                    QuestionType.SINGLE_CHOICE,
                    false,
                    null,
                    false,
                    1,
                    false,
                    null,
                    null,
                    List.of(new Question.Option(1, "a", null), new Question.Option(2, "b", null)),
                    null);

    /// As the SDK does.
    private void follow(String id) {
        Client client = clients.get(id);
        for (JsonNode message : client.socket.take()) {
            JsonNode params = message.path("params");
            if (message.has("id")) {
                client.answered++;
                client.joined |= message.path("result").has("sfu_node_id");
                assertThat(message.has("result") ^ message.has("error")).isTrue();
                assertThat(message.path("error").path("code").asInt()).isNotEqualTo(500);
            }
            switch (message.path("method").asText()) {
                case "on-policy-change" -> {
                    client.role = params.path("name").asText();
                    assertThat(params.path("known_roles").has(client.role)).isTrue();
                }
                case "room-info" ->
                        client.large = params.path("large_room_optimization").asBoolean();
                case "peer-list" -> {
                    client.others.clear();
                    params.path("peers").forEach(peer -> put(client, peer));
                }
                case "on-peer-join" -> put(client, params);
                case "on-peer-update" -> update(id, client, params);
                case "on-peer-leave" -> client.others.remove(params.path("peer_id").asText());
                case "on-broadcast" ->
                        assertThat(client.messages.add(params.path("message_id").asText()))
                                .as("once")
                                .isTrue();
                case "on-role-change-request" -> client.roleToken = params.path("token").asText();
                case "on-poll-start", "on-poll-stop" ->
                        assertThat(client.role).isNotEqualTo(VIEWER);
                default -> {}
            }
        }
        client.socket.confirmAll();
        if (client.socket.closed() != null) {
            clients.remove(id);
        }
    }

    private static void update(String id, Client client, JsonNode params) {
        String about = params.path("peer_id").asText();
        if (about.equals(id)) {
            assertThat(params.path("role").asText()).isEqualTo(client.role);
        } else if (params.path("realtime").asBoolean()) {
            put(client, params);
        } else {
            client.others.remove(about);
        }
    }

    private static void put(Client client, JsonNode peer) {
        client.others.put(
                peer.path("peer_id").asText(), peer.path("role").asText() + peer.path("groups"));
    }

    private void check() {
        away.keySet().removeIf(id -> room.session.view().isEmpty() || !isMember(id));
        clients.forEach((id, client) -> {
            assertThat(client.answered).as("replies to %s", id).isEqualTo(client.asked);
            assertThat(client.joined).as("membership of %s", id).isEqualTo(isMember(id));
        });
        int members = (int) clients.values().stream().filter(client -> client.joined).count();
        assertThat(room.snapshot.map(seen -> seen.peerCount()).orElse(0))
                .isEqualTo(1 + members + away.size());
        Map<String, String> expected = new TreeMap<>();
        room.session
                .view()
                .ifPresent(
                        view -> view.peers().forEach((id, peer) -> expected.put(id, peer.role())));
        List<Client> present = new ArrayList<>(clients.values());
        present.removeIf(client -> !client.joined);
        clients.forEach((id, client) -> {
            if (!client.joined) {
                return;
            }
            assertThat(client.role).as("role of %s", id).isEqualTo(expected.get(id));
            Map<String, String> others = new TreeMap<>();
            expected.forEach((other, role) -> {
                if (!other.equals(id) && (!client.large || seen(other, role))) {
                    others.put(other, role);
                }
            });
            Map<String, String> known = new TreeMap<>();
            client.others.forEach((other, what) -> known.put(other, what.replaceAll("\\[.*", "")));
            assertThat(known).as("what %s knows", id).isEqualTo(others);
        });
        assertThat(expected.values().stream().filter(LISTENER::equals).count())
                .as("places of a role")
                .isLessThanOrEqualTo(4);
    }

    /// In a large room.
    private boolean seen(String id, String role) {
        return role.equals(BROADCASTER) || room.handRaised(id);
    }

    private boolean isMember(String id) {
        return room.session.view().map(view -> view.peers().containsKey(id)).orElse(false);
    }
}
