package io.rostra.webrtc.sctp;

import java.util.ArrayList;
import java.util.List;

/// Bundles chunks into one packet of bounded size, control chunks before DATA (RFC 9260 section
/// 6.10).
final class PacketBuilder {
    private final List<Chunk> control = new ArrayList<>();
    private final List<Chunk> data = new ArrayList<>();
    private int room;

    /// Begins a new packet; the lists are used again, as most polls find nothing to send.
    void clear() {
        control.clear();
        data.clear();
        room = SctpPacket.MAX_LENGTH - SctpPacket.HEADER_LENGTH;
    }

    /// Bytes left for further chunks.
    int room() {
        return room;
    }

    boolean fits(Chunk chunk) {
        return chunk.paddedLength() <= room;
    }

    void add(Chunk chunk) {
        (chunk instanceof DataChunk ? data : control).add(chunk);
        room -= chunk.paddedLength();
    }

    boolean isEmpty() {
        return control.isEmpty() && data.isEmpty();
    }

    /// Valid until `clear`.
    List<Chunk> chunks() {
        control.addAll(data);
        return control;
    }
}
