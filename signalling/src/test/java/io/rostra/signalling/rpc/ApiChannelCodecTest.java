package io.rostra.signalling.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rostra.sfu.ActiveSpeaker;
import io.rostra.sfu.ConnectionQuality;
import io.rostra.sfu.subscribe.DownlinkStats;
import io.rostra.sfu.subscribe.LayerUpdate;
import io.rostra.sfu.subscribe.VideoLayer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiChannelCodecTest {

    @Test
    void tellsHowWellPeersAreServed() throws Exception {
        String text = ApiChannelCodec.connectionQuality(List.of(new ConnectionQuality("p1", 4)));
        assertThat(Json.MAPPER.readTree(text))
                .isEqualTo(
                        Json.MAPPER.readTree(
                                """
                                {"jsonrpc":"2.0","method":"on-connection-quality-update",
                                 "params":{"peers":[{"peer_id":"p1","downlink_score":4}]}}\
                                """));
    }

    @Test
    void tellsWhoSpeaks() throws Exception {
        String text = ApiChannelCodec.activeSpeakers(List.of(new ActiveSpeaker("p1", "a1", 63)));
        assertThat(Json.MAPPER.readTree(text))
                .isEqualTo(
                        Json.MAPPER.readTree(
                                """
                                {"jsonrpc":"2.0","method":"active-speakers","params":{"speaker-list":[
                                  {"peer_id":"p1","track_id":"a1","level":63}]}}\
                                """));
    }

    @Test
    void tellsOfALayerThatWasDegraded() throws Exception {
        String text =
                ApiChannelCodec.layerUpdate(
                        new LayerUpdate("v2", VideoLayer.LOW, VideoLayer.HIGH, false, true));
        assertThat(Json.MAPPER.readTree(text))
                .isEqualTo(
                        Json.MAPPER.readTree(
                                """
                                {"jsonrpc":"2.0","method":"on-track-layer-update","params":{"tracks":{"v2":{
                                  "track_id":"v2","current_layer":"low","expected_layer":"high",
                                  "publisher_degraded":false,"subscriber_degraded":true}}}}\
                                """));
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments(
                        """
                        {"id":"d1","jsonrpc":"2.0","method":"prefer-video-track-state",
                         "params":{"max_spatial_layer":"medium","track_id":"v2"}}\
                        """,
                        new ApiChannelMessage.PreferVideo(
                                RequestId.of("d1"), "v2", VideoLayer.MEDIUM)),
                arguments(
                        """
                        {"id":"d1","method":"prefer-audio-track-state",
                         "params":{"subscribed":false,"track_id":"a2"}}\
                        """,
                        new ApiChannelMessage.PreferAudio(RequestId.of("d1"), "a2", false)),
                arguments(
                        """
                        {"streamId":"s","audio":true,"video":"high","framerate":"high"}\
                        """,
                        new ApiChannelMessage.PreferStream("s", true, VideoLayer.HIGH)),
                arguments(
                        """
                        {"streamId":"s","video":"none"}\
                        """,
                        new ApiChannelMessage.PreferStream("s", null, VideoLayer.NONE)),
                arguments(
                        """
                        {"id":"d1","method":"brew","params":{}}\
                        """,
                        new ApiChannelMessage.Unknown(RequestId.of("d1"), "brew")));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsWhatClientsSend(String text, ApiChannelMessage expected) throws Exception {
        assertThat(ApiChannelCodec.decode(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "null",
                "[]",
                "{}",
                "{\"streamId\":5}",
                "{\"streamId\":\"s\",\"video\":\"huge\"}",
                "{\"method\":\"prefer-video-track-state\",\"params\":{}}",
                "{\"id\":\"a\",\"method\":\"prefer-video-track-state\"}",
                "{\"id\":\"a\",\"method\":\"prefer-video-track-state\",\"params\":{\"track_id\":\"t\"}}",
                "{\"id\":\"a\",\"method\":\"prefer-audio-track-state\",\"params\":{\"track_id\":\"t\",\"subscribed\":1}}"
            })
    void refusesWhatItCannotRead(String text) {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> ApiChannelCodec.decode(text));
    }

    @Test
    void statisticsAreForThePage() {
        assertThat(ApiChannelCodec.stats(new DownlinkStats(1_250_000, 0.01234, 3, 1)))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"sfu-stats\",\"params\":{\"downlink\":"
                                + "{\"available_bitrate\":1250000,\"packet_loss\":0.012,"
                                + "\"tracks\":3,\"degraded_tracks\":1}}}");
    }

    @Test
    void answersContainTheId() {
        assertThat(ApiChannelCodec.success(RequestId.of("d1")))
                .isEqualTo("{\"id\":\"d1\",\"result\":{},\"jsonrpc\":\"2.0\"}");
        assertThat(ApiChannelCodec.failure(RequestId.of("d1"), ErrorCode.NOT_FOUND, "no"))
                .contains("\"id\":\"d1\"", "404");
    }
}
