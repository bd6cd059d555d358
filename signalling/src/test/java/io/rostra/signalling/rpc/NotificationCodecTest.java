package io.rostra.signalling.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rostra.platform.template.LiveStreamingKit;
import io.rostra.sfu.publish.MediaKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationCodecTest {

    private static final Track VIDEO = new Track("v1", "s1", MediaKind.VIDEO, "regular", true, "");
    private static final PeerView ADA =
            new PeerView("p1", "broadcaster", "Ada", "", "u1", 5, List.of("g"), List.of(VIDEO));

    @Test
    void neverHasAnId() throws Exception {
        JsonNode message = encode(new Notification.PeerLeave(ADA));
        assertThat(message.has("id")).isFalse();
        assertThat(message.path("jsonrpc").asText()).isEqualTo("2.0");
    }

    @Test
    void policyHasEverythingThatBothDialectsDereference() throws Exception {
        JsonNode params =
                params(
                        "on-policy-change",
                        new Notification.PolicyChange(
                                "hls-viewer", LiveStreamingKit.template("t1")));
        assertThat(params.path("name").asText()).isEqualTo("hls-viewer");
        assertThat(params.path("template_id").asText()).isEqualTo("t1");
        assertThat(params.path("plugins").isObject()).isTrue();
        for (String name : List.of("broadcaster", "hls-viewer")) {
            JsonNode role = params.path("known_roles").path(name);
            assertThat(role.path("name").asText()).isEqualTo(name);
            JsonNode publish = role.path("publishParams");
            assertThat(publish.path("allowed").isArray()).isTrue();
            for (String part : List.of("audio", "video", "screen", "simulcast")) {
                assertThat(publish.path(part).isObject()).as(part).isTrue();
            }
            assertThat(publish.path("videoSimulcastLayers").path("layers").isArray()).isTrue();
            assertThat(publish.path("screenSimulcastLayers").path("layers").isArray()).isTrue();
            assertThat(role.path("subscribeParams").path("subscribeToRoles").isArray()).isTrue();
            assertThat(role.path("permissions").path("hlsStreaming").isBoolean()).isTrue();
            assertThat(role.path("permissions").has("whiteboard")).isFalse();
        }
        JsonNode viewer = params.path("known_roles").path("hls-viewer");
        assertThat(viewer.path("publishParams").path("simulcast").path("video")).isEmpty();
        assertThat(viewer.path("usesWebRtc").isMissingNode()).isTrue();
        assertThat(viewer.toString()).doesNotContain("null");
    }

    @Test
    void peersAreCompleteAndStay() throws Exception {
        JsonNode peer = params("on-peer-join", new Notification.PeerJoin(ADA));
        assertThat(peer)
                .isEqualTo(
                        json(
                                """
                                {"peer_id":"p1","role":"broadcaster","groups":["g"],
                                 "info":{"name":"Ada","data":"","user_id":"u1","type":"regular"},
                                 "joined_at":5,"realtime":true,
                                 "tracks":{"v1":{"track_id":"v1","stream_id":"s1","type":"video",
                                   "source":"regular","mute":true,"description":""}}}\
                                """));
    }

    @Test
    void peerListIsKeyedById() throws Exception {
        var room = new RoomView("Demo", "s", 7, HlsView.OFF);
        JsonNode params = params("peer-list", new Notification.PeerList(List.of(ADA), room));
        assertThat(params.path("peers").path("p1").path("info").path("name").asText())
                .isEqualTo("Ada");
        assertThat(params.path("room"))
                .isEqualTo(
                        json(
                                """
                                {"name":"Demo","session_id":"s","started_at":7,
                                 "recording":{
                                   "sfu":{"enabled":false,"initialised_at":0,"started_at":0,"state":"none"},
                                   "browser":{"enabled":false,"initialised_at":0,"started_at":0,"state":"none"},
                                   "hls":{"enabled":false,"started_at":0,"state":"none","initialised_at":0,
                                     "config":{"hls_vod":false,"single_file_per_layer":false}}},
                                 "streaming":{"enabled":false,
                                   "rtmp":{"enabled":false,"initialised_at":0,"started_at":0,"state":"none"},
                                   "hls":{"enabled":false,"variants":[]}},
                                 "transcriptions":[]}\
                                """));
    }

    @Test
    void emptyPeerListIsAnObject() throws Exception {
        var room = new RoomView("Demo", "s", 7, HlsView.OFF);
        JsonNode params = params("peer-list", new Notification.PeerList(List.of(), room));
        assertThat(params.path("peers").isObject()).isTrue();
    }

    @Test
    void liveStreamOnItsWay() throws Exception {
        var started = new HlsView(HlsView.State.STARTED, "https://h/hls/1/master.m3u8", 10, 20);
        assertThat(params("on-hls-update", new Notification.HlsUpdate(started, null)))
                .isEqualTo(
                        json(
                                """
                                {"enabled":true,"variants":[{"url":"https://h/hls/1/master.m3u8",
                                 "meeting_url":"","metadata":"","playlist_type":"no-dvr",
                                 "stream_type":"composite","initialised_at":10,"started_at":20,
                                 "state":"started"}]}\
                                """));
        assertThat(
                        params(
                                "on-hls-update",
                                new Notification.HlsUpdate(
                                        HlsView.OFF, new Notification.Failure(500, "broken"))))
                .isEqualTo(
                        json(
                                """
                                {"enabled":false,"variants":[],
                                 "error":{"code":500,"message":"broken"}}\
                                """));
        assertThat(params("on-hls-start", new Notification.LegacyHlsStart(started)))
                .isEqualTo(params("on-hls-update", new Notification.HlsUpdate(started, null)));
        assertThat(params("on-hls-stop", new Notification.LegacyHlsStop(null)))
                .isEqualTo(json("{\"enabled\":false,\"variants\":[]}"));
    }

    @Test
    void chatCarriesItsSender() throws Exception {
        JsonNode params =
                params(
                        "on-broadcast",
                        new Notification.Broadcast(
                                ADA, "m1", 9, "<i>hi</i>", "chat", List.of(), true));
        assertThat(params)
                .isEqualTo(
                        json(
                                """
                                {"peer":{"peer_id":"p1","role":"broadcaster","groups":["g"],
                                  "info":{"name":"Ada","data":"","user_id":"u1","type":"regular"}},
                                 "message_id":"m1","timestamp":9,"private":true,"roles":[],
                                 "info":{"message":"<i>hi</i>","type":"chat"}}\
                                """));
    }

    @Test
    void offerIsTheDescriptionItself() throws Exception {
        assertThat(params("offer", new Notification.Offer("v=0", "n1")))
                .isEqualTo(
                        json(
                                """
                                {"type":"offer","sdp":"v=0","sfu_node_id":"n1"}\
                                """));
    }

    private static JsonNode params(String method, Notification notification) throws Exception {
        JsonNode message = encode(notification);
        assertThat(message.path("method").asText()).isEqualTo(method);
        return message.path("params");
    }

    private static JsonNode encode(Notification notification) throws Exception {
        return json(Outgoing.notification(notification).text());
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
