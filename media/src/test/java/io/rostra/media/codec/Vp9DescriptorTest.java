package io.rostra.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Vectors made by hand from RFC 9628 section 4.2.
class Vp9DescriptorTest {

    /// I, L, B, V: picture 0x1234, T0 U S0, TL0PICIDX 7; two spatial layers with sizes, a group of
    /// two pictures (T0 with one reference, T1 with U and two).
    private static final String KEY =
            "aa 9234 10 07" + "38 0140 00b4 0280 0168 02 04 01 38 01 02" + "83";

    /// I, P, L, E: picture 0x1235, T1 U S1 D, TL0PICIDX 7.
    private static final String UPPER = "e4 9235 33 07" + "ff";

    /// I, P, F, B, E: seven bits of picture id, two reference indices.
    private static final String FLEXIBLE = "dc 25 03 04" + "ff";

    private final Vp9Descriptor descriptor = new Vp9Descriptor();

    @Test
    void readsAKeyFrameWithItsStructure() {
        byte[] bytes = bytes(KEY);
        assertThat(descriptor.wrap(bytes, 0, bytes.length)).isTrue();
        assertThat(descriptor.length()).isEqualTo(bytes.length - 1);
        assertThat(descriptor.pictureId()).isEqualTo(0x1234);
        assertThat(descriptor.tl0PicIdx()).isEqualTo(7);
        assertThat(descriptor.spatialId()).isZero();
        assertThat(descriptor.temporalId()).isZero();
        assertThat(descriptor.switchingUpPoint()).isTrue();
        assertThat(descriptor.interPicture()).isFalse();
        assertThat(descriptor.startsFrame()).isTrue();
        assertThat(descriptor.endsFrame()).isFalse();
        assertThat(descriptor.spatialLayers()).isEqualTo(2);
        assertThat(KeyFrameDetector.isKeyFrameStart("vp9", bytes, 0, bytes.length)).isTrue();
    }

    @Test
    void readsAnUpperLayer() {
        byte[] bytes = bytes("00" + UPPER);
        assertThat(descriptor.wrap(bytes, 1, bytes.length - 1)).isTrue();
        assertThat(descriptor.length()).isEqualTo(5);
        assertThat(descriptor.pictureId()).isEqualTo(0x1235);
        assertThat(descriptor.spatialId()).isEqualTo(1);
        assertThat(descriptor.temporalId()).isEqualTo(1);
        assertThat(descriptor.interPicture()).isTrue();
        assertThat(descriptor.endsFrame()).isTrue();
        assertThat(descriptor.spatialLayers()).isZero();
        assertThat(KeyFrameDetector.isKeyFrameStart("VP9", bytes, 1, 6)).isFalse();
    }

    @Test
    void readsFlexibleMode() {
        byte[] bytes = bytes(FLEXIBLE);
        assertThat(descriptor.wrap(bytes, 0, bytes.length)).isTrue();
        assertThat(descriptor.length()).isEqualTo(4);
        assertThat(descriptor.pictureId()).isEqualTo(0x25);
        assertThat(descriptor.tl0PicIdx()).isEqualTo(PictureDescriptor.ABSENT);
        byte[] fourReferences = bytes("dc 25 03 05 07 08 ff");
        assertThat(descriptor.wrap(fourReferences, 0, fourReferences.length)).isFalse();
    }

    @Test
    void aKeyFramesUpperLayerIsNoBeginning() {
        byte[] upper = bytes("a8 9234 13 07 ff");
        assertThat(KeyFrameDetector.isKeyFrameStart("VP9", upper, 0, upper.length)).isFalse();
        byte[] plain = bytes("08 ff");
        assertThat(KeyFrameDetector.isKeyFrameStart("VP9", plain, 0, plain.length)).isTrue();
    }

    @Test
    void refusesWhatIsCutShort() {
        for (String each : new String[] {KEY, UPPER, FLEXIBLE}) {
            byte[] bytes = bytes(each);
            for (int length = 0; length < bytes.length; length++) {
                assertThat(descriptor.wrap(bytes, 0, length)).as(each + " " + length).isFalse();
            }
        }
    }

    @Test
    void renumbersInTheWidthThatIsThere() {
        assertThat(renumbered(UPPER)).isEqualTo("e4cabc33feff");
        assertThat(renumbered(FLEXIBLE)).isEqualTo("dc3c0304ff");
        assertThat(renumbered("2c 13 07 ff")).isEqualTo("2c13feff");
        assertThat(renumbered("0c ff")).isEqualTo("0cff");
    }

    private String renumbered(String payload) {
        byte[] bytes = bytes(payload);
        descriptor.renumber(bytes, 0, 0x4ABC, 0xFE);
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
