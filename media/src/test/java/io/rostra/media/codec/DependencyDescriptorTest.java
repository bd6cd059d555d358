package io.rostra.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Vectors made by hand from the tables in appendix A.6.2 of the AV1 RTP specification.
class DependencyDescriptorTest {

    private static final String L1T3_KEY_FRAME = "85123480a214eaaa44104d141020842704ff02cf";

    private final DependencyDescriptor descriptor = new DependencyDescriptor();

    /// L1T3 (A.6.2.1): S is 2, R 3, D 1, - 0; the columns are 30, 15 and 7.5 frames a second.
    static byte[] l1t3KeyFrame(int frameNumber) {
        var out = new BitWriter();
        out.bits(1, 1).bits(1, 0).bits(6, 5).bits(16, frameNumber); // template id 5: the first
        out.bits(1, 1).bits(1, 0).bits(3, 0); // structure, nothing else
        out.bits(6, 5).bits(5, 2); // template id offset, three decode targets
        out.bits(2, 0).bits(2, 1).bits(2, 1).bits(2, 0).bits(2, 3); // layers of five templates
        for (int dtis : new int[] {0b101010, 0b101010, 0b100100, 0b010000, 0b010000}) {
            out.bits(6, dtis);
        }
        out.bits(1, 0); // no reference
        for (int diff : new int[] {4, 2, 1, 1}) {
            out.bits(1, 1).bits(4, diff - 1).bits(1, 0);
        }
        out.bits(2, 1); // one chain: ns(4) has two bits
        // protected by chain 0, each: ns(1) has no bits
        for (int diff : new int[] {0, 4, 2, 1, 3}) {
            out.bits(4, diff);
        }
        out.bits(1, 1).bits(16, 1279).bits(16, 719); // resolution
        return out.bytes();
    }

    @Test
    void readsTheStructureOfAKeyFrame() {
        byte[] bytes = l1t3KeyFrame(0x1234);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(L1T3_KEY_FRAME);

        assertThat(descriptor.wrap(bytes, 0, bytes.length, null)).isTrue();

        assertThat(descriptor.startsFrame()).isTrue();
        assertThat(descriptor.endsFrame()).isFalse();
        assertThat(descriptor.frameNumber()).isEqualTo(0x1234);
        assertThat(descriptor.bringsStructure()).isTrue();
        assertThat(descriptor.activeTargets()).isEqualTo(0b111);
        assertThat(descriptor.references()).isZero();
        assertThat(descriptor.chainDiffs()).isZero();
        FrameDependencyStructure structure = structure();
        assertThat(structure.decodeTargets()).isEqualTo(3);
        assertThat(structure.chains()).isEqualTo(1);
        assertThat(structure.spatialLayers()).isEqualTo(1);
        assertThat(structure.temporalLayers()).isEqualTo(3);
        assertThat(structure.temporalId(0)).isEqualTo(2);
        assertThat(structure.temporalId(1)).isEqualTo(1);
        assertThat(structure.temporalId(2)).isZero();
        assertThat(structure.chainOf(2)).isZero();
    }

    private FrameDependencyStructure structure() {
        return Objects.requireNonNull(descriptor.structure());
    }

    @Test
    void readsFramesByTheirTemplates() {
        byte[] key = l1t3KeyFrame(100);
        descriptor.wrap(key, 0, key.length, null);
        FrameDependencyStructure structure = structure();

        // Frame 103, the third template: T1, refers to the frame two before, -, D, S.
        byte[] bytes = {(byte) (0xC0 | 7), 0, 103};
        assertThat(descriptor.wrap(bytes, 0, 3, structure)).isTrue();
        assertThat(descriptor.endsFrame()).isTrue();
        assertThat(descriptor.temporalId()).isEqualTo(1);
        assertThat(descriptor.indications()).isEqualTo(0b00_01_10);
        assertThat(descriptor.references()).isEqualTo(1);
        assertThat(descriptor.reference(0)).isEqualTo(2);
        assertThat(descriptor.chainDiffs()).isEqualTo(2);
        assertThat(descriptor.bringsStructure()).isFalse();
        assertThat(descriptor.activeTargets()).isEqualTo(-1);
    }

    @Test
    void readsWhatDiffersFromTheTemplate() {
        byte[] key = l1t3KeyFrame(100);
        descriptor.wrap(key, 0, key.length, null);
        FrameDependencyStructure structure = structure();

        byte[] bytes =
                new BitWriter()
                        .bits(2, 3)
                        .bits(6, 6)
                        .bits(16, 108)
                        .bits(1, 0)
                        .bits(1, 1)
                        .bits(3, 7) // active targets, all custom
                        .bits(3, 0b110) // targets 1 and 2
                        .bits(6, 0b001011) // -, S, R
                        .bits(2, 2)
                        .bits(8, 199) // a reference 200 before
                        .bits(2, 1)
                        .bits(4, 3) // and one 4 before
                        .bits(2, 0)
                        .bits(8, 250)
                        .bytes();
        assertThat(descriptor.wrap(bytes, 0, bytes.length, structure)).isTrue();
        assertThat(descriptor.activeTargets()).isEqualTo(0b110);
        assertThat(descriptor.indications()).isEqualTo(0b11_10_00);
        assertThat(descriptor.references()).isEqualTo(2);
        assertThat(descriptor.reference(0)).isEqualTo(200);
        assertThat(descriptor.reference(1)).isEqualTo(4);
        assertThat(descriptor.chainDiffs()).isEqualTo(250);
    }

    @Test
    void refusesWhatItCannotKnowOrIsCutShort() {
        byte[] key = l1t3KeyFrame(100);
        for (int length = 0; length < key.length; length++) {
            assertThat(descriptor.wrap(Arrays.copyOf(key, length), 0, length, null))
                    .as("%d bytes", length)
                    .isFalse();
        }
        assertThat(descriptor.wrap(key, 0, key.length, null)).isTrue();
        FrameDependencyStructure structure = structure();
        assertThat(descriptor.wrap(new byte[] {5, 0, 1}, 0, 3, null)).isFalse();
        assertThat(descriptor.wrap(new byte[] {10, 0, 1}, 0, 3, structure))
                .as("a sixth template")
                .isFalse();
    }

    @Test
    void renumbersInPlace() {
        byte[] bytes = {0, (byte) 0xC7, 1, 2};
        DependencyDescriptor.renumber(bytes, 1, 0xABCD);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("00c7abcd");
    }
}
