package io.rostra.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyFrameDetectorTest {

    @ParameterizedTest
    @CsvSource({
        "H264, 6742c01f8c8d4050, true", // SPS alone
        "H264, 65b80102, false", // IDR slice without parameter sets
        "H264, 65200102, false", // a later slice of an IDR picture
        "H264, 68ce3c80, false", // PPS
        "H264, 419a0102, false", // P slice
        "h264, 7800086742c01f8c8d4050000468ce3c80, true", // STAP-A with SPS
        "H264, 78000409f00102000365b801, false", // STAP-A, IDR without SPS
        "H264, 78000409f0010200046742c01f, true", // STAP-A, SPS second
        "H264, 780003419a01, false", // STAP-A of a P slice
        "H264, 7800ff67, false", // STAP-A cut short
        "H264, 78, false",
        "H264, 7c85b80102, false", // FU-A start of an IDR slice without SPS
        "H264, 7c05b80102, false", // its middle
        "H264, 7c87420102, true", // FU-A start of an SPS
        "H264, 7c819a0102, false", // FU-A start of a P slice
        "H264, 7c, false",
        "VP8, 109042009d012a, true", // S=1, PID=0, P=0
        "VP8, 90e081230760904200, true", // the same with extensions
        "VP8, 10b10203, false", // P=1
        "VP8, 0090420000, false", // S=0
        "VP8, 1190420000, false", // PID=1
        "VP8, 90e08123, false",
        "opus, 6742c01f8c8d4050, false",
        "AV1, 109042009d012a, false",
    })
    void findsTheStartOfKeyFrames(String codec, String payload, boolean expected) {
        byte[] bytes = HexFormat.of().parseHex("00" + payload);
        assertThat(KeyFrameDetector.isKeyFrameStart(codec, bytes, 1, bytes.length - 1))
                .isEqualTo(expected);
        assertThat(KeyFrameDetector.isKeyFrameStart(codec, bytes, 1, 0)).isFalse();
    }
}
