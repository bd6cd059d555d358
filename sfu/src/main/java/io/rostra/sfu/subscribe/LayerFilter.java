package io.rostra.sfu.subscribe;

import io.rostra.media.codec.DependencyDescriptor;
import io.rostra.media.codec.FrameDependencyStructure;
import io.rostra.sfu.publish.FrameLog;
import java.util.Arrays;

/// Which packets of a scalable encoding go to one subscriber: by dependency descriptor those of the
/// best decode target that is wanted and can be decoded with what went before; by VP9's descriptor
/// those up to a spatial and a temporal layer. A lower layer is taken as soon as it is wanted, a
/// higher one where the video allows it. Confined to one loop; no allocation per packet.
///
/// Decisions are for whole frames. A frame is decodable when all frames went that it refers to; a
/// decode target is intact when the last frame of the chain that protects it went.
final class LayerFilter {

    /// Frames remembered, a power of two.
    private static final int MEMORY = 512;

    private static final byte WENT = 1;
    private static final byte DROPPED = 2;

    private final long[] frames = new long[MEMORY];
    private final byte[] decisions = new byte[MEMORY];
    private int wantedSpatial;
    private int wantedTemporal;
    private int spatial;
    private int temporal;

    /// Set by [#passes].
    private boolean marker;

    private boolean belowWanted;

    LayerFilter() {
        restart();
    }

    /// A run begins, with a key frame.
    void restart() {
        Arrays.fill(frames, Long.MIN_VALUE);
        spatial = wantedSpatial;
        temporal = wantedTemporal;
        belowWanted = false;
    }

    void want(int spatialId, int temporalId) {
        wantedSpatial = spatialId;
        wantedTemporal = temporalId;
    }

    /// Spatial layer that goes.
    int spatial() {
        return spatial;
    }

    /// The wanted spatial layer does not go, since only a key frame could begin it.
    boolean belowWanted() {
        return belowWanted;
    }

    /// Of the packet that [#passes] let through: it is the last of its picture, whether or not the
    /// publisher had more layers behind it.
    boolean marker() {
        return marker;
    }

    /// @param keyFrame the packet begins a key frame
    boolean passes(FrameLog log, long sequence, boolean keyFrame, boolean publishersMarker) {
        marker = publishersMarker;
        if (!log.knows(sequence)) {
            return true;
        }
        FrameDependencyStructure structure = log.structure();
        return log.described(sequence) && structure != null
                ? byDescriptor(log, sequence, structure)
                : byVp9(log, sequence, keyFrame);
    }

    private boolean byDescriptor(FrameLog log, long sequence, FrameDependencyStructure structure) {
        long frame = log.frame(sequence);
        byte decision = decision(frame);
        if (decision == 0) {
            decision = decide(log, sequence, frame, structure) ? WENT : DROPPED;
            int slot = (int) (frame & (MEMORY - 1));
            if (frames[slot] <= frame) {
                frames[slot] = frame;
                decisions[slot] = decision;
            }
        }
        marker |= log.endsFrame(sequence) && log.spatialId(sequence) == spatial;
        return decision == WENT;
    }

    private boolean decide(
            FrameLog log, long sequence, long frame, FrameDependencyStructure structure) {
        int target = target(log, sequence, frame, structure);
        if (target < 0) {
            return false;
        }
        spatial = structure.spatialId(target);
        temporal = structure.temporalId(target);
        if (log.indication(sequence, target) == DependencyDescriptor.NOT_PRESENT) {
            return false;
        }
        int diff;
        for (int i = 0; (diff = log.reference(sequence, i)) != 0; i++) {
            if (decision(frame - diff) == DROPPED) {
                return false;
            }
        }
        return true;
    }

    /// The best decode target up to what is wanted that is intact, or -1.
    private int target(
            FrameLog log, long sequence, long frame, FrameDependencyStructure structure) {
        int best = -1;
        int bestWanted = -1;
        for (int target = 0; target < structure.decodeTargets(); target++) {
            if (structure.spatialId(target) > wantedSpatial
                    || structure.temporalId(target) > wantedTemporal
                    || !log.active(target)) {
                continue;
            }
            if (better(structure, target, bestWanted)) {
                bestWanted = target;
            }
            if (better(structure, target, best)
                    && intact(log, sequence, frame, structure, target)) {
                best = target;
            }
        }
        belowWanted =
                bestWanted >= 0
                        && (best < 0
                                || structure.spatialId(best) < structure.spatialId(bestWanted));
        return best;
    }

    private static boolean better(FrameDependencyStructure structure, int target, int than) {
        if (than < 0) {
            return true;
        }
        int spatial = structure.spatialId(target) - structure.spatialId(than);
        return spatial != 0
                ? spatial > 0
                : structure.temporalId(target) > structure.temporalId(than);
    }

    private boolean intact(
            FrameLog log,
            long sequence,
            long frame,
            FrameDependencyStructure structure,
            int target) {
        if (structure.chains() == 0) {
            return true;
        }
        int diff = log.chainDiff(sequence, structure.chainOf(target));
        // What never came may still come: the subscriber is told of the hole by its numbers.
        return diff == 0 || decision(frame - diff) != DROPPED;
    }

    private byte decision(long frame) {
        int slot = (int) (frame & (MEMORY - 1));
        return frames[slot] == frame ? decisions[slot] : 0;
    }

    private boolean byVp9(FrameLog log, long sequence, boolean keyFrame) {
        int spatialId = log.spatialId(sequence);
        int temporalId = log.temporalId(sequence);
        boolean pictureStarts = spatialId == 0 && log.startsFrame(sequence);
        if (keyFrame) {
            spatial = wantedSpatial;
            temporal = wantedTemporal;
        } else if (pictureStarts) {
            spatial = Math.min(spatial, wantedSpatial);
            temporal = Math.min(temporal, wantedTemporal);
            if (temporalId > temporal
                    && temporalId <= wantedTemporal
                    && log.switchingUpPoint(sequence)) {
                temporal = temporalId;
            }
        }
        belowWanted = spatial < Math.min(wantedSpatial, log.spatialLayers() - 1);
        marker |= log.endsFrame(sequence) && spatialId == spatial;
        return spatialId <= spatial && temporalId <= temporal;
    }
}
