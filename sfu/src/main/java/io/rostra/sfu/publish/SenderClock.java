package io.rostra.sfu.publish;

/// How a source's RTP timestamps relate to its sender's wall clock, from sender reports (RFC 3550
/// section 6.4.1). Confined to one loop.
public final class SenderClock {

    private boolean known;
    private long ntpTime;
    private int rtpTimestamp;
    private long arrivedAt;

    void onReport(long reportNtpTime, int reportRtpTimestamp, long now) {
        arrivedAt = now;
        known = true;
        ntpTime = reportNtpTime;
        rtpTimestamp = reportRtpTimestamp;
    }

    void reset() {
        known = false;
    }

    public boolean known() {
        return known;
    }

    /// Of the last report; as for the two below, only when [#known].
    long ntpTime() {
        return ntpTime;
    }

    int rtpTimestamp() {
        return rtpTimestamp;
    }

    long arrivedAt() {
        return arrivedAt;
    }

    /// The timestamp that the other source has at the moment at which this one has the given. Both
    /// clocks are [#known] and of the same sender.
    public int convert(int timestamp, SenderClock other, int clockRate) {
        // 32.32 fixed point seconds; reports are seconds apart, so a double holds the ticks
        // exactly.
        double seconds = (ntpTime - other.ntpTime) / 4_294_967_296.0;
        return other.rtpTimestamp
                + (timestamp - rtpTimestamp)
                + (int) Math.round(seconds * clockRate);
    }
}
