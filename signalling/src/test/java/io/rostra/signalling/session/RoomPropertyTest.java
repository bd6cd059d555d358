package io.rostra.signalling.session;

import static io.rostra.signalling.session.RandomRequests.LISTENER;
import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.rostra.media.container.ContainerCodec;
import io.rostra.media.container.ContainerTrack;
import io.rostra.platform.template.Permissions;
import io.rostra.platform.template.PublishParams;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.TemplateSettings;
import io.rostra.sfu.publish.LocalPublisher;
import io.rostra.sfu.publish.LocalTrack;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.TrackDescription;
import io.rostra.signalling.rpc.MetadataRequest;
import io.rostra.signalling.rpc.ModerationRequest;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.Track;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Random peers ask random things of every kind, sensible and not, publish, vanish and come back.
/// Whatever happens: each request is answered once; what a role or a stranger may not have is
/// refused; clients that follow the notifications as the SDK does know the same people in the same
/// roles with the same tracks, and the same metadata; nobody publishes what its role does not
/// allow; messages reach those alone whom they are for, and never twice.
class RoomPropertyTest {

    private static final int PEERS = 10;
    private static final int STEPS = 3_000;

    /// What one client knows.
    private static final class Client {
        RecordingSocket socket;
        String role;
        boolean joined;
        boolean large;
        String roleToken = "none";
        String iterator = "none";

        /// Of the others, by id.
        final Map<String, String> roles = new TreeMap<>();

        final Map<String, Set<String>> tracks = new TreeMap<>();
        final Map<String, JsonNode> metadata = new HashMap<>();
        Set<String> observed = Set.of();
        final Set<String> messages = new HashSet<>();

        Client(RecordingSocket socket, String role) {
            this.socket = socket;
            this.role = role;
        }
    }

    private final Map<String, Client> clients = new HashMap<>();
    private final Map<String, Client> away = new HashMap<>();
    private final Map<String, String> tokenRole = new HashMap<>();
    private TestRoom room;
    private RecordingSocket keeper;

    @Test
    void everyKindOfRequestIsAsked() {
        assertThat(new RandomRequests(new Random(), PEERS).kinds())
                .containsExactlyInAnyOrderElementsOf(kinds(Request.class).toList());
    }

    @SuppressWarnings("unchecked")
    private static Stream<Class<? extends Request>> kinds(Class<?> kind) {
        return kind.isSealed()
                ? Stream.of(kind.getPermittedSubclasses()).flatMap(RoomPropertyTest::kinds)
                : Stream.of((Class<? extends Request>) kind);
    }

    @ParameterizedTest
    @CsvSource({"1,1000,0", "2,1000,20", "3,1000,0", "4,6,0", "5,6,20", "6,3,0", "7,1000,3"})
    void theRoomHoldsTogether(long seed, int largeFrom, int history) throws Exception {
        room =
                new TestRoom(
                        new SessionConfig(
                                PEERS,
                                20,
                                1000,
                                largeFrom,
                                Duration.ofSeconds(75),
                                Duration.ofSeconds(4)));
        room.template =
                room.template
                        .withRoles(roles(room.template.roles()))
                        .withSettings(
                                new TemplateSettings(
                                        "auto",
                                        null,
                                        TemplateSettings.RoomState.OFF,
                                        Map.of(),
                                        history));
        var random = new Random(seed);
        var requests = new RandomRequests(random, PEERS);
        keeper = room.join("keeper", BROADCASTER);
        int granted = 0;
        for (int i = 0; i < STEPS; i++) {
            granted += step(random, requests) ? 1 : 0;
            room.loop.run();
            keeper.drain();
            List.copyOf(clients.keySet()).forEach(this::follow);
            checkPeople();
            checkTracks();
            if (i % 20 == 0) {
                checkMetadata();
            }
        }
        assertThat(granted).as("requests that were granted").isGreaterThan(STEPS / 8);
        endsForAll();
    }

    private void endsForAll() {
        room.request(keeper, "keeper", new ModerationRequest.EndRoom(true, "over"));
        room.loop.run();
        assertThat(clients.values()).allMatch(client -> client.socket.closed() != null);
        room.leave(keeper, "keeper");
        room.session.stopLive();
        if (room.broadcasts.listener != null) {
            room.broadcasts.listener.onStopped();
        }
        room.loop.run();
        assertThat(room.over).as("nothing is left").isTrue();
        assertThat(room.memory.entries).isEmpty();
    }

    /// The starter kit, but its viewers may nothing, and one that may chat, answer polls and speak.
    private static Map<String, Role> roles(Map<String, Role> kit) {
        Map<String, Role> roles = new LinkedHashMap<>(kit);
        Role host = kit.get(BROADCASTER);
        var publish = host.publishParams();
        Role viewer = kit.get(VIEWER);
        roles.put(
                VIEWER,
                new Role(
                        VIEWER,
                        viewer.publishParams(),
                        viewer.subscribeParams(),
                        new Permissions(
                                false, false, false, false, false, false, false, false, false,
                                false, false),
                        viewer.priority(),
                        viewer.maxPeerCount()));
        roles.put(
                LISTENER,
                new Role(
                        LISTENER,
                        new PublishParams(
                                List.of("audio"),
                                publish.audio(),
                                publish.video(),
                                publish.screen(),
                                publish.simulcast()),
                        host.subscribeParams(),
                        new Permissions(
                                false, false, true, false, false, false, false, false, true, false,
                                true),
                        3,
                        4));
        return roles;
    }

    /// @return whether a request was granted
    private boolean step(Random random, RandomRequests requests) {
        String id = "peer" + random.nextInt(PEERS);
        Client client = clients.get(id);
        switch (random.nextInt(16)) {
            case 0, 1 -> connect(id, random);
            case 2 -> lose(id, client);
            case 3 -> {
                if (random.nextInt(4) == 0) {
                    room.advance(random.nextInt(40));
                }
            }
            case 4, 5 -> publish(id, client, random);
            case 6 -> {
                if (client != null) {
                    room.session.unpublish(client.socket, id, trackId(id, random.nextBoolean()));
                }
            }
            default -> {
                if (client != null) {
                    Request request = requests.next(client.roleToken, client.iterator);
                    return ask(id, client, request);
                }
            }
        }
        return false;
    }

    private void lose(String id, Client client) {
        if (client != null) {
            room.session.disconnected(client.socket, id, Disconnect.LOST);
            clients.remove(id);
            if (client.joined) {
                away.put(id, client);
            }
        }
    }

    private void connect(String id, Random random) {
        String anyRole = List.of(BROADCASTER, VIEWER, LISTENER, VIEWER).get(random.nextInt(4));
        String role = tokenRole.computeIfAbsent(id, _ -> anyRole);
        var socket = new RecordingSocket();
        try {
            room.connect(id, TestRoom.token("user-" + id, role), false, socket);
        } catch (RequestException e) {
            assertThat(e).hasMessageContaining("full");
            return;
        }
        Client known = clients.get(id) == null ? away.remove(id) : clients.get(id);
        if (known == null) {
            known = new Client(socket, role);
        }
        known.socket = socket;
        clients.put(id, known);
    }

    private static String trackId(String peerId, boolean audio) {
        return peerId + (audio ? "-audio" : "-video");
    }

    private void publish(String id, Client client, Random random) {
        if (client == null) {
            return;
        }
        boolean audio = random.nextBoolean();
        String trackId = trackId(id, audio);
        MediaKind kind = audio ? MediaKind.AUDIO : MediaKind.VIDEO;
        boolean may = client.joined && allowed(client.role).contains(audio ? "audio" : "video");
        try {
            room.session.publish(
                    client.socket,
                    id,
                    new Track(trackId, "s-" + id, kind, "regular", false, ""),
                    media(id, trackId, kind));
            assertThat(may).as("%s publishes as %s", id, client.role).isTrue();
        } catch (RequestException e) {
            assertThat(may).as("%s as %s: %s", id, client.role, e.reason()).isFalse();
        }
    }

    private PublishedTrack media(String peerId, String trackId, MediaKind kind) {
        var publisher =
                new LocalPublisher(
                        peerId,
                        room.loop,
                        _ -> {},
                        new LocalPublisher.Listener() {
                            @Override
                            public void onTrackPublished(PublishedTrack track) {}

                            @Override
                            public void onTrackUnpublished(PublishedTrack track) {}

                            @Override
                            public void onKeyFrameWanted(LocalTrack track) {}
                        });
        ContainerCodec codec = kind == MediaKind.AUDIO ? ContainerCodec.OPUS : ContainerCodec.VP8;
        return publisher
                .publish(
                        new TrackDescription(trackId, "s-" + peerId, kind),
                        new ContainerTrack(1, codec))
                .published();
    }

    private List<String> allowed(String role) {
        return room.template.role(role).orElseThrow().publishParams().allowed();
    }

    /// @return whether it was granted
    private boolean ask(String id, Client client, Request request) {
        Permissions may = room.template.role(client.role).orElseThrow().permissions();
        boolean refusable =
                RandomRequests.isForbidden(may, id, request)
                        || (!client.joined && RandomRequests.needsMembership(may, request));
        if (request instanceof ModerationRequest.EndRoom && !refusable) {
            return false; // Comes last.
        }
        room.request(client.socket, id, request);
        room.loop.run();
        List<JsonNode> replies = client.socket.replies();
        assertThat(replies).as("replies to %s of %s", request, id).hasSize(1);
        JsonNode reply = replies.getFirst();
        assertThat(reply.has("result") ^ reply.has("error")).isTrue();
        assertThat(reply.at("/error/code").asInt()).as("%s", request).isNotEqualTo(500);
        if (refusable) {
            assertThat(reply.has("error"))
                    .as("%s %s asks for %s", client.role, id, request)
                    .isTrue();
        }
        JsonNode result = reply.path("result");
        if (reply.has("result")) {
            granted(client, request, result);
        }
        return reply.has("result");
    }

    private static void granted(Client client, Request request, JsonNode result) {
        switch (request) {
            case Request.Join _ -> client.joined = true;
            case MetadataRequest.Listen listen -> client.observed = Set.copyOf(listen.keys());
            case MetadataRequest.Set set -> client.metadata.put(set.key(), result.path("data"));
            default -> client.iterator = result.path("iterator").asText(client.iterator);
        }
    }

    /// As the SDK does.
    private void follow(String id) {
        Client client = clients.get(id);
        for (JsonNode message : client.socket.take()) {
            JsonNode params = message.path("params");
            switch (message.path("method").asText()) {
                case "on-policy-change" -> {
                    client.role = params.path("name").asText();
                    assertThat(params.path("known_roles").has(client.role)).isTrue();
                }
                case "room-info" ->
                        client.large = params.path("large_room_optimization").asBoolean();
                case "peer-list" -> {
                    client.roles.clear();
                    client.tracks.clear();
                    params.path("peers").forEach(peer -> put(client, peer));
                }
                case "on-peer-join" -> put(client, params);
                case "on-peer-update" -> update(id, client, params);
                case "on-peer-leave" -> forget(client, params.path("peer_id").asText());
                case "on-track-add" -> add(id, client, params);
                case "on-track-remove" ->
                        params.path("tracks")
                                .fieldNames()
                                .forEachRemaining(of(client, params)::remove);
                case "on-metadata-change" ->
                        params.path("values")
                                .forEach(value ->
                                        client.metadata.put(
                                                value.path("key").asText(), value.path("data")));
                case "on-broadcast" -> read(id, client, params);
                case "on-role-change-request" -> client.roleToken = params.path("token").asText();
                case "on-poll-start", "on-poll-stop", "on-poll-stats" ->
                        assertThat(client.role).as("reads polls").isNotEqualTo(VIEWER);
                default -> {}
            }
        }
        client.socket.confirmAll();
        if (client.socket.closed() != null) {
            clients.remove(id);
        }
    }

    private static Set<String> of(Client client, JsonNode params) {
        String peer = params.at("/peer/peer_id").asText();
        return client.tracks.computeIfAbsent(peer, _ -> new TreeSet<>());
    }

    private static void add(String id, Client client, JsonNode params) {
        assertThat(params.at("/peer/peer_id").asText()).as("not its own").isNotEqualTo(id);
        params.path("tracks").fieldNames().forEachRemaining(of(client, params)::add);
    }

    private static void update(String id, Client client, JsonNode params) {
        String about = params.path("peer_id").asText();
        if (about.equals(id)) {
            assertThat(params.path("role").asText()).isEqualTo(client.role);
        } else if (params.path("realtime").asBoolean()) {
            if (client.roles.containsKey(about)) {
                client.roles.put(about, params.path("role").asText());
            } else {
                put(client, params);
            }
        } else {
            forget(client, about);
        }
    }

    private static void put(Client client, JsonNode peer) {
        String id = peer.path("peer_id").asText();
        client.roles.put(id, peer.path("role").asText());
        var tracks = new TreeSet<String>();
        peer.path("tracks").fieldNames().forEachRemaining(tracks::add);
        client.tracks.put(id, tracks);
    }

    private static void forget(Client client, String id) {
        client.roles.remove(id);
        client.tracks.remove(id);
    }

    private static void read(String id, Client client, JsonNode params) {
        assertThat(client.messages.add(params.path("message_id").asText())).as("once").isTrue();
        String text = params.at("/info/message").asText();
        if (text.startsWith("peer ")) {
            assertThat(text).isEqualTo("peer " + id);
        } else if (text.startsWith("role ")) {
            assertThat(text).isEqualTo("role " + client.role);
        }
    }

    private void checkPeople() {
        away.keySet().removeIf(id -> !isMember(id));
        clients.forEach((id, client) ->
                assertThat(client.joined).as("membership of %s", id).isEqualTo(isMember(id)));
        long members = clients.values().stream().filter(client -> client.joined).count();
        assertThat(room.snapshot.map(seen -> seen.peerCount()).orElse(0))
                .isEqualTo(1 + (int) members + away.size());
        Map<String, String> present = new TreeMap<>();
        room.session
                .view()
                .ifPresent(
                        view -> view.peers().forEach((id, peer) -> present.put(id, peer.role())));
        clients.forEach((id, client) -> {
            if (client.joined) {
                assertThat(client.role).as("role of %s", id).isEqualTo(present.get(id));
                Map<String, String> others = new TreeMap<>(present);
                others.remove(id);
                others.entrySet()
                        .removeIf(other -> client.large && !seen(other.getKey(), other.getValue()));
                assertThat(client.roles).as("whom %s knows", id).isEqualTo(others);
            }
        });
        assertThat(present.values().stream().filter(LISTENER::equals).count())
                .as("places of a role")
                .isLessThanOrEqualTo(4);
    }

    /// In a large room.
    private boolean seen(String id, String role) {
        return !allowed(role).isEmpty() || room.handRaised(id);
    }

    private boolean isMember(String id) {
        return room.session.view().map(view -> view.peers().containsKey(id)).orElse(false);
    }

    /// What is announced, what is in the router and what clients know are the same, and allowed.
    private void checkTracks() {
        Map<String, Set<String>> announced = new TreeMap<>();
        for (Peer peer : room.session.roster().all()) {
            Set<String> tracks = new TreeSet<>(peer.tracks().keySet());
            assertThat(peer.published().stream().map(PublishedTrack::id))
                    .as("media of %s", peer.id())
                    .containsExactlyInAnyOrderElementsOf(tracks);
            assertThat(peer.tracks().values())
                    .as("%s as %s", peer.id(), peer.role().name())
                    .allMatch(track ->
                            allowed(peer.role().name())
                                    .contains(track.kind() == MediaKind.AUDIO ? "audio" : "video"));
            announced.put(peer.id(), tracks);
        }
        clients.forEach((id, client) -> {
            if (client.joined) {
                client.roles
                        .keySet()
                        .forEach(other ->
                                assertThat(client.tracks.getOrDefault(other, Set.of()))
                                        .as("tracks of %s that %s knows", other, id)
                                        .isEqualTo(announced.get(other)));
            }
        });
    }

    private void checkMetadata() {
        Map<String, JsonNode> stored = new HashMap<>();
        for (String key : List.of("k0", "k1", "k2")) {
            room.request(keeper, "keeper", new MetadataRequest.Get(key));
            stored.put(key, keeper.reply().path("data"));
        }
        clients.forEach((id, client) -> {
            for (String key : client.observed) {
                assertThat(client.metadata.getOrDefault(key, NullNode.instance))
                        .as("%s at %s", key, id)
                        .isEqualTo(stored.get(key));
            }
        });
    }
}
