package io.rostra.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpusPacketTest {

    /// RFC 6716 section 3.1, tables 2 and 3.
    @ParameterizedTest
    @CsvSource({
        "00, 480", // SILK 10 ms
        "08, 960",
        "10, 1920",
        "18, 2880",
        "60, 480", // hybrid
        "68, 960",
        "80, 120", // CELT 2.5 ms
        "88, 240",
        "90, 480",
        "98, 960",
        "f8fffe, 960", // the silence that encoders send
        "f9, 1920", // two frames
        "fa, 1920",
        "fb03, 2880", // three frames
        "1b02, 5760", // 120 ms
        "1b03, -1", // 180 ms
        "fb00, -1",
        "fb, -1",
    })
    void tellsTheDuration(String packet, int samples) {
        byte[] bytes = HexFormat.of().parseHex(packet);
        assertThat(OpusPacket.samples(bytes, 0, bytes.length)).isEqualTo(samples);
        assertThat(OpusPacket.samples(bytes, 0, 0)).isEqualTo(-1);
    }
}
