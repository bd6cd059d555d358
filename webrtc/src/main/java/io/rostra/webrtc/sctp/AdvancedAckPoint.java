package io.rostra.webrtc.sctp;

import io.rostra.webrtc.sctp.OutstandingChunk.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Advanced.Peer.Ack.Point: how far the peer may skip abandoned chunks, and the FORWARD-TSN that
/// tells it so (RFC 3758 section 3.5). Confined to one event loop.
final class AdvancedAckPoint {
    /// Most streams listed in one FORWARD-TSN, so that it fits a packet.
    private static final int MAX_SKIPPED = 200;

    private final OutstandingChunks chunks;
    private int point;
    private boolean due;

    AdvancedAckPoint(OutstandingChunks chunks) {
        this.chunks = chunks;
        this.point = chunks.cumulativeAck();
    }

    /// Something was acknowledged, given up or timed out: the peer is told again where it lags
    /// behind (C2, C3).
    void advance() {
        if (SerialNumber.tsnBefore(point, chunks.cumulativeAck())) {
            point = chunks.cumulativeAck();
        }
        while (point + 1 != chunks.nextTsn() && chunks.at(point + 1).state == State.ABANDONED) {
            point++;
        }
        due = ahead();
    }

    /// The peer has not confirmed yet that it skipped.
    boolean ahead() {
        return SerialNumber.tsnBefore(chunks.cumulativeAck(), point);
    }

    /// The FORWARD-TSN to send now, or null.
    @Nullable ForwardTsnChunk poll() {
        if (!due) {
            return null;
        }
        due = false;
        Map<Integer, Integer> lastSsn = new LinkedHashMap<>();
        int tsn = chunks.cumulativeAck();
        while (tsn != point && lastSsn.size() < MAX_SKIPPED) {
            DataChunk data = chunks.at(++tsn).data;
            if (!data.unordered()) {
                lastSsn.put(data.stream(), data.ssn());
            }
        }
        List<ForwardTsnChunk.Skipped> skipped = new ArrayList<>(lastSsn.size());
        lastSsn.forEach((stream, ssn) -> skipped.add(new ForwardTsnChunk.Skipped(stream, ssn)));
        return new ForwardTsnChunk(tsn, List.copyOf(skipped));
    }
}
