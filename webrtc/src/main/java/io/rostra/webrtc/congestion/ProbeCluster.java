package io.rostra.webrtc.congestion;

/// What a path does to a burst of packets: the rate at which the burst comes out is what the
/// bottleneck carries. Not thread-safe.
final class ProbeCluster {

    private static final int MIN_PACKETS = 4;

    /// Below the measured rate, since queues filled by the burst have to drain, too.
    private static final double MARGIN = 0.95;

    private int id;
    private int packetsSent;
    private int bytesSent;
    private int packets;
    private int bytes;
    private int firstBytes;
    private long firstArrival;
    private long lastArrival;

    void begin(int cluster) {
        id = cluster;
        packetsSent = 0;
        bytesSent = 0;
        packets = 0;
        bytes = 0;
    }

    void onSent(int packetBytes) {
        packetsSent++;
        bytesSent += packetBytes;
    }

    int bytesSent() {
        return bytesSent;
    }

    void onArrived(int cluster, int packetBytes, long arrivedAt) {
        if (cluster != id) {
            return;
        }
        if (packets == 0) {
            firstArrival = arrivedAt;
            lastArrival = arrivedAt;
            firstBytes = packetBytes;
        }
        packets++;
        bytes += packetBytes;
        firstArrival = Math.min(firstArrival, arrivedAt);
        lastArrival = Math.max(lastArrival, arrivedAt);
    }

    /// Bits per second, at most `limit`; 0 while too little is known.
    long result(long limit) {
        if (packets < MIN_PACKETS || packets < packetsSent * 8 / 10) {
            return 0;
        }
        long span = lastArrival - firstArrival;
        double measured = span <= 0 ? limit : MARGIN * (bytes - firstBytes) * 8.0 * 1e9 / span;
        return (long) Math.min(limit, measured);
    }
}
