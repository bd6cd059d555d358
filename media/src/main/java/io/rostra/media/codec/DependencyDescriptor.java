package io.rostra.media.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The dependency descriptor in the header extension of a packet (AV1 RTP specification, appendix
/// A.4), as a view that is reused. It says without a look into the payload which frame the packet
/// is of, and what that depends on. Allocates only for the structure on key frames. Not
/// thread-safe.
///
/// ```
///  0                   1                   2
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3
/// +-+-+-----------+-------------------------------+
/// |S|E| template  |          frame number         | S, E: first, last packet of the frame
/// +-+-+-----------+-------------------------------+
/// | structure, active targets, what differs from the template ... (only when longer than 3)
/// ```
public final class DependencyDescriptor {
    /// Indications of a frame for a decode target (table A.2).
    public static final int NOT_PRESENT = 0;

    public static final int DISCARDABLE = 1;
    public static final int SWITCH = 2;
    public static final int REQUIRED = 3;

    /// Chains of which a frame's differences are kept; encoders have one for each spatial layer.
    public static final int MAX_CHAINS = 8;

    private static final int MANDATORY = 3;

    private byte[] buffer = {};
    private int at;
    private int end;
    private boolean overrun;

    private int flagsAndTemplate;
    private int frameNumber;
    private boolean structureAttached;
    private @Nullable FrameDependencyStructure structure;
    private int spatialId;
    private int temporalId;
    private long indications;
    private long activeTargets;
    private final int[] frameDiffs = new int[FrameDependencyStructure.MAX_REFERENCES];
    private int frameDiffCount;
    private long chainDiffs;

    /// Points the view at a value of the extension.
    ///
    /// @param known the structure of the last key frame, if there was one
    /// @return false if it is malformed, or its structure is not known
    public boolean wrap(
            byte[] buffer, int offset, int length, @Nullable FrameDependencyStructure known) {
        if (offset < 0 || length < MANDATORY || length > buffer.length - offset) {
            return false;
        }
        this.buffer = buffer;
        at = 8 * offset;
        end = 8 * (offset + length);
        overrun = false;
        flagsAndTemplate = bits(8);
        frameNumber = bits(16);
        structure = known;
        structureAttached = false;
        activeTargets = -1;
        int custom = length > MANDATORY ? extendedFields() : 0;
        return custom >= 0 && definition(custom) && !overrun;
    }

    /// @return flags of what differs from the template, or -1
    private int extendedFields() {
        structureAttached = bits(1) == 1;
        boolean activePresent = bits(1) == 1;
        int custom = bits(3);
        if (structureAttached) {
            structure = readStructure();
        }
        FrameDependencyStructure present = structure;
        if (present == null) {
            return -1;
        }
        if (structureAttached) {
            activeTargets = (1L << present.decodeTargets) - 1;
        }
        if (activePresent) {
            activeTargets = bits(present.decodeTargets) & 0xFFFF_FFFFL;
        }
        return custom;
    }

    private @Nullable FrameDependencyStructure readStructure() {
        int offset = bits(6);
        int targets = bits(5) + 1;
        var spatial = new byte[FrameDependencyStructure.MAX_TEMPLATES];
        var temporal = new byte[FrameDependencyStructure.MAX_TEMPLATES];
        int templates = 0;
        int next;
        do {
            if (templates == FrameDependencyStructure.MAX_TEMPLATES || overrun) {
                return null;
            }
            next = bits(2);
            templates++;
            if (next != 3 && templates < FrameDependencyStructure.MAX_TEMPLATES) {
                spatial[templates] = (byte) (spatial[templates - 1] + (next == 2 ? 1 : 0));
                temporal[templates] = (byte) (next == 2 ? 0 : temporal[templates - 1] + next);
                if (spatial[templates] > 3 || temporal[templates] > 7) {
                    return null;
                }
            }
        } while (next != 3);
        var indications = new long[templates];
        for (int i = 0; i < templates; i++) {
            indications[i] = indications(targets);
        }
        var diffs = new byte[templates][];
        for (int i = 0; i < templates; i++) {
            diffs[i] = templateDiffs();
        }
        int chains = nonSymmetric(targets + 1);
        if (chains > MAX_CHAINS || overrun) {
            return null;
        }
        var protectedBy = new byte[chains == 0 ? 0 : targets];
        for (int i = 0; i < protectedBy.length; i++) {
            protectedBy[i] = (byte) nonSymmetric(chains);
        }
        var chainDiffs = new byte[templates][chains];
        for (int i = 0; i < templates; i++) {
            for (int chain = 0; chain < chains; chain++) {
                chainDiffs[i][chain] = (byte) bits(4);
            }
        }
        if (bits(1) == 1) {
            skip(32 * (spatial[templates - 1] + 1)); // render_resolutions
        }
        return overrun
                ? null
                : new FrameDependencyStructure(
                        offset,
                        targets,
                        chains,
                        Arrays.copyOf(spatial, templates),
                        Arrays.copyOf(temporal, templates),
                        indications,
                        diffs,
                        chainDiffs,
                        protectedBy);
    }

    private byte[] templateDiffs() {
        var diffs = new byte[FrameDependencyStructure.MAX_REFERENCES];
        int count = 0;
        while (bits(1) == 1 && !overrun) {
            int diff = bits(4) + 1;
            if (count == diffs.length) {
                overrun = true; // More references than any codec has.
                break;
            }
            diffs[count++] = (byte) diff;
        }
        return Arrays.copyOf(diffs, count);
    }

    private boolean definition(int custom) {
        FrameDependencyStructure present = structure;
        if (present == null) {
            return false;
        }
        int template = (flagsAndTemplate & 0x3F) + 64 - present.templateIdOffset & 63;
        if (template >= present.templates) {
            return false;
        }
        spatialId = present.spatialIds[template];
        temporalId = present.temporalIds[template];
        indications =
                (custom & 4) != 0
                        ? indications(present.decodeTargets)
                        : present.indications[template];
        frameDiffCount = 0;
        if ((custom & 2) != 0) {
            customDiffs();
        } else {
            for (byte diff : present.frameDiffs[template]) {
                frameDiffs[frameDiffCount++] = diff;
            }
        }
        chainDiffs = 0;
        for (int chain = 0; chain < present.chains; chain++) {
            long diff = (custom & 1) != 0 ? bits(8) : present.chainDiffs[template][chain];
            chainDiffs |= diff << 8 * chain;
        }
        return true;
    }

    private void customDiffs() {
        int size;
        while ((size = bits(2)) != 0 && !overrun) {
            int diff = bits(4 * size) + 1;
            if (frameDiffCount == frameDiffs.length) {
                overrun = true;
                return;
            }
            frameDiffs[frameDiffCount++] = diff;
        }
    }

    private long indications(int targets) {
        long result = 0;
        for (int target = 0; target < targets; target++) {
            result |= (long) bits(2) << 2 * target;
        }
        return result;
    }

    /// ns(n): a number below `count`, which need not be a power of two.
    private int nonSymmetric(int count) {
        int width = 32 - Integer.numberOfLeadingZeros(count);
        int short1 = (1 << width) - count;
        int value = bits(width - 1);
        return value < short1 ? value : (value << 1) - short1 + bits(1);
    }

    private int bits(int count) {
        if (count > end - at) {
            overrun = true;
            at = end;
            return 0;
        }
        int value = 0;
        for (int i = 0; i < count; i++, at++) {
            value = value << 1 | buffer[at >> 3] >> 7 - (at & 7) & 1;
        }
        return value;
    }

    private void skip(int count) {
        overrun |= count > end - at;
        at = Math.min(end, at + count);
    }

    /// Replaces the frame number of a descriptor in place.
    public static void renumber(byte[] buffer, int offset, int frameNumber) {
        buffer[offset + 1] = (byte) (frameNumber >> 8);
        buffer[offset + 2] = (byte) frameNumber;
    }

    /// The packet begins the frame.
    public boolean startsFrame() {
        return (flagsAndTemplate & 0x80) != 0;
    }

    /// The packet ends the frame; others of the same picture may follow.
    public boolean endsFrame() {
        return (flagsAndTemplate & 0x40) != 0;
    }

    /// 16 bits.
    public int frameNumber() {
        return frameNumber;
    }

    /// In force for this frame; not null after a successful [#wrap].
    public @Nullable FrameDependencyStructure structure() {
        return structure;
    }

    /// This packet brought the structure: it begins a coded video sequence.
    public boolean bringsStructure() {
        return structureAttached;
    }

    /// Decode targets that can be had, a bit for each, or -1 when the packet says nothing new.
    public long activeTargets() {
        return activeTargets;
    }

    public int spatialId() {
        return spatialId;
    }

    public int temporalId() {
        return temporalId;
    }

    /// Two bits for each decode target, the first in the lowest bits.
    public long indications() {
        return indications;
    }

    /// How many frames this one refers to.
    public int references() {
        return frameDiffCount;
    }

    /// By how much the number of a frame that this one refers to is smaller, at least 1.
    public int reference(int index) {
        return frameDiffs[index];
    }

    /// Eight bits for each chain, the first in the lowest bits: by how much the number of the last
    /// frame in the chain is smaller, 0 when the chain needs none before this.
    public long chainDiffs() {
        return chainDiffs;
    }
}
