package io.rostra.signalling.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rostra.sfu.publish.MediaKind;
import io.rostra.signalling.rpc.Request.Recipients;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestCodecTest {

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments(
                        """
                        {"method":"ping","params":{"timestamp":1700000000000},"id":"p1","jsonrpc":"2.0"}\
                        """,
                        new Request.Ping()),
                arguments(
                        """
                        {"method":"join","params":{"name":"Ada","disableVidAutoSub":true,"data":"{}",
                         "offer":{"type":"offer","sdp":"v=0"},"server_sub_degrade":false},"id":"j1"}\
                        """,
                        new Request.Join("Ada", "{}", true, "v=0")),
                arguments(
                        """
                        {"method":"join","params":{},"id":"j1"}\
                        """,
                        new Request.Join("", "", false, null)),
                arguments(
                        """
                        {"method":"leave","params":{"client_reason":"user request"}}\
                        """,
                        new Request.Leave("user request")),
                arguments(
                        """
                        {"method":"leave"}\
                        """,
                        new Request.Leave("")),
                arguments(
                        """
                        {"method":"offer","params":{"desc":{"type":"offer","sdp":"v=0"},"tracks":{"a1":
                         {"mute":true,"type":"audio","source":"regular","description":"","track_id":"a1",
                          "stream_id":"s1"}},"sfu_node_id":"n"},"id":"o1"}\
                        """,
                        new Request.Offer(
                                "v=0",
                                List.of(
                                        new Track(
                                                "a1", "s1", MediaKind.AUDIO, "regular", true, "")),
                                "n")),
                arguments(
                        """
                        {"method":"offer","params":{"desc":{"type":"offer","sdp":"v=0"},"tracks":{}},"id":7}\
                        """,
                        new Request.Offer("v=0", List.of(), null)),
                arguments(
                        """
                        {"method":"answer","params":{"desc":{"type":"answer","sdp":"v=0"}}}\
                        """,
                        new Request.Answer("v=0", null)),
                arguments(
                        """
                        {"method":"trickle","params":{"target":1,"candidate":{"candidate":""}}}\
                        """,
                        new Request.Trickle()),
                arguments(
                        """
                        {"method":"track-update","params":{"tracks":{"t":{"track_id":"t","mute":true,
                         "type":"video","stream_id":"s","source":"regular","description":null}}}}\
                        """,
                        new Request.TrackUpdate(List.of(new Request.TrackState("t", true, null)))),
                arguments(
                        """
                        {"method":"track-update","params":{"tracks":{}}}\
                        """,
                        new Request.TrackUpdate(List.of())),
                arguments(
                        """
                        {"method":"analytics","params":{"name":"x","info":{}}}\
                        """,
                        new Request.Analytics("x", "{}")),
                arguments(
                        """
                        {"method":"broadcast","params":{"info":{"message":"<b>hi</b>"}},"id":"m"}\
                        """,
                        new Request.Broadcast("<b>hi</b>", "chat", new Recipients.Everyone())),
                arguments(
                        """
                        {"method":"broadcast","params":{"info":{"message":"hi","type":"emoji"},
                         "roles":["a","b"]},"id":"m"}\
                        """,
                        new Request.Broadcast(
                                "hi", "emoji", new Recipients.Roles(List.of("a", "b")))),
                arguments(
                        """
                        {"method":"broadcast","params":{"info":{"message":"hi"},"peer_id":"p"},"id":"m"}\
                        """,
                        new Request.Broadcast("hi", "chat", new Recipients.OnePeer("p"))),
                arguments(
                        """
                        {"method":"peer-update","params":{"name":"Bo"},"id":"u"}\
                        """,
                        new Request.PeerUpdate("Bo", null)),
                arguments(
                        """
                        {"method":"group-join","params":{"name":"_handraise"},"id":"g"}\
                        """,
                        new Request.GroupJoin("_handraise")),
                arguments(
                        """
                        {"method":"group-leave","params":{"name":"_handraise"},"id":"g"}\
                        """,
                        new Request.GroupLeave("_handraise")),
                arguments(
                        """
                        {"method":"hls-start","params":{"variants":[{"meeting_url":"x"}]},"id":"h"}\
                        """,
                        new Request.HlsStart()),
                arguments(
                        """
                        {"method":"hls-stop","params":{},"id":"h"}\
                        """,
                        new Request.HlsStop()),
                arguments(
                        """
                        {"method":"fly","params":{},"id":"h"}\
                        """,
                        new Request.Unknown("fly")));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsWhatClientsSend(String text, Request expected) throws Exception {
        assertThat(RequestCodec.decode(text).request()).isEqualTo(expected);
    }

    static Stream<Arguments> badMessages() {
        return Stream.of(
                arguments("", null, "JSON object"),
                arguments("nonsense", null, "Not JSON"),
                arguments("{\"method\":\"ping\"} trailing", null, "Not JSON"),
                arguments("[]", null, "JSON object"),
                arguments("null", null, "JSON object"),
                arguments("[".repeat(100_000), null, "Not JSON"),
                arguments("{\"id\":{}}", null, "id must be text"),
                arguments("{\"id\":1.5}", null, "id must be text"),
                arguments("{\"id\":\"" + "x".repeat(129) + "\"}", null, "id is too long"),
                arguments("{\"id\":\"a\"}", "a", "method"),
                arguments("{\"id\":\"a\",\"method\":5}", "a", "method"),
                arguments(
                        "{\"id\":\"a\",\"method\":\"join\",\"params\":[]}",
                        "a",
                        "join must be an object"),
                arguments(
                        "{\"id\":\"a\",\"method\":\"join\",\"params\":{\"name\":5}}",
                        "a",
                        "join.name must be text, not number"),
                arguments(
                        "{\"id\":\"a\",\"method\":\"join\",\"params\":{\"disableVidAutoSub\":\"yes\"}}",
                        "a",
                        "join.disableVidAutoSub must be true or false"),
                arguments(
                        "{\"id\":\"a\",\"method\":\"join\",\"params\":{\"offer\":\"v=0\"}}",
                        "a",
                        "join.offer must be an object"),
                arguments(
                        "{\"id\":\"a\",\"method\":\"join\",\"params\":{\"offer\":{\"type\":\"answer\",\"sdp\":\"\"}}}",
                        "a",
                        "join.offer.type must be offer"),
                arguments(
                        "{\"id\":\"a\",\"method\":\"offer\",\"params\":{}}",
                        "a",
                        "offer.desc is missing"),
                arguments(
                        "{\"id\":\"a\",\"method\":\"offer\",\"params\":{\"desc\":{\"sdp\":\"x\"},\"tracks\":[]}}",
                        "a",
                        "offer.tracks must be an object"),
                arguments(offerWithTrack("\"type\":\"smell\",\"stream_id\":\"s\""), "a", "type"),
                arguments(offerWithTrack("\"type\":\"audio\""), "a", "stream_id is missing"),
                arguments(
                        offerWithTrack("\"type\":\"audio\",\"stream_id\":\"s\\r\\na=x\""),
                        "a",
                        "printable ASCII"),
                arguments(
                        offerWithTrack("\"type\":\"audio\",\"stream_id\":\"s t\""),
                        "a",
                        "printable ASCII"),
                arguments(
                        offerWithTrack(
                                "\"type\":\"audio\",\"stream_id\":\"s\",\"track_id\":\""
                                        + "x".repeat(129)
                                        + "\""),
                        "a",
                        "1 to 128 characters"),
                arguments(
                        "{\"method\":\"answer\",\"params\":{\"desc\":{\"type\":\"answer\"}}}",
                        null,
                        "answer.desc.sdp is missing"),
                arguments(
                        "{\"method\":\"track-update\",\"params\":{\"tracks\":{\"t\":{}}}}",
                        null,
                        "track-update.tracks.t.mute is missing"),
                arguments(
                        "{\"id\":\"a\",\"method\":\"broadcast\",\"params\":{\"info\":{}}}",
                        "a",
                        "broadcast.info.message is missing"),
                arguments(
                        "{\"id\":\"a\",\"method\":\"broadcast\",\"params\":{\"info\":{\"message\":\"x\"},\"roles\":[1]}}",
                        "a",
                        "broadcast.roles must be a list of texts"),
                arguments(
                        "{\"id\":\"a\",\"method\":\"group-join\"}",
                        "a",
                        "group-join.name is missing"));
    }

    private static String offerWithTrack(String fields) {
        return "{\"id\":\"a\",\"method\":\"offer\",\"params\":{\"desc\":{\"sdp\":\"x\"},"
                + "\"tracks\":{\"t\":{"
                + fields
                + "}}}}";
    }

    @ParameterizedTest
    @MethodSource("badMessages")
    void namesWhatIsWrong(String text, String id, String reason) {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> RequestCodec.decode(text))
                .satisfies(e -> {
                    assertThat(e.reason()).contains(reason).hasSizeLessThan(1000);
                    assertThat(e.id() == null ? null : e.id().text()).isEqualTo(id);
                });
    }

    @Test
    void survivesEveryMutationOfAValidMessage() {
        var random = new Random(7);
        List<Arguments> seeds = messages().toList();
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder((String) seeds.get(random.nextInt(seeds.size())).get()[0]);
            for (int j = random.nextInt(4); j >= 0; j--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(0x180));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, text.charAt(random.nextInt(text.length())));
                }
            }
            try {
                RequestCodec.decode(text.toString());
            } catch (MalformedMessageException e) {
                assertThat(e.reason()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"\"id\":\"abc\"", "\"id\":42", "\"id\":123456789012345678901234567890"})
    void repeatsTheIdAsItCame(String id) throws Exception {
        RequestId read = RequestCodec.decode("{\"method\":\"ping\"," + id + "}").id();
        assertThat(Outgoing.reply(read, new Reply.Done()).text())
                .isEqualTo("{" + id + ",\"result\":{},\"jsonrpc\":\"2.0\"}");
    }

    @Test
    void writesReplies() {
        RequestId id = RequestId.of("1");
        assertThat(Outgoing.reply(id, new Reply.Joined("v=0", "n1")).text())
                .isEqualTo(
                        """
                        {"id":"1","result":{"type":"answer","sdp":"v=0","sfu_node_id":"n1"},"jsonrpc":"2.0"}\
                        """);
        assertThat(Outgoing.reply(id, new Reply.Joined(null, "n1")).text())
                .isEqualTo(
                        """
                        {"id":"1","result":{"sfu_node_id":"n1"},"jsonrpc":"2.0"}\
                        """);
        assertThat(Outgoing.reply(id, new Reply.Sent("m", 5)).text())
                .isEqualTo(
                        """
                        {"id":"1","result":{"message_id":"m","timestamp":5},"jsonrpc":"2.0"}\
                        """);
        assertThat(Outgoing.reply(id, new Reply.Groups(List.of("g"))).text())
                .isEqualTo(
                        """
                        {"id":"1","result":{"groups":["g"]},"jsonrpc":"2.0"}\
                        """);
    }

    @Test
    void writesErrors() {
        assertThat(Outgoing.error(RequestId.of("1"), ErrorCode.FORBIDDEN, "no").text())
                .isEqualTo(
                        """
                        {"id":"1","error":{"code":403,"message":"no"},"jsonrpc":"2.0"}\
                        """);
        assertThat(Outgoing.error(null, ErrorCode.BAD_REQUEST, "no").text())
                .isEqualTo(
                        """
                        {"id":null,"error":{"code":400,"message":"no"},"jsonrpc":"2.0"}\
                        """);
    }
}
