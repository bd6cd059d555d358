package io.rostra.streaming.egress.restream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpUrlTest {

    @ParameterizedTest
    @CsvSource({
        "rtmp://a.example/live/KEY, rtmp://a.example/live",
        "rtmps://u:KEY@a.example:443/live2/KEY?auth=KEY, rtmps://a.example:443/live2",
        "rtmp://[::1]:1935/app/KEY/KEY, rtmp://[::1]:1935/app"
    })
    void showsNoKey(String text, String shown) {
        RtmpUrl url = RtmpUrl.parse(text);
        assertThat(url).hasToString(shown);
        assertThat(url.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "KEY",
                "http://a/live/KEY",
                "rtmp:///live/KEY",
                "rtmp://a.example",
                "rtmp://a.example/",
                "rtmp://a b/live/KEY",
                "file:///etc/KEY"
            })
    void refusesOthersWithoutRepeatingThem(String text) {
        assertThatThrownBy(() -> RtmpUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an RTMP URL looks like rtmp://host/app/key");
    }

    @Test
    void refusesEndlessOnes() {
        assertThatThrownBy(() -> RtmpUrl.parse("rtmp://a/live/" + "K".repeat(3_000)))
                .hasMessageContaining("2000 characters");
    }
}
