package io.rostra.signalling.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every method that asks for something, as clients send it; and what becomes of each when its
/// params are missing, of the wrong type, or too large.
class EveryMethodTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Method, params, and those among them that cannot be done without.
    static Stream<Arguments> methods() {
        return Stream.concat(
                methodsWithoutMedia(),
                Stream.of(
                        method(
                                "offer",
                                "{'desc':{'type':'offer','sdp':'v=0'},'tracks':{'t':{'type':'audio',"
                                        + "'stream_id':'s'}},'sfu_node_id':'n'}",
                                "desc")));
    }

    private static Stream<Arguments> methodsWithoutMedia() {
        return Stream.of(
                method(
                        "role-change-request",
                        "{'requested_for':'p','role':'r','force':true}",
                        "requested_for",
                        "role"),
                method("role-change-request", "{'roles':['a'],'role':'r','force':true}", "role"),
                method("role-change", "{'requested_by':'p','role':'r','token':'t'}", "token"),
                method(
                        "track-update-request",
                        "{'requested_for':'p','track_id':'t','stream_id':'s','mute':true}",
                        "requested_for",
                        "track_id",
                        "mute"),
                method(
                        "change-track-mute-state-request",
                        "{'value':true,'type':'audio','source':'regular','roles':['a']}",
                        "value"),
                method("peer-leave-request", "{'requested_for':'p','reason':'x'}", "requested_for"),
                method("end-room", "{'lock':true,'reason':'x'}"),
                method("group-add", "{'peer_id':'p','name':'g'}", "peer_id", "name"),
                method("group-remove", "{'peer_id':'p','name':'g'}", "peer_id", "name"),
                method(
                        "hls-timed-metadata",
                        "{'metadata_objs':[{'payload':'x','duration':2}]}",
                        "metadata_objs"),
                method("rtmp-start", "{'rtmp_urls':['rtmp://a/b'],'record':false}", "rtmp_urls"),
                method("rtmp-start", "{'meeting_url':'x','record':true}", "record"),
                method("transcription-start", "{'mode':'caption','language':'en'}"),
                method("transcription-config-update", "{'language':'en'}"),
                method("get-peer", "{'peer_id':'p'}", "peer_id"),
                method("find-peer", "{'role':'r','group':'g','peerIds':['p'],'limit':5}"),
                method("peer-iter-next", "{'iterator':'i','limit':5}"),
                method("peer-name-search", "{'query':'x','limit':5,'offset':0}"),
                method("set-metadata", "{'key':'k','data':{'a':1},'if_change_version':1}", "key"),
                method("get-metadata", "{'key':'k'}", "key"),
                method("listen-metadata-change", "{'keys':['k']}"),
                method(
                        "poll-info-set",
                        "{'poll_id':'p','title':'t','type':'quiz','duration':5,'anonymous':true,"
                                + "'mode':'peerid','vote':['r'],'responses':['r']}",
                        "title"),
                method("poll-info-get", "{'poll_id':'p'}", "poll_id"),
                method(
                        "poll-questions-set",
                        "{'poll_id':'p','questions':[{'question':{'index':1,'text':'?',"
                                + "'type':'short-answer'}}]}",
                        "poll_id"),
                method("poll-questions-get", "{'poll_id':'p','index':0,'count':50}", "poll_id"),
                method("poll-start", "{'poll_id':'p'}", "poll_id"),
                method("poll-stop", "{'poll_id':'p'}", "poll_id"),
                method(
                        "poll-response",
                        "{'poll_id':'p','responses':[{'question':1,'option':1,'duration':5}]}",
                        "poll_id"),
                method(
                        "poll-responses",
                        "{'poll_id':'p','index':0,'count':5,'self':true}",
                        "poll_id"),
                method("poll-list", "{'state':'started','count':5}"),
                method("poll-result", "{'poll_id':'p'}", "poll_id"),
                method("poll-leaderboard", "{'poll_id':'p','count':5,'offset':0}", "poll_id"),
                method("peer-update", "{'name':'n','data':'d'}"),
                method("group-join", "{'name':'g'}", "name"),
                method("group-leave", "{'name':'g'}", "name"),
                method(
                        "broadcast",
                        "{'info':{'message':'m','type':'chat'},'roles':['r'],'peer_id':'p'}",
                        "info"),
                method("join", "{'name':'n','data':'d','disableVidAutoSub':true}"),
                method("track-update", "{'tracks':{'t':{'track_id':'t','mute':true}}}"),
                method(
                        "answer",
                        "{'desc':{'type':'answer','sdp':'v=0'},'sfu_node_id':'n'}",
                        "desc"));
    }

    /// All that a room does without media, those too of whose params nothing is read.
    static Stream<Arguments> allMethods() {
        return Stream.concat(
                methodsWithoutMedia(),
                Stream.of(
                        method("ping", "{'timestamp':1}"),
                        method(
                                "hls-start",
                                "{'variants':[{'meeting_url':'x'}],"
                                        + "'hls_recording':{'hls_vod':true}}"),
                        method("hls-stop", "{'stop_reason':'x'}"),
                        method("rtmp-stop", "{'x':1}"),
                        method("transcription-stop", "{'mode':'caption'}"),
                        method("whiteboard-create", "{'title':'t','reader':['r']}"),
                        method("whiteboard-get", "{'id':'w'}"),
                        method("trickle", "{'target':1,'candidate':{'candidate':''}}"),
                        method("analytics", "{'name':'n','info':{},'timestamp':1}")));
    }

    private static Arguments method(String method, String params, String... needed) {
        return Arguments.of(method, params.replace('\'', '"'), List.of(needed));
    }

    private static Request decode(String method, JsonNode params) throws MalformedMessageException {
        ObjectNode message = JSON.createObjectNode().put("id", "1").put("method", method);
        message.set("params", params);
        return RequestCodec.decode(message.toString()).request();
    }

    private static ObjectNode object(String params) throws Exception {
        return (ObjectNode) JSON.readTree(params);
    }

    @ParameterizedTest
    @MethodSource("allMethods")
    void isKnown(String method, String params, List<String> needed) throws Exception {
        assertThat(decode(method, object(params))).isNotInstanceOf(Request.Unknown.class);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void isRefusedWithoutWhatItNeeds(String method, String params, List<String> needed)
            throws Exception {
        for (String field : needed) {
            ObjectNode without = object(params);
            without.remove(field);
            assertThatExceptionOfType(MalformedMessageException.class)
                    .isThrownBy(() -> decode(method, without))
                    .satisfies(e -> assertThat(e.id()).isNotNull());
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void takesNoFieldOfTheWrongType(String method, String params, List<String> needed)
            throws Exception {
        var wrong = new ArrayList<JsonNode>();
        for (String each : List.of("{\"x\":[]}", "[[]]", "[{}]", "-7.5", "99999999999999999999")) {
            wrong.add(JSON.readTree(each));
        }
        ObjectNode valid = object(params);
        for (String field : needed) {
            for (JsonNode value : wrong) {
                ObjectNode bad = valid.deepCopy();
                bad.set(field, value);
                assertThatExceptionOfType(MalformedMessageException.class)
                        .as("%s = %s", field, value)
                        .isThrownBy(() -> decode(method, bad));
            }
        }
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> decode(method, JSON.readTree("[1]")));
    }

    @Test
    void oversizedListsAndTextsAreRefused() throws Exception {
        ObjectNode keys = JSON.createObjectNode();
        for (int i = 0; i < 257; i++) {
            keys.withArrayProperty("keys").add("k" + i);
        }
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> decode("listen-metadata-change", keys))
                .withMessageContaining("256");
        ObjectNode title = JSON.createObjectNode().put("title", "x".repeat(257));
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> decode("poll-info-set", title));
        ObjectNode questions = JSON.createObjectNode().put("poll_id", "p");
        for (int i = 0; i < 51; i++) {
            questions.withArrayProperty("questions").addObject();
        }
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> decode("poll-questions-set", questions));
        ObjectNode choice =
                object(
                        "{\"poll_id\":\"p\",\"questions\":[{\"question\":{\"index\":1,\"text\":\"?\","
                                + "\"type\":\"single-choice\"}}]}");
        assertThatExceptionOfType(MalformedMessageException.class)
                .as("a choice without options")
                .isThrownBy(() -> decode("poll-questions-set", choice));
    }

    @Test
    void pagesAreLimited() throws Exception {
        var find =
                (PeerQuery.Find)
                        decode("find-peer", JSON.createObjectNode().put("limit", 1_000_000));
        assertThat(find.limit()).isEqualTo(100);
    }

    @Test
    void streamKeysDoNotShow() throws Exception {
        Request request = decode("rtmp-start", object("{\"rtmp_urls\":[\"rtmp://a/secret\"]}"));
        assertThat(request.toString()).doesNotContain("secret");
    }

    @Test
    void randomParamsNeverBreakTheCodec() throws Exception {
        var random = new Random(11);
        List<Arguments> all = methods().toList();
        String[] values = {
            "null",
            "1",
            "-1",
            "1.5",
            "true",
            "\"\"",
            "\"x\"",
            "[]",
            "[1]",
            "[\"a\"]",
            "{}",
            "{\"a\":{}}",
            "[{\"question\":{}}]",
            "[{\"payload\":1}]",
            "1e400",
            "2147483648"
        };
        for (int i = 0; i < 20_000; i++) {
            Object[] seed = all.get(random.nextInt(all.size())).get();
            ObjectNode params = object((String) seed[1]);
            var names = new ArrayList<String>();
            params.fieldNames().forEachRemaining(names::add);
            for (int j = random.nextInt(3); j >= 0 && !names.isEmpty(); j--) {
                params.set(
                        names.get(random.nextInt(names.size())),
                        JSON.readTree(values[random.nextInt(values.length)]));
            }
            try {
                assertThat(decode((String) seed[0], params)).isNotNull();
            } catch (MalformedMessageException e) {
                assertThat(e.reason()).isNotEmpty();
            }
        }
    }
}
