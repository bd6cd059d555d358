package io.rostra.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Broadcasters over real sockets and a real forwarding unit, as far as signalling goes: no packet
/// is sent.
class PublishTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestServer server;
    private TestClient ada;
    private TestClient bo;

    @BeforeEach
    void twoBroadcastersJoin() throws Exception {
        server = new TestServer();
        ada = new TestClient(server, "ada", token("u1"));
        bo = new TestClient(server, "bo", token("u2"));
        for (TestClient client : new TestClient[] {ada, bo}) {
            client.next("on-policy-change");
            join(client);
        }
        ada.next("on-peer-join");
    }

    @AfterEach
    void stop() {
        ada.close();
        bo.close();
        server.close();
    }

    private static String token(String user) {
        return TestServer.ROOM + "/" + user + "/broadcaster";
    }

    /// Joins and answers the first offer of the subscribe connection.
    private static JsonNode join(TestClient client) throws Exception {
        ObjectNode params = JSON.createObjectNode().put("name", "x").put("disableVidAutoSub", true);
        params.putObject("offer").put("type", "offer").put("sdp", Sdp.channelOffer());
        request(client, "join", params);
        JsonNode result = client.next("result");
        client.next("peer-list");
        answer(client, client.next("offer"));
        return result;
    }

    private static void request(TestClient client, String method, ObjectNode params)
            throws Exception {
        ObjectNode message = JSON.createObjectNode().put("method", method).put("id", "r");
        message.set("params", params);
        client.send(message.toString());
    }

    private static void answer(TestClient client, JsonNode offer) throws Exception {
        ObjectNode message = JSON.createObjectNode().put("method", "answer");
        ObjectNode params = message.putObject("params");
        params.putObject("desc")
                .put("type", "answer")
                .put("sdp", Sdp.answerTo(offer.path("sdp").asText()));
        params.set("sfu_node_id", offer.path("sfu_node_id"));
        client.send(message.toString());
    }

    private static ObjectNode audioOffer(String trackId) {
        ObjectNode params = JSON.createObjectNode();
        params.putObject("desc").put("type", "offer").put("sdp", Sdp.audioOffer("s1", trackId));
        params.putObject("tracks")
                .putObject(trackId)
                .put("track_id", trackId)
                .put("stream_id", "s1")
                .put("type", "audio")
                .put("source", "regular")
                .put("mute", false);
        return params;
    }

    @Test
    void joinIsAnsweredAndTheApiChannelOffered() throws Exception {
        try (var cy = new TestClient(server, "cy", token("u3"))) {
            cy.next("on-policy-change");
            JsonNode result = join(cy);
            assertThat(result.path("type").asText()).isEqualTo("answer");
            assertThat(result.path("sdp").asText())
                    .contains("m=application", "a=ice-lite", "127.0.0.1");
            assertThat(result.path("sfu_node_id").asText()).isNotEmpty();
        }
    }

    @Test
    void publishedTrackIsAnnouncedOfferedMutedAndWithdrawn() throws Exception {
        request(ada, "offer", audioOffer("t1"));
        assertThat(ada.next("result").path("sdp").asText()).contains("m=audio", "a=recvonly");
        JsonNode added = bo.next("on-track-add");
        assertThat(added.path("peer").path("peer_id").asText()).isEqualTo("ada");
        assertThat(added.path("tracks").path("t1").path("track_id").asText()).isEqualTo("t1");
        ada.assertNoneYet("on-track-add");

        request(ada, "offer", audioOffer("t1"));
        ada.next("result");
        bo.assertNoneYet("on-track-add");

        ada.send(
                """
                {"method":"track-update","params":{"tracks":{"t1":{"track_id":"t1","mute":true}}}}\
                """);
        assertThat(bo.next("on-track-update").path("tracks").path("t1").path("mute").asBoolean())
                .isTrue();

        ObjectNode withdrawn = JSON.createObjectNode();
        withdrawn.putObject("desc").put("type", "offer").put("sdp", Sdp.audioWithdrawn());
        withdrawn.putObject("tracks");
        request(ada, "offer", withdrawn);
        ada.next("result");
        assertThat(bo.next("on-track-remove").path("tracks").has("t1")).isTrue();
    }

    @Test
    void subscriberIsOfferedTheTrackUnderItsOwnIds() throws Exception {
        request(ada, "offer", audioOffer("t1"));
        ada.next("result");
        JsonNode offer = bo.next("offer");
        assertThat(offer.path("sdp").asText()).contains("a=msid:s1 t1", "a=sendonly");
        answer(bo, offer);
        ada.send("{\"method\":\"leave\",\"params\":{}}");
        assertThat(bo.next("on-peer-leave").path("peer_id").asText()).isEqualTo("ada");
        assertThat(bo.next("offer").path("sdp").asText()).contains("a=inactive");
    }

    @Test
    void lateJoinerFindsTheTrackInThePeerListAndInTheFirstOffer() throws Exception {
        request(ada, "offer", audioOffer("t1"));
        ada.next("result");
        try (var cy = new TestClient(server, "cy", token("u3"))) {
            cy.next("on-policy-change");
            ObjectNode params = JSON.createObjectNode().put("name", "Cy");
            params.putObject("offer").put("type", "offer").put("sdp", Sdp.channelOffer());
            request(cy, "join", params);
            assertThat(cy.next("peer-list").path("peers").path("ada").path("tracks").has("t1"))
                    .isTrue();
            assertThat(cy.next("offer").path("sdp").asText()).contains("a=msid:s1 t1");
        }
    }

    @Test
    void returningPeerGetsAFreshOffer() throws Exception {
        request(ada, "offer", audioOffer("t1"));
        ada.next("result");
        bo.drop();
        try (var again = new TestClient(server, "bo", token("u2"))) {
            assertThat(again.next("peer-list").path("peers").path("ada").path("tracks").has("t1"))
                    .isTrue();
            JsonNode offer = again.next("offer");
            assertThat(offer.path("sdp").asText()).contains("a=msid:s1 t1");
            answer(again, offer);
            ada.assertNoneYet("on-peer-leave");
        }
    }

    @Test
    void secondJoinReplacesTheConnections() throws Exception {
        request(ada, "offer", audioOffer("t1"));
        ada.next("result");
        bo.next("on-track-add");
        join(ada);
        assertThat(bo.next("on-track-remove").path("tracks").has("t1")).isTrue();
        bo.assertNoneYet("on-peer-join");
        request(ada, "offer", audioOffer("t1"));
        assertThat(ada.next("result").path("type").asText()).isEqualTo("answer");
        bo.next("on-track-add");
    }

    @Test
    void nobodyCanPublishUnderAnothersTrackId() throws Exception {
        request(ada, "offer", audioOffer("t1"));
        ada.next("result");
        request(bo, "offer", audioOffer("t1"));
        assertThat(bo.next("error").path("code").asInt()).isEqualTo(409);
        bo.assertNoneYet("on-error");
    }

    @Test
    void viewerMayNotPublish() throws Exception {
        try (var viewer =
                new TestClient(server, "viewer", TestServer.ROOM + "/u9/hls-viewer").join("V")) {
            request(viewer, "offer", audioOffer("t9"));
            assertThat(viewer.next("error").path("code").asInt()).isEqualTo(403);
            bo.assertNoneYet("on-track-add");
        }
    }

    @Test
    void uselessOffersCostNothingButAnError() throws Exception {
        for (String sdp : new String[] {"", "nonsense", "v=0\r\nm=audio 9 X 1\r\n"}) {
            ObjectNode params = audioOffer("t1");
            params.putObject("desc").put("type", "offer").put("sdp", sdp);
            request(ada, "offer", params);
            assertThat(ada.next("error").path("code").asInt()).isEqualTo(400);
        }
        bo.assertNoneYet("on-track-add");
        request(ada, "offer", audioOffer("t1"));
        assertThat(ada.next("result").path("type").asText()).isEqualTo("answer");
    }

    @Test
    void uselessAnswerIsFollowedByAFreshOffer() throws Exception {
        bo.send(
                """
                {"method":"answer","params":{"desc":{"type":"answer","sdp":"nonsense"}}}\
                """);
        JsonNode offer = bo.next("offer");
        answer(bo, offer);
        bo.assertNoneYet("on-error");
    }

    @Test
    void answerForAnotherMediaNodeIsNotTaken() throws Exception {
        request(ada, "offer", audioOffer("t1"));
        ada.next("result");
        JsonNode offer = bo.next("offer");
        ObjectNode message = JSON.createObjectNode().put("method", "answer");
        message.putObject("params")
                .put("sfu_node_id", "elsewhere")
                .putObject("desc")
                .put("type", "answer")
                .put("sdp", "nonsense");
        bo.send(message.toString());
        answer(bo, offer);
        bo.assertNoneYet("offer");
    }

    @Test
    void whoLosesTheRightToPublishIsOffTheAirAtOnce() throws Exception {
        request(ada, "offer", audioOffer("t1"));
        ada.next("result");
        answer(bo, bo.next("offer"));

        ObjectNode change = JSON.createObjectNode().put("requested_for", "ada");
        request(bo, "role-change-request", change.put("role", "hls-viewer").put("force", true));
        bo.next("result");
        assertThat(bo.next("offer").path("sdp").asText())
                .as("withdrawn though the client still sends")
                .contains("a=inactive");
        assertThat(ada.next("on-policy-change").path("name").asText()).isEqualTo("hls-viewer");

        request(ada, "offer", audioOffer("t1"));
        assertThat(ada.next("result").path("sdp").asText())
                .as("its client takes its tracks back one by one")
                .contains("a=inactive");
        bo.assertNoneYet("on-track-add");
        request(ada, "offer", audioOffer("t2"));
        assertThat(ada.next("error").path("code").asInt()).isEqualTo(403);

        request(bo, "role-change-request", change.put("role", "broadcaster"));
        bo.next("result");
        request(ada, "offer", audioOffer("t1"));
        assertThat(ada.next("result").path("sdp").asText()).contains("a=recvonly");
        assertThat(bo.next("on-track-add").path("tracks").has("t1")).isTrue();
    }

    @Test
    void whoComesOnStageReceivesAndWhoLeavesItDoesNot() throws Exception {
        request(ada, "offer", audioOffer("t1"));
        ada.next("result");
        try (var viewer =
                new TestClient(server, "viewer", TestServer.ROOM + "/u9/hls-viewer").join("V")) {
            ObjectNode change = JSON.createObjectNode().put("requested_for", "viewer");
            request(
                    bo,
                    "role-change-request",
                    change.put("role", "broadcaster").put("force", true));
            assertThat(viewer.next("on-policy-change").path("name").asText())
                    .isEqualTo("broadcaster");
            viewer.assertNoneYet("offer");

            ObjectNode channel = JSON.createObjectNode();
            channel.putObject("desc").put("type", "offer").put("sdp", Sdp.channelOffer());
            channel.putObject("tracks");
            request(viewer, "offer", channel);
            viewer.next("result");
            JsonNode offer = viewer.next("offer");
            assertThat(offer.path("sdp").asText()).contains("a=msid:s1 t1");
            answer(viewer, offer);

            request(bo, "role-change-request", change.put("role", "hls-viewer"));
            assertThat(viewer.next("offer").path("sdp").asText()).contains("a=inactive");
        }
    }

    @Test
    void oneTrackIsMutedOnRequest() throws Exception {
        request(ada, "offer", audioOffer("t1"));
        ada.next("result");
        ObjectNode params =
                JSON.createObjectNode()
                        .put("requested_for", "ada")
                        .put("track_id", "t1")
                        .put("stream_id", "s1")
                        .put("mute", true);
        request(bo, "track-update-request", params);
        JsonNode asked = ada.next("on-track-update-request");
        assertThat(asked.path("track_id").asText()).isEqualTo("t1");
        assertThat(asked.path("stream_id").asText()).isEqualTo("s1");
        assertThat(asked.path("mute").asBoolean()).isTrue();
    }
}
