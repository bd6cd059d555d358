package io.rostra.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class H264SpsParserTest {
    /// x264, High profile, 1920x1080: 1088 lines of macroblocks, cropped.
    private static final String HIGH_1080 =
            "67640028acd940780227e5c044000003000400000300f03c60c658";

    /// x264, High profile, 1280x720.
    private static final String HIGH_720 = "6764001facd9405005bb011000000300100000030 3c0f1831960";

    @Test
    void readsCroppedSizeOfHighProfile() {
        assertThat(parse(HIGH_1080)).isEqualTo(new H264SpsParser.Sps(100, 0, 40, 1920, 1080));
        assertThat(parse(HIGH_720)).isEqualTo(new H264SpsParser.Sps(100, 0, 31, 1280, 720));
    }

    @Test
    void readsBaselineAsWebRtcEncodersSendIt() {
        // profile 66 constraints c0 level 31; id 0, log2_max_frame_num 4, POC type 2, 1 reference,
        // 20 x 15 macroblocks, frames only, direct 8x8, no cropping, no VUI.
        String bits =
                "1"
                        + "1"
                        + "011"
                        + "010"
                        + "0"
                        + "000010100"
                        + "0001111"
                        + "1"
                        + "1"
                        + "0"
                        + "0"
                        + "1";
        byte[] sps = HexFormat.of().parseHex("6742c01f" + hexOf(bits));
        assertThat(H264SpsParser.parse(sps))
                .isEqualTo(new H264SpsParser.Sps(66, 0xC0, 31, 320, 240));
    }

    @Test
    void refusesWhatIsNoParameterSet() {
        assertThat(parse("68ce3c80")).isNull();
        assertThat(parse("67")).isNull();
        assertThat(parse("6742c01f")).isNull();
        assertThat(parse("6742c01f00000000000000000000")).isNull();
        assertThat(parse(HIGH_1080.substring(0, 14))).isNull();
    }

    @Test
    void neverThrowsWhateverComes() {
        var random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            byte[] sps = HexFormat.of().parseHex(HIGH_1080);
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                sps[1 + random.nextInt(sps.length - 1)] = (byte) random.nextInt();
            }
            H264SpsParser.Sps parsed = H264SpsParser.parse(sps);
            if (parsed != null) {
                assertThat(parsed.width()).isBetween(1, 16_384);
                assertThat(parsed.height()).isBetween(1, 16_384);
            }
        }
    }

    private static H264SpsParser.Sps parse(String hex) {
        return H264SpsParser.parse(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static String hexOf(String bits) {
        String padded = bits + "0".repeat((8 - bits.length() % 8) % 8);
        var hex = new StringBuilder();
        for (int i = 0; i < padded.length(); i += 8) {
            hex.append("%02x".formatted(Integer.parseInt(padded.substring(i, i + 8), 2)));
        }
        return hex.toString();
    }
}
