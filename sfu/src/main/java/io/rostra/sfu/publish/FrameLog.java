package io.rostra.sfu.publish;

import io.rostra.media.codec.DependencyDescriptor;
import io.rostra.media.codec.FrameDependencyStructure;
import io.rostra.media.codec.Vp9Descriptor;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.media.rtp.SequenceUnwrapper;
import io.rostra.webrtc.congestion.RateMeter;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the last packets of an encoding with layers (VP9, AV1) say of their frames: by the
/// dependency descriptor, or VP9's own. Read once for all subscribers. Confined to one loop; no
/// allocation per packet.
public final class FrameLog {

    /// Packets remembered, a power of two; as many as the history has.
    private static final int MEMORY = 1_024;

    /// Layers of one dimension that are told apart.
    public static final int MAX_LAYERS = 4;

    private static final int MAX_REFERENCES = 8;
    private static final Duration RATE_WINDOW = Duration.ofSeconds(2);

    private static final int STARTS = 1;
    private static final int ENDS = 2;
    private static final int DESCRIBED = 4;
    private static final int SWITCH_UP = 8;
    private static final int INTER_PICTURE = 16;

    private final int descriptorId;
    private final boolean vp9;
    private final DependencyDescriptor descriptor = new DependencyDescriptor();
    private final Vp9Descriptor payload = new Vp9Descriptor();
    private final SequenceUnwrapper frameNumbers = new SequenceUnwrapper();
    private final long[] sequences = new long[MEMORY];
    private final long[] frames = new long[MEMORY];
    private final byte[] flags = new byte[MEMORY];
    private final byte[] layers = new byte[MEMORY];
    private final long[] indications = new long[MEMORY];
    private final long[] chainDiffs = new long[MEMORY];
    private final int[] references = new int[MEMORY * MAX_REFERENCES];
    private final RateMeter[] rates = new RateMeter[MAX_LAYERS * MAX_LAYERS];
    private @Nullable FrameDependencyStructure structure;
    private long activeTargets;
    private int spatialLayers = 1;
    private int temporalLayers = 1;

    /// @param descriptorId of the extension with the dependency descriptor, 0 for none
    FrameLog(int descriptorId, boolean vp9) {
        this.descriptorId = descriptorId;
        this.vp9 = vp9;
        Arrays.fill(sequences, Long.MIN_VALUE);
        Arrays.setAll(rates, _ -> new RateMeter(RATE_WINDOW));
    }

    /// Forgets everything, as for a new source.
    void reset() {
        Arrays.fill(sequences, Long.MIN_VALUE);
        frameNumbers.reset();
        structure = null;
        spatialLayers = 1;
        temporalLayers = 1;
    }

    /// @param sequence unwrapped
    void note(RtpPacket packet, long sequence, long now) {
        int slot = slot(sequence);
        sequences[slot] = Long.MIN_VALUE;
        if (packet.payloadLength() == 0
                || !(readDescriptor(packet, slot) || readVp9(packet, slot))) {
            return;
        }
        sequences[slot] = sequence;
        int layer = layers[slot];
        rates[
                Math.min(spatial(layer), MAX_LAYERS - 1) * MAX_LAYERS
                        + Math.min(temporal(layer), MAX_LAYERS - 1)]
                .add(packet.length(), now);
    }

    private boolean readDescriptor(RtpPacket packet, int slot) {
        int at = packet.extensionOffset(descriptorId);
        if (at < 0
                || !descriptor.wrap(
                        packet.buffer(), at, packet.extensionLength(descriptorId), structure)) {
            return false;
        }
        FrameDependencyStructure present = descriptor.structure();
        if (descriptor.bringsStructure() && present != null) {
            structure = present;
            spatialLayers = present.spatialLayers();
            temporalLayers = present.temporalLayers();
        }
        if (descriptor.activeTargets() >= 0) {
            activeTargets = descriptor.activeTargets();
        }
        frames[slot] = frameNumbers.unwrap(descriptor.frameNumber());
        layers[slot] = (byte) (descriptor.spatialId() << 4 | descriptor.temporalId());
        flags[slot] =
                (byte)
                        (DESCRIBED
                                | (descriptor.startsFrame() ? STARTS : 0)
                                | (descriptor.endsFrame() ? ENDS : 0));
        indications[slot] = descriptor.indications();
        chainDiffs[slot] = descriptor.chainDiffs();
        for (int i = 0; i < MAX_REFERENCES; i++) {
            references[slot * MAX_REFERENCES + i] =
                    i < descriptor.references() ? descriptor.reference(i) : 0;
        }
        return true;
    }

    private boolean readVp9(RtpPacket packet, int slot) {
        if (!vp9
                || !payload.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
            return false;
        }
        if (payload.spatialLayers() > 0) {
            spatialLayers = Math.min(payload.spatialLayers(), MAX_LAYERS);
        }
        if (payload.spatialId() >= MAX_LAYERS) {
            return false;
        }
        temporalLayers = Math.max(temporalLayers, payload.temporalId() + 1);
        layers[slot] = (byte) (payload.spatialId() << 4 | payload.temporalId());
        flags[slot] =
                (byte)
                        ((payload.startsFrame() ? STARTS : 0)
                                | (payload.endsFrame() ? ENDS : 0)
                                | (payload.switchingUpPoint() ? SWITCH_UP : 0)
                                | (payload.interPicture() ? INTER_PICTURE : 0));
        return true;
    }

    /// Whether the packet is held and could be read.
    public boolean knows(long sequence) {
        return sequences[slot(sequence)] == sequence;
    }

    /// It had a dependency descriptor: [#frame], [#indication] and the like can be asked.
    public boolean described(long sequence) {
        return has(sequence, DESCRIBED);
    }

    public boolean startsFrame(long sequence) {
        return has(sequence, STARTS);
    }

    /// The last packet of a frame; those of higher layers of the same picture may follow.
    public boolean endsFrame(long sequence) {
        return has(sequence, ENDS);
    }

    /// VP9: higher temporal layers may begin with this picture.
    public boolean switchingUpPoint(long sequence) {
        return has(sequence, SWITCH_UP);
    }

    /// VP9: the picture refers to earlier ones.
    public boolean interPicture(long sequence) {
        return has(sequence, INTER_PICTURE);
    }

    public int spatialId(long sequence) {
        return spatial(layers[slot(sequence)]);
    }

    public int temporalId(long sequence) {
        return temporal(layers[slot(sequence)]);
    }

    /// Number of the frame that never wraps.
    public long frame(long sequence) {
        return frames[slot(sequence)];
    }

    /// Of the frame for a decode target, see [DependencyDescriptor].
    public int indication(long sequence, int target) {
        return (int) (indications[slot(sequence)] >> 2 * target) & 3;
    }

    /// By how much the number of the last frame in the chain is smaller, 0 when there is none.
    public int chainDiff(long sequence, int chain) {
        return (int) (chainDiffs[slot(sequence)] >> 8 * chain) & 0xFF;
    }

    /// By how much the number of a frame that this one refers to is smaller.
    ///
    /// @param index from 0
    /// @return 0 when there are not so many
    public int reference(long sequence, int index) {
        return index < MAX_REFERENCES ? references[slot(sequence) * MAX_REFERENCES + index] : 0;
    }

    /// Of the newest key frame, null without dependency descriptors.
    public @Nullable FrameDependencyStructure structure() {
        return structure;
    }

    /// Whether the sender makes what the decode target shows.
    public boolean active(int target) {
        return (activeTargets >> target & 1) != 0;
    }

    public int spatialLayers() {
        return spatialLayers;
    }

    public int temporalLayers() {
        return temporalLayers;
    }

    /// Bits per second of a layer together with all below it; roughly, since with some structures a
    /// layer does without those.
    public long bitsPerSecond(int spatialLayer, int temporalLayer, long now) {
        long sum = 0;
        for (int s = 0; s <= Math.min(spatialLayer, MAX_LAYERS - 1); s++) {
            for (int t = 0; t <= Math.min(temporalLayer, MAX_LAYERS - 1); t++) {
                sum += rates[s * MAX_LAYERS + t].bitsPerSecond(now);
            }
        }
        return sum;
    }

    private boolean has(long sequence, int flag) {
        return (flags[slot(sequence)] & flag) != 0;
    }

    private static int spatial(int layer) {
        return layer >> 4;
    }

    private static int temporal(int layer) {
        return layer & 15;
    }

    private static int slot(long sequence) {
        return (int) (sequence & (MEMORY - 1));
    }
}
