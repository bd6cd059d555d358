package io.rostra.webrtc.sctp;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Packets of one chunk that are not bundled with an association's data: handshake and abort.
/// Bounded, as each INIT asks for one. Confined to one event loop.
final class LonePackets {
    /// More that wait to be sent mean that the peer floods us.
    private static final int MAX_WAITING = 16;

    /// Browsers use this port in both directions; the SDP says so (RFC 8841 section 5).
    private static final int DEFAULT_PORT = 5000;

    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int localPort = DEFAULT_PORT;
    private int peerPort = DEFAULT_PORT;

    /// The handshake packet tells the ports that the peer uses.
    void usePortsOf(SctpPacket received) {
        localPort = received.destinationPort();
        peerPort = received.sourcePort();
    }

    void add(int peerTag, Chunk chunk) {
        if (waiting.size() < MAX_WAITING) {
            waiting.add(packet(peerTag, List.of(chunk)));
        }
    }

    byte[] packet(int peerTag, List<Chunk> chunks) {
        return new SctpPacket(localPort, peerPort, peerTag, chunks).toBytes();
    }

    byte @Nullable [] poll() {
        return waiting.poll();
    }

    void clear() {
        waiting.clear();
    }
}
