package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.signalling.poll.PollInfo;
import io.rostra.signalling.rpc.MalformedMessageException;
import io.rostra.signalling.rpc.PeerQuery;
import io.rostra.signalling.rpc.PollRequest;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestCodec;
import io.rostra.signalling.rpc.RoleRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every method as a hostile client sends it, through the codec into a running room: it is answered
/// with a clear refusal or done, and nobody else notices.
class HostileRequestsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "-1",
                    "1e300",
                    "9007199254740993",
                    "\"\"",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"__proto__\"",
                    "\"" + "x".repeat(200_000) + "\"",
                    "[]",
                    "[[[[]]]]",
                    "[null]",
                    "{}",
                    "{\"\":{\"\":{}}}");

    private final TestRoom room = new TestRoom();

    /// @return the code of the refusal, or empty
    private Optional<Integer> send(RecordingSocket socket, String peerId, String text) {
        socket.replies();
        try {
            RequestCodec.Incoming incoming = RequestCodec.decode(text);
            room.session.handle(socket, peerId, incoming.id(), incoming.request());
            room.loop.run();
        } catch (MalformedMessageException e) {
            assertThat(e.reason()).hasSizeLessThan(500).doesNotContain("Exception");
            return Optional.of(400);
        }
        List<JsonNode> replies = socket.replies();
        assertThat(replies).as(text.substring(0, Math.min(200, text.length()))).hasSize(1);
        JsonNode error = replies.getFirst().path("error");
        return error.isMissingNode() ? Optional.empty() : Optional.of(error.path("code").asInt());
    }

    private static String message(String method, JsonNode params) {
        ObjectNode message = JSON.createObjectNode().put("id", "1").put("method", method);
        message.set("params", params);
        return message.toString();
    }

    @ParameterizedTest
    @MethodSource("io.rostra.signalling.rpc.EveryMethodTest#allMethods")
    void noParamsBreakTheRoom(String method, String params, List<String> needed) throws Exception {
        RecordingSocket witness = room.join("witness", BROADCASTER);
        ObjectNode valid = (ObjectNode) JSON.readTree(params);
        var fields = new ArrayList<String>();
        valid.fieldNames().forEachRemaining(fields::add);
        for (String role : List.of(VIEWER, BROADCASTER)) {
            String id = "hostile " + role;
            RecordingSocket hostile = room.join(id, role);
            for (String field : fields) {
                for (String value : VALUES) {
                    ObjectNode bad = valid.deepCopy();
                    bad.set(field, JSON.readTree(value));
                    assertThat(send(hostile, id, message(method, bad)).orElse(0))
                            .as("%s with %s", method, field)
                            .isLessThan(500);
                }
            }
            for (String value : VALUES) {
                assertThat(send(hostile, id, message(method, JSON.readTree(value))).orElse(0))
                        .as(method)
                        .isLessThan(500);
            }
        }
        if (witness.closed() == null) {
            witness.drain();
            room.request(
                    witness,
                    "witness",
                    new Request.Broadcast("well", "chat", new Request.Recipients.Everyone()));
            assertThat(witness.drain()).containsExactly("result");
        } else {
            assertThat(method).as("who may end the room has ended it").isEqualTo("end-room");
        }
    }

    /// Ids that exist, in another room.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "get-peer | {'peer_id':'zed'}",
                "broadcast | {'info':{'message':'x'},'peer_id':'zed'}",
                "role-change-request | {'requested_for':'zed','role':'hls-viewer','force':true}",
                "role-change | {'role':'hls-viewer','token':'TOKEN'}",
                "track-update-request | {'requested_for':'zed','track_id':'t','stream_id':'s',"
                        + "'mute':true}",
                "track-update-request | {'requested_for':'bo','track_id':'t','stream_id':'s',"
                        + "'mute':true}",
                "peer-leave-request | {'requested_for':'zed','reason':''}",
                "group-add | {'peer_id':'zed','name':'g'}",
                "group-remove | {'peer_id':'zed','name':'g'}",
                "peer-iter-next | {'iterator':'ITERATOR','limit':5}",
                "poll-info-get | {'poll_id':'theirs'}",
                "poll-questions-set | {'poll_id':'theirs','questions':[]}",
                "poll-questions-get | {'poll_id':'theirs','index':0,'count':5}",
                "poll-start | {'poll_id':'theirs'}",
                "poll-stop | {'poll_id':'theirs'}",
                "poll-response | {'poll_id':'theirs','responses':[]}",
                "poll-responses | {'poll_id':'theirs','index':0,'count':5}",
                "poll-result | {'poll_id':'theirs'}",
                "poll-leaderboard | {'poll_id':'theirs','offset':0}",
            })
    void whatIsInAnotherRoomIsNotThere(String method, String params) throws Exception {
        var other = new TestRoom();
        RecordingSocket yan = other.join("yan", BROADCASTER);
        RecordingSocket zed = other.join("zed", BROADCASTER);
        other.request(
                yan,
                "yan",
                new PollRequest.SetInfo(
                        new PollInfo(
                                "theirs",
                                "x",
                                true,
                                null,
                                false,
                                false,
                                false,
                                PollInfo.Mode.USERID,
                                List.of(),
                                List.of())));
        other.request(
                yan, "yan", new PeerQuery.Find(new PeerQuery.Filter(null, null, List.of()), 1));
        String iterator = yan.reply().path("iterator").asText();
        other.request(yan, "yan", new RoleRequest.ChangePeer("zed", VIEWER, false));
        String token = zed.last("on-role-change-request").path("token").asText();
        zed.drain();

        RecordingSocket ada = room.join("ada", BROADCASTER);
        room.join("bo", BROADCASTER);
        String text =
                params.replace('\'', '"').replace("ITERATOR", iterator).replace("TOKEN", token);
        assertThat(send(ada, "ada", message(method, JSON.readTree(text)))).contains(404);
        assertThat(zed.drain()).isEmpty();
    }

    @Test
    void idsOfPreviewsAreNobodys() throws Exception {
        RecordingSocket ada = room.join("ada", BROADCASTER);
        room.connect("preview", VIEWER);
        for (String method : List.of("get-peer", "peer-leave-request")) {
            String params = "{\"peer_id\":\"preview\",\"requested_for\":\"preview\"}";
            assertThat(send(ada, "ada", message(method, JSON.readTree(params)))).contains(404);
        }
    }
}
