package io.rostra.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Descriptors in a row, each told of the structure that one before brought. The first byte says
/// where each ends.
class DependencyDescriptorFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void survivesAnything(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var descriptor = new DependencyDescriptor();
        FrameDependencyStructure structure = null;
        int step = 3 + (bytes[0] & 0x3F);
        for (int at = 1; at < bytes.length; at += step) {
            if (!descriptor.wrap(bytes, at, Math.min(step, bytes.length - at), structure)) {
                continue;
            }
            structure = descriptor.structure();
            assertThat(structure).isNotNull();
            assertThat(descriptor.references()).isBetween(0, 8);
            for (int i = 0; i < descriptor.references(); i++) {
                assertThat(descriptor.reference(i)).isPositive();
            }
            assertThat(structure.decodeTargets()).isBetween(1, 32);
            for (int target = 0; target < structure.decodeTargets(); target++) {
                assertThat(structure.spatialId(target)).isBetween(0, 3);
                assertThat(structure.temporalId(target)).isBetween(0, 7);
                if (structure.chains() > 0) {
                    assertThat(structure.chainOf(target)).isBetween(0, structure.chains() - 1);
                }
            }
        }
    }
}
