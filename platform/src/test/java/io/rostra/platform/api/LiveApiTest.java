package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.live.LiveRooms.Audience;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvent.LeaveReason;
import io.rostra.platform.live.RoomEvent.PeerIdentity;
import io.rostra.platform.store.TestDatabase;
import io.rostra.platform.token.JwtTokenVerifier;
import io.rostra.platform.token.TokenKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Room codes, active rooms, sessions and live streams.
class LiveApiTest {

    private ApiServer server;
    private String room;

    TestDatabase kind() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void start() {
        server = ApiServer.start(GuestPolicy.LOCAL, kind());
        room = server.mainRoom().id();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void roomsKeepWhatIsTheirOwn() {
        String body =
                """
                {"name":"own","region":"eu","large_room":true,"size":5000,
                 "max_duration_seconds":3600,"polls":["64f0c0ffee64f0c0ffee64f0"],
                 "webhook":{"url":"https://backend.example.org/hook","headers":{"X-Key":"s3cret"}},
                 "recording_info":{"enabled":true,"upload_info":{"type":"s3","location":"bucket",
                   "prefix":"p","options":{"region":"eu-west-1"},
                   "credentials":{"key":"k","secret":"s3cret"}}}}\
                """;
        JsonNode made = server.post("/v2/rooms", body).json(200);
        String id = made.path("id").asText();

        assertThat(made.toString()).doesNotContain("s3cret");
        assertThat(made.path("size").asInt()).isEqualTo(5000);
        assertThat(made.path("large_room").asBoolean()).isTrue();
        assertThat(made.path("region").asText()).isEqualTo("eu");
        assertThat(made.path("max_duration_seconds").asInt()).isEqualTo(3600);
        assertThat(made.path("polls").get(0).asText()).isEqualTo("64f0c0ffee64f0c0ffee64f0");
        assertThat(made.path("webhook").path("url").asText())
                .isEqualTo("https://backend.example.org/hook");
        assertThat(made.path("recording_source_template").asBoolean()).isFalse();
        assertThat(
                        made.path("recording_info")
                                .path("upload_info")
                                .path("credentials")
                                .path("key")
                                .asText())
                .isEqualTo("k");

        // What was shown, sent back, changes nothing; the secrets stay.
        assertThat(without(server.post("/v2/rooms/" + id, made.toString()).json(200)))
                .isEqualTo(without(made));
        var stored = server.rooms().findRoom(id).orElseThrow().options();
        assertThat(stored.webhook().headers()).containsEntry("X-Key", "s3cret");
        assertThat(stored.recordingInfo().uploadInfo().credentials().secretKey())
                .isEqualTo("s3cret");

        // Creation overwrites everything.
        JsonNode again = server.post("/v2/rooms", "{\"name\":\"own\"}").json(200);
        assertThat(again.path("id").asText()).isEqualTo(id);
        assertThat(again.has("size")).isFalse();
        assertThat(again.path("recording_source_template").asBoolean()).isTrue();
    }

    private static JsonNode without(JsonNode room) {
        return ((com.fasterxml.jackson.databind.node.ObjectNode) room.deepCopy())
                .remove(List.of("updated_at"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'size':20001} | room size greater than 20000",
                "{'size':2501} | set large_room flag as true",
                "{'size':-1} | size",
                "{'size':'big'} | size",
                "{'region':'moon'} | region",
                "{'large_room':1} | large_room",
                "{'max_duration_seconds':119} | max_duration_seconds",
                "{'max_duration_seconds':43201} | max_duration_seconds",
                "{'polls':['x']} | polls",
                "{'polls':{}} | polls",
                "{'webhook':{}} | webhook.url",
                "{'webhook':{'url':'ftp://x'}} | webhook.url",
                "{'webhook':{'url':'http:// x'}} | webhook.url",
                "{'webhook':{'url':'http://x','headers':{'a b':'c'}}} | webhook.headers",
                "{'webhook':{'url':'http://x','headers':{'Host':'c'}}} | webhook.headers",
                "{'webhook':{'url':'http://x','headers':{'A':7}}} | webhook.headers.A",
                "{'recording_info':{'enabled':'x'}} | recording_info.enabled",
                "{'recording_info':{'upload_info':{'type':'s3'}}} |"
                        + " recording_info.upload_info.location"
            })
    void badRoomsNameTheField(String body, String field) {
        String json = body.replace('\'', '"');
        assertThat(server.post("/v2/rooms", json).error(400)).contains(field);
        assertThat(server.post("/v2/rooms/" + room, json).error(400)).contains(field);
    }

    @Test
    void codesStandForARoomAndARole() throws Exception {
        JsonNode codes = server.post("/v2/room-codes/room/" + room, "{}").json(200).path("data");
        assertThat(codes).hasSize(2);
        String code = codes.get(0).path("code").asText();
        assertThat(code).matches("[a-z]{3}-[a-z]{4}-[a-z]{3}");
        assertThat(server.post("/v2/room-codes/room/" + room, "").json(200).path("data"))
                .isEqualTo(codes);
        JsonNode second =
                server.post("/v2/room-codes/room/" + room + "/role/broadcaster", "{}").json(200);
        JsonNode listed = server.get("/v2/room-codes/room/" + room).json(200);
        assertThat(listed.path("limit").asInt()).isEqualTo(20);
        assertThat(listed.path("data")).hasSize(3);
        assertThat(
                        server.get("/v2/room-codes/room/" + room + "?role=broadcaster&enabled=true")
                                .json(200)
                                .path("data"))
                .hasSize(2);

        var token =
                server.anonymousPost(
                        "/v2/token",
                        "{\"code\":\"" + code + "\",\"user_id\":\"ann\"}",
                        "Content-Type",
                        "text/plain");
        assertThat(token.header("Access-Control-Allow-Origin")).isEqualTo("*");
        var claims =
                new JwtTokenVerifier(
                                new TokenKeys(server.workspaces().all()), InstantSource.system())
                        .verifyApp(token.json(200).path("token").asText());
        assertThat(claims.roomId()).isEqualTo(room);
        assertThat(claims.userId()).isEqualTo("ann");
        assertThat(claims.role()).isEqualTo(codes.get(0).path("role").asText());

        String off = "{\"code\":\"" + code + "\",\"enabled\":false}";
        assertThat(server.post("/v2/room-codes/code", off).json(200).path("enabled").asBoolean())
                .isFalse();
        server.anonymousPost("/v2/token", "{\"code\":\"" + code + "\"}").error(403);
        server.anonymousPost("/v2/token", "{\"code\":\"aaa-aaaa-aaa\"}").error(404);
        assertThat(server.anonymousPost("/v2/token", "{}").error(400)).contains("code");
        assertThat(server.anonymousPost("/v2/token", "{\"code\":7}").error(400)).contains("code");

        server.post("/v2/rooms/" + room, "{\"enabled\":false}").json(200);
        server.post("/v2/room-codes/room/" + room, "{}").error(403);
        server.get("/v2/room-codes/room/" + room).error(403);
        server.post("/v2/room-codes/code", off.replace("false", "true")).error(403);
        server.anonymousPost("/v2/token", "{\"code\":\"" + second.path("code").asText() + "\"}")
                .error(403);
    }

    @Test
    void badCodesNameTheField() {
        assertThat(server.post("/v2/room-codes/code", "{\"code\":\"x\",\"enabled\":1}").error(400))
                .contains("enabled");
        assertThat(
                        server.post(
                                        "/v2/room-codes/code",
                                        "{\"code\":\"x\",\"enabled\":true,\"role\":\"y\"}")
                                .error(400))
                .contains("role");
        server.post("/v2/room-codes/code", "{\"code\":\"x\",\"enabled\":true}").error(404);
        server.post("/v2/room-codes/room/" + room + "/role/king", "{}").error(404);
        server.post("/v2/room-codes/room/ffffffffffffffffffffffff", "{}").error(404);
        assertThat(server.get("/v2/room-codes/room/" + room + "?enabled=maybe").error(400))
                .contains("enabled");
    }

    @Test
    void anActiveRoomIsSeenAndSteered() {
        String path = "/v2/active-rooms/" + room;
        server.get(path).error(404);
        server.post(path + "/send-message", "{\"message\":\"hi\"}").error(404);
        server.post(path + "/end-room", "{}").error(404);
        String session = server.live().join(room, "ann", "broadcaster");
        server.live().join(room, "bob", "hls-viewer");

        JsonNode active = server.get(path).json(200);
        assertThat(active.path("session").path("id").asText()).isEqualTo(session);
        assertThat(active.path("session").path("peers")).hasSize(2);
        JsonNode peers = server.get(path + "/peers?role=broadcaster").json(200).path("peers");
        assertThat(peers).hasSize(1);
        assertThat(peers.path("ann").path("tracks").path("t-ann").path("type").asText())
                .isEqualTo("audio");
        assertThat(server.get(path + "/peers?user_id=nobody").json(200).path("peers")).isEmpty();
        server.get(path + "/peers/nobody").error(404);

        JsonNode changed =
                server.post(
                                path + "/peers/bob",
                                "{\"name\":\"Bob\",\"role\":\"broadcaster\",\"metadata\":\"{}\"}")
                        .json(200);
        assertThat(changed.path("name").asText()).isEqualTo("Bob");
        assertThat(changed.path("role").asText()).isEqualTo("broadcaster");
        assertThat(server.post(path + "/peers/bob", "{\"role\":\"king\"}").error(400))
                .contains("role");

        server.post(path + "/send-message", "{\"message\":\"all\"}").json(200);
        server.post(
                        path + "/send-message",
                        "{\"message\":\"one\",\"peerId\":\"bob\",\"type\":\"x\"}")
                .json(200);
        server.post(path + "/send-message", "{\"message\":\"m\",\"role\":\"broadcaster\"}")
                .json(200);
        server.post(path + "/send-message", "{\"message\":\"m\",\"peer_id\":\"no\"}").error(404);
        assertThat(server.live().sent)
                .containsExactly(
                        new FakeRooms.Sent(new Audience.Everybody(), "chat", "all"),
                        new FakeRooms.Sent(new Audience.OnePeer("bob"), "x", "one"),
                        new FakeRooms.Sent(new Audience.OneRole("broadcaster"), "chat", "m"));
        assertThat(server.post(path + "/send-message", "{}").error(400)).contains("message");

        assertThat(server.post(path + "/remove-peers", "{}").error(400)).contains("peer_id");
        server.post(path + "/remove-peers", "{\"peer_id\":\"ann\",\"reason\":\"bye\"}").json(200);
        server.post(path + "/end-room", "{\"lock\":true,\"reason\":\"over\"}").json(200);
        server.get(path).error(404);
        assertThat(server.get("/v2/rooms/" + room).json(200).path("enabled").asBoolean()).isFalse();

        server.memory().settled().join();
        JsonNode remembered = server.get("/v2/sessions/" + session).json(200);
        assertThat(remembered.path("active").asBoolean()).isFalse();
        assertThat(remembered.path("peers").path("ann").path("reason").asText())
                .isEqualTo("peer kicked");
        assertThat(remembered.path("peers").path("bob").path("role").asText())
                .isEqualTo("broadcaster");
    }

    @Test
    void sessionsAreRememberedListedAndFiltered() {
        String first = server.live().join(room, "ann", "broadcaster");
        server.live().leave(room, "ann", LeaveReason.LEFT, "");
        String second = server.live().join(room, "ann", "broadcaster");
        server.memory().settled().join();

        assertThat(ids(server.get("/v2/sessions"))).containsExactly(second, first);
        assertThat(ids(server.get("/v2/sessions?active=true&room_id=" + room)))
                .containsExactly(second);
        assertThat(ids(server.get("/v2/sessions?active=false"))).containsExactly(first);
        assertThat(ids(server.get("/v2/sessions?limit=1&start=" + second))).containsExactly(first);
        assertThat(ids(server.get("/v2/sessions?before=2020-01-01T00:00:00Z"))).isEmpty();
        assertThat(ids(server.get("/v2/sessions?after=2020-01-01T00:00:00Z"))).hasSize(2);
        assertThat(ids(server.get("/v2/sessions?before=9000-01-01T00:00:00Z"))).hasSize(2);
        assertThat(ids(server.get("/v2/sessions?room_id=ffffffffffffffffffffffff"))).isEmpty();
        JsonNode ended = server.get("/v2/sessions/" + first).json(200);
        JsonNode peer = ended.path("peers").path("ann");
        assertThat(peer.path("session_id").asText()).isEqualTo(first);
        assertThat(Instant.parse(peer.path("left_at").asText()))
                .isAfterOrEqualTo(Instant.parse(peer.path("joined_at").asText()));
        assertThat(
                        Duration.between(
                                Instant.parse(ended.path("created_at").asText()),
                                Instant.parse(ended.path("updated_at").asText())))
                .isGreaterThanOrEqualTo(Duration.ZERO);
        server.get("/v2/sessions/ffffffffffffffffffffffff").error(404);
        server.get("/v2/sessions/x").error(404);
        assertThat(server.get("/v2/sessions?active=7").error(400)).contains("active");
        assertThat(server.get("/v2/sessions?after=7").error(400)).contains("after");
    }

    @Test
    void howWellPeersWereServedIsRemembered() {
        String session = server.live().join(room, "ann", "broadcaster");
        Instant begin = Instant.parse("2026-05-04T10:00:00Z");
        server.live().measure(room, Map.of("ann", 5, "bob", 2), begin);
        server.live().measure(room, Map.of("ann", 3), begin.plusSeconds(30));
        server.live().measure(room, Map.of("ann", 1), begin.plusSeconds(30)); // told twice
        server.live().measure(room, Map.of(), begin.plusSeconds(60));
        server.memory().settled().join();

        JsonNode peers = server.get("/v2/sessions/" + session + "/quality").json(200).path("peers");
        assertThat(peers.path("ann"))
                .extracting(each -> each.path("at").asText() + " " + each.path("score").asInt())
                .containsExactly("2026-05-04T10:00:00Z 5", "2026-05-04T10:00:30Z 3");
        assertThat(peers.path("bob")).hasSize(1);
        server.get("/v2/sessions/ffffffffffffffffffffffff/quality").error(404);
        server.get("/v2/sessions/x/quality").error(404);
    }

    @Test
    void whoWasNotLetInIsRememberedWithTheCause() {
        server.live().refuse(room, "eve", "The room has no role king");
        server.live().refuse("ffffffffffffffffffffffff", "eve", "There is no room");
        server.live().refuse(room, "mal\0" + "x".repeat(5000), "The token has expired");
        server.memory().settled().join();

        JsonNode events =
                server.get("/v2/analytics/events?room_id=" + room + "&type=client.join.failed")
                        .json(200)
                        .path("events");
        assertThat(events).hasSize(2);
        assertThat(events.get(1).path("data").path("error_message").asText())
                .isEqualTo("The room has no role king");
        assertThat(
                        server.get(
                                        "/v2/analytics/events?room_id="
                                                + room
                                                + "&type=track.add.success")
                                .json(200)
                                .path("events"))
                .isEmpty();
        assertThat(server.get("/v2/analytics/events").error(400)).contains("room_id");
        assertThat(server.get("/v2/analytics/events?room_id=x").error(400)).contains("room_id");
        assertThat(server.memory().lost()).isZero();
    }

    @Test
    void aLiveStreamIsStartedAndStopped() {
        String start = "/v2/live-streams/room/" + room + "/start";
        server.post(start, "{}").error(404);
        server.live().join(room, "ann", "broadcaster");

        JsonNode started = server.post(start, "").json(200);
        String id = started.path("id").asText();
        assertThat(started.path("status").asText()).isEqualTo("running");
        assertThat(started.path("playback").path("url").asText())
                .startsWith("http://localhost")
                .endsWith(".m3u8");
        assertThat(started.path("stopped_at").isNull()).isTrue();
        assertThat(started.has("recording_assets")).isTrue();
        server.post(start, "{}").error(409);
        assertThat(server.get("/v2/live-streams/" + id).json(200).path("status").asText())
                .isEqualTo("running");
        assertThat(ids(server.get("/v2/live-streams?room_id=" + room + "&status=running")))
                .containsExactly(id);

        String metadata = "/v2/live-streams/" + id + "/timed-metadata";
        server.post(metadata, "{\"payload\":\"hello\",\"duration\":5}").json(200);
        assertThat(server.live().metadata).containsExactly("hello 5");
        assertThat(server.post(metadata, "{\"payload\":\"hello\"}").error(400))
                .contains("duration");
        assertThat(server.post(metadata, "{\"duration\":1}").error(400)).contains("payload");
        assertThat(
                        server.post(
                                        metadata,
                                        "{\"duration\":1,\"payload\":\"" + "x".repeat(101) + "\"}")
                                .error(400))
                .contains("payload");

        JsonNode stopped = server.post("/v2/live-streams/room/" + room + "/stop", "{}").json(200);
        assertThat(stopped.path("data").get(0).path("id").asText()).isEqualTo(id);
        server.memory().settled().join();
        JsonNode over = server.get("/v2/live-streams/" + id).json(200);
        assertThat(over.path("status").asText()).isEqualTo("completed");
        assertThat(over.path("stopped_at").asText()).isNotEmpty();
        server.post("/v2/live-streams/room/" + room + "/stop", "{}").error(404);
        assertThat(server.post("/v2/live-streams/" + id + "/stop", "{}").error(404))
                .contains("hls not running");
        server.post(metadata, "{\"payload\":\"late\",\"duration\":5}").error(404);
        server.get("/v2/live-streams/ffffffffffffffffffffffff").error(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'recording':7} | recording",
                "{'recording':{'hls_vod':'x'}} | recording.hls_vod",
                "{'recording':{'hls_vod':true}} | recording",
                "{'recording':{'single_file_per_layer':true}} | recording",
                "{'layout':'mosaic'} | layout",
                "{'destination':'nowhere'} | destination",
                "{'meeting_url':7} | meeting_url",
                "{'transcription':{'enabled':true}} | transcription"
            })
    void badStartsNameTheField(String body, String field) {
        server.live().join(room, "ann", "broadcaster");
        assertThat(
                        server.post(
                                        "/v2/live-streams/room/" + room + "/start",
                                        body.replace('\'', '"'))
                                .error(400))
                .contains(field);
    }

    @Test
    void whatBecameOfTracksCanBeRead() {
        String session = server.live().join(room, "ann", "broadcaster");
        server.live().refuse(room, "eve", "the room is full");
        for (var change : RoomEvent.TrackChange.values()) {
            var peer = new PeerIdentity("ann", "u", "Ann", "", "broadcaster", Instant.EPOCH);
            var track = new RoomEvent.TrackFacts("t", "s", "video", "screen", false);
            server.memory()
                    .on(
                            new RoomEvent.TracksChanged(
                                    room, session, peer, change, List.of(track), Instant.now()));
        }
        String events = "/v2/analytics/events?room_id=" + room;
        JsonNode all = server.get(events).json(200);
        assertThat(all.path("events").findValuesAsText("type"))
                .contains("client.join.failed", "track.add.success", "track.update.success");
        JsonNode last = all.path("events").get(0);
        assertThat(last.path("type").asText()).isEqualTo("track.remove.success");
        assertThat(last.path("data").path("source").asText()).isEqualTo("screen");
        assertThat(last.path("data").path("user_name").asText()).isEqualTo("Ann");

        JsonNode first = server.get(events + "&limit=3").json(200);
        assertThat(first.path("events")).hasSize(3);
        JsonNode rest =
                server.get(events + "&limit=3&start=" + first.path("next").asText()).json(200);
        assertThat(rest.path("events")).hasSize(1);
        assertThat(rest.path("next").asText()).isEmpty();
        assertThat(server.get(events + "&error=true").json(200).path("events")).hasSize(1);
        assertThat(server.get(events + "&peer_id=ann").json(200).path("events")).hasSize(3);
        assertThat(server.get(events + "&session_id=" + session).json(200).path("events"))
                .hasSize(3);
        assertThat(server.get(events + "&type=track.add.success").json(200).path("events"))
                .hasSize(1);
    }

    @Test
    void aRoomIsPushedToOthers() {
        String inRoom = "/v2/external-streams/room/" + room;
        String start = "{\"rtmp_urls\":[\"rtmp://example.org/app/secret-key\"]}";
        assertThat(server.post(inRoom + "/start", start).error(404)).contains("nobody");
        server.live().join(room, "ann", "broadcaster");
        server.post(inRoom + "/stop", "{}").error(404);

        JsonNode started = server.post(inRoom + "/start", start).json(200);
        String id = started.path("id").asText();
        assertThat(started.path("rtmp_urls").get(0).asText()).isEqualTo("rtmp://example.org/app");
        assertThat(started.toString()).doesNotContain("secret-key");
        assertThat(server.post(inRoom + "/start", start).error(409)).contains("stop it first");
        String one = "/v2/external-streams/" + id;
        assertThat(server.get(one).json(200).path("status").asText()).isEqualTo("running");
        assertThat(ids(server.get("/v2/external-streams?status=running&room_id=" + room)))
                .containsExactly(id);
        assertThat(ids(server.get("/v2/external-streams?start=" + id))).isEmpty();

        JsonNode stopped = server.post(one + "/stop", "").json(200);
        assertThat(stopped.path("status").asText()).isEqualTo("completed");
        assertThat(stopped.path("reason").asText()).isEqualTo("client request");
        assertThat(stopped.path("stopped_at").isTextual()).isTrue();
        server.post(one + "/stop", "{}").error(404);
        server.post(inRoom + "/start", start).json(200);
        assertThat(server.post(inRoom + "/stop", "").json(200).path("data")).hasSize(1);
        assertThat(server.get("/v2/external-streams?limit=1").json(200).path("data")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | rtmp_urls",
                "{'rtmp_urls':[]} | rtmp_urls",
                "{'rtmp_urls':'rtmp://a/b/c'} | rtmp_urls",
                "{'rtmp_urls':['http://s3cret/b']} | rtmp_urls[0]",
                "{'rtmp_urls':['rtmp://a/b/c','rtmp://s3cret']} | rtmp_urls[1]",
                "{'rtmp_urls':['a','b','c','d','e','f']} | rtmp_urls",
                "{'rtmp_urls':['rtmp://a/b'],'resolution':{'width':1}} | resolution.width",
                "{'rtmp_urls':['rtmp://a/b'],'recording':1} | recording",
                "{'rtmp_urls':['rtmp://a/b'],'recording':true} | recording"
            })
    void badPushesNameTheField(String body, String field) {
        server.live().join(room, "ann", "broadcaster");
        assertThat(
                        server.post(
                                        "/v2/external-streams/room/" + room + "/start",
                                        body.replace('\'', '"'))
                                .error(400))
                .contains(field)
                .doesNotContain("s3cret");
    }

    @Test
    void whatHasNoEngineSaysSo() {
        assertThat(server.post("/v2/recordings/room/" + room + "/start", "{}").error(400))
                .contains("engine");
        assertThat(server.get("/v2/recordings").json(200).path("data")).isEmpty();
        server.get("/v2/recordings/ffffffffffffffffffffffff").error(404);
        server.get("/v2/recording-assets").json(200);
    }

    private static List<String> ids(ApiServer.Reply page) {
        List<String> ids = new ArrayList<>();
        page.json(200).path("data").forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }
}
