package io.rostra.sfu.publish;

import io.rostra.media.rtp.RtpPacket;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Packets of a track that came in one turn of the loop, until they are handed on together. Each
/// receiver takes all of them in a row: what belongs to it is then in the processor's cache, and
/// its packets leave as one train. The bytes are those in the histories. Confined to one loop; no
/// allocation per packet.
final class PacketBatch {

    private static final int CAPACITY = 32;

    private final RtpPacket[] packets = new RtpPacket[CAPACITY];
    private final @Nullable Encoding[] encodings = new Encoding[CAPACITY];
    private final long[] sequences = new long[CAPACITY];
    private final boolean[] keyFrames = new boolean[CAPACITY];
    private int size;
    private long now;

    PacketBatch() {
        Arrays.setAll(packets, _ -> new RtpPacket());
    }

    int size() {
        return size;
    }

    /// Takes a packet that its encoding has received.
    ///
    /// @return false when there is no room, or the packet is too long for the history
    boolean add(Encoding encoding, long sequence, boolean keyFrame, long time) {
        PacketHistory history = encoding.history();
        int length = history.length(sequence);
        if (size == CAPACITY
                || length == 0
                || !packets[size].wrap(history.bytes(), history.offset(sequence), length)) {
            return false;
        }
        encodings[size] = encoding;
        sequences[size] = sequence;
        keyFrames[size] = keyFrame;
        now = time;
        size++;
        return true;
    }

    void deliver(List<PublishedTrack.Receiver> receivers) {
        int count = size;
        size = 0;
        for (int i = 0; i < receivers.size(); i++) {
            PublishedTrack.Receiver receiver = receivers.get(i);
            for (int k = 0; k < count; k++) {
                Encoding encoding = encodings[k];
                if (encoding != null) {
                    receiver.onPacket(encoding, packets[k], sequences[k], keyFrames[k], now);
                }
            }
        }
    }
}
