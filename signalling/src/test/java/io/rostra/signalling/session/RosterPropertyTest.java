package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.signalling.rpc.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever happens in a room: every client that follows the notifications as the SDK does ends up
/// with the same list of peers as the server.
class RosterPropertyTest {

    private static final int PEERS = 8;
    private static final int STEPS = 2_000;

    private final TestRoom room = new TestRoom();

    /// What one client knows of the others: peer id to name and groups.
    private static final class Client {
        RecordingSocket socket;
        boolean joined;
        final Map<String, String> others = new TreeMap<>();
    }

    private final Map<String, Client> clients = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyClientKnowsEverybody(long seed) throws Exception {
        var random = new Random(seed);
        RecordingSocket keeper = room.join("keeper", BROADCASTER);
        for (int i = 0; i < STEPS; i++) {
            step(random, "peer" + random.nextInt(PEERS));
            keeper.drain();
            clients.values().forEach(RosterPropertyTest::follow);
            check();
        }
    }

    private void step(Random random, String id) throws Exception {
        Client client = clients.computeIfAbsent(id, _ -> new Client());
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                if (client.socket == null) {
                    client.socket = room.connect(id, VIEWER);
                }
            }
            case 2, 3 -> {
                if (client.socket != null) {
                    room.request(
                            client.socket,
                            id,
                            new Request.Join("name " + random.nextInt(3), "", true, null));
                    client.joined = true;
                }
            }
            case 4 -> {
                if (client.socket != null && client.joined) {
                    room.leave(client.socket, id);
                    clients.remove(id);
                }
            }
            case 5 -> {
                if (client.socket != null) {
                    room.session.disconnected(client.socket, id, Disconnect.LOST);
                    client.socket = null;
                    if (!client.joined) {
                        clients.remove(id);
                    } else if (random.nextBoolean()) {
                        room.advance(76);
                        clients.values().removeIf(gone -> gone.socket == null);
                    }
                }
            }
            case 6 -> {
                if (client.socket != null && client.joined) {
                    room.request(client.socket, id, new Request.GroupJoin("g" + random.nextInt(3)));
                }
            }
            default -> {
                if (client.socket != null && client.joined) {
                    room.request(client.socket, id, new Request.PeerUpdate("new", null));
                }
            }
        }
    }

    private static void follow(Client client) {
        if (client.socket == null) {
            return;
        }
        for (JsonNode message : client.socket.take()) {
            JsonNode params = message.path("params");
            switch (message.path("method").asText()) {
                case "peer-list" -> {
                    client.others.clear();
                    params.path("peers").forEach(peer -> put(client, peer));
                }
                case "on-peer-join", "on-peer-update" -> put(client, params);
                case "on-peer-leave" -> client.others.remove(params.path("peer_id").asText());
                default -> {}
            }
        }
    }

    private static void put(Client client, JsonNode peer) {
        client.others.put(
                peer.path("peer_id").asText(),
                peer.path("info").path("name").asText() + peer.path("groups"));
    }

    private void check() {
        Set<String> members = new TreeSet<>(Set.of("keeper"));
        clients.forEach((id, client) -> {
            if (client.joined) {
                members.add(id);
            }
        });
        assertThat(room.snapshot.orElseThrow().peerCount()).isEqualTo(members.size());
        clients.forEach((id, client) -> {
            if (client.joined && client.socket != null) {
                Set<String> expected = new TreeSet<>(members);
                expected.remove(id);
                Set<String> known = new TreeSet<>(client.others.keySet());
                known.remove(id);
                assertThat(known).isEqualTo(expected);
            }
        });
        Map<String, String> agreed = new HashMap<>();
        clients.forEach((id, client) -> {
            if (client.joined && client.socket != null) {
                client.others.forEach((otherId, seen) -> {
                    if (!otherId.equals(id)) {
                        String first = agreed.putIfAbsent(otherId, seen);
                        assertThat(seen).isEqualTo(first == null ? seen : first);
                    }
                });
            }
        });
    }
}
