package io.rostra.media.codec;

/// What the frames of a scalable video depend on, as its key frames say it (AV1 RTP specification,
/// appendix A.4): templates for frames, decode targets (a resolution and frame rate to be had by
/// some of the frames), and the chains that protect these. Immutable.
public final class FrameDependencyStructure {
    static final int MAX_TEMPLATES = 64;
    static final int MAX_REFERENCES = 8;

    final int templateIdOffset;
    final int decodeTargets;
    final int chains;
    final int templates;
    final byte[] spatialIds;
    final byte[] temporalIds;

    /// Indications by template, two bits for each decode target, the first in the lowest bits.
    final long[] indications;

    /// By template: differences of the frames it refers to.
    final byte[][] frameDiffs;

    /// By template and chain.
    final byte[][] chainDiffs;

    /// Chain by decode target; empty without chains.
    final byte[] protectedBy;

    private final byte[] targetSpatialIds;
    private final byte[] targetTemporalIds;

    @SuppressWarnings("TooManyParameters")
    FrameDependencyStructure(
            int templateIdOffset,
            int decodeTargets,
            int chains,
            byte[] spatialIds,
            byte[] temporalIds,
            long[] indications,
            byte[][] frameDiffs,
            byte[][] chainDiffs,
            byte[] protectedBy) {
        this.templateIdOffset = templateIdOffset;
        this.decodeTargets = decodeTargets;
        this.chains = chains;
        this.templates = spatialIds.length;
        this.spatialIds = spatialIds;
        this.temporalIds = temporalIds;
        this.indications = indications;
        this.frameDiffs = frameDiffs;
        this.chainDiffs = chainDiffs;
        this.protectedBy = protectedBy;
        this.targetSpatialIds = new byte[decodeTargets];
        this.targetTemporalIds = new byte[decodeTargets];
        for (int target = 0; target < decodeTargets; target++) {
            for (int i = 0; i < templates; i++) {
                if ((indications[i] >> 2 * target & 3) != DependencyDescriptor.NOT_PRESENT) {
                    targetSpatialIds[target] = max(targetSpatialIds[target], spatialIds[i]);
                    targetTemporalIds[target] = max(targetTemporalIds[target], temporalIds[i]);
                }
            }
        }
    }

    private static byte max(byte a, byte b) {
        return a > b ? a : b;
    }

    public int decodeTargets() {
        return decodeTargets;
    }

    /// 0 when decode targets are not protected.
    public int chains() {
        return chains;
    }

    /// Spatial layer that a decode target shows.
    public int spatialId(int target) {
        return targetSpatialIds[target];
    }

    /// Highest temporal layer of a decode target.
    public int temporalId(int target) {
        return targetTemporalIds[target];
    }

    /// Chain that protects a decode target; only when there are chains.
    public int chainOf(int target) {
        return protectedBy[target];
    }

    /// Spatial layers of all frames.
    public int spatialLayers() {
        return spatialIds[templates - 1] + 1;
    }

    /// Temporal layers of all frames.
    public int temporalLayers() {
        int highest = 0;
        for (byte each : temporalIds) {
            highest = Math.max(highest, each);
        }
        return highest + 1;
    }
}
