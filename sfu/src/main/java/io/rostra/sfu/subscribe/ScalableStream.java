package io.rostra.sfu.subscribe;

import io.rostra.media.codec.DependencyDescriptor;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.sfu.publish.FrameLog;

/// What one subscriber gets of a scalable encoding (SVC): which packets go, and the numbers of
/// packets, frames and the ends of pictures that make them look like a video of its own. Remembers
/// what went out as what, for retransmission. Confined to one loop; no allocation per packet.
final class ScalableStream {

    /// The packet does not go.
    static final long NOTHING = Long.MIN_VALUE;

    private static final int MEMORY = RtpRewriter.MEMORY;

    private final LayerFilter filter = new LayerFilter();
    private final DenseNumbers numbers = new DenseNumbers();
    private final short[] frameNumbers = new short[MEMORY];
    private final boolean[] markers = new boolean[MEMORY];
    private final byte[] descriptor = new byte[256];
    private boolean everStarted;
    private boolean started;
    private long frameOffset;
    private long lastFrame;
    private long place;
    private boolean hole;

    void want(int spatialId, int temporalId) {
        filter.want(spatialId, temporalId);
    }

    int spatial() {
        return filter.spatial();
    }

    /// See [LayerFilter#belowWanted()].
    boolean belowWanted() {
        return filter.belowWanted();
    }

    /// A run begins with this packet.
    void restart(long sequence) {
        filter.restart();
        numbers.restart(sequence);
        started = false;
    }

    /// Decides on a packet. If it goes, or only its number has to go, [#place] says as what.
    ///
    /// @return whether it goes
    boolean take(FrameLog log, RtpPacket packet, long sequence, boolean keyFrame) {
        boolean goes = filter.passes(log, sequence, keyFrame, packet.marker());
        place = goes ? numbers.take(sequence) : numbers.drop(sequence);
        hole = !goes && place != NOTHING;
        return goes && place != NOTHING;
    }

    /// The number of the packet, without those that did not go; [#NOTHING] when it has none.
    long place() {
        return place;
    }

    /// The packet does not go, but one that went before it has left it a number, which has to be
    /// used up.
    boolean hole() {
        return hole;
    }

    /// The packet that [#take] let through goes out under this number.
    void map(FrameLog log, long sequence, long out) {
        int slot = (int) (out & (MEMORY - 1));
        markers[slot] = filter.marker();
        if (!log.knows(sequence) || !log.described(sequence)) {
            return;
        }
        long frame = log.frame(sequence);
        if (!started) {
            started = true;
            frameOffset = everStarted ? lastFrame + 1 - frame : 0;
            everStarted = true;
        }
        lastFrame = Math.max(lastFrame, frame + frameOffset);
        frameNumbers[slot] = (short) (frame + frameOffset);
    }

    boolean marker(long out) {
        return markers[(int) (out & (MEMORY - 1))];
    }

    /// The packet's dependency descriptor as it goes out under this number, good until the next
    /// call.
    ///
    /// @param id of the extension in the packet
    byte[] descriptor(RtpPacket packet, int id, long out) {
        int length = packet.extensionLength(id);
        System.arraycopy(packet.buffer(), packet.extensionOffset(id), descriptor, 0, length);
        DependencyDescriptor.renumber(
                descriptor, 0, frameNumbers[(int) (out & (MEMORY - 1))] & 0xFFFF);
        return descriptor;
    }

    /// Length of the packet's dependency descriptor, 0 if there is none that could be sent on.
    static int descriptorLength(RtpPacket packet, int id) {
        int length = packet.extensionLength(id);
        return length < 3 ? 0 : length;
    }
}
