package io.rostra.webrtc.congestion;

import io.rostra.media.rtcp.TransportCc;
import java.time.Duration;

/// How much may be sent over one transport: the lower of what delay and what loss allow, raised by
/// probes. It is told of every packet that is sent and of the other side's transport-wide feedback.
/// Not thread-safe; time, in nanoseconds like [System#nanoTime()], is handed in.
///
/// ```java
/// int number = controller.onSending(bytes, now);      // goes into the packet's header extension
/// controller.onFeedback(transportCc, now);
/// long bitsPerSecond = controller.targetBitrate();
/// ```
public final class CongestionController {

    /// Enough for sound; below it nothing useful is left to control.
    public static final long MIN_BITRATE = 50_000;

    public static final long MAX_BITRATE = 100_000_000;

    private static final Duration RATE_WINDOW = Duration.ofMillis(500);
    private static final long DEFAULT_RESPONSE_NANOS = Duration.ofMillis(100).toNanos();

    /// Packets are on their way and nobody says anything about them.
    private static final long SILENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final SentPackets sent = new SentPackets();
    private final DelayTrend trend = new DelayTrend();
    private final PacketGroups groups = new PacketGroups(trend::onGroup);
    private final RateMeter acked = new RateMeter(RATE_WINDOW);
    private final RateMeter sending = new RateMeter(RATE_WINDOW);
    private final DelayBasedRate delayBased;
    private final LossBasedLimit lossBased;
    private final Probing probing;
    private long wanted;
    private long responseNanos = DEFAULT_RESPONSE_NANOS;
    private long lastArrival = Long.MIN_VALUE;
    private long heardAt;
    private long sentUnheardAt;
    private boolean unheard;
    private boolean everHeard;

    /// @param startBitrate bits per second to assume until something is known
    public CongestionController(long startBitrate, long now) {
        delayBased = new DelayBasedRate(startBitrate, MIN_BITRATE, MAX_BITRATE, now);
        lossBased = new LossBasedLimit(now);
        probing = new Probing(now);
        heardAt = now;
    }

    /// Bits per second that may be sent, headers included.
    public long targetBitrate() {
        return Math.max(
                MIN_BITRATE, Math.min(delayBased.bitsPerSecond(), lossBased.bitsPerSecond()));
    }

    /// Lost packets per packet lately, 0 to 1.
    public double lossFraction() {
        return lossBased.fraction();
    }

    /// From sending a packet until hearing of it, nanoseconds: the round trip and the pause between
    /// two feedbacks.
    public long responseNanos() {
        return responseNanos;
    }

    /// What the application would send if it could, bits per second. More than the target makes it
    /// probe.
    public void wanted(long bitsPerSecond) {
        wanted = bitsPerSecond;
    }

    /// A packet is about to be sent.
    ///
    /// @param bytes RTP header and payload
    /// @return its transport-wide sequence number, 16 bits
    public int onSending(int bytes, long now) {
        return onSending(bytes, 0, now);
    }

    /// A packet of padding is about to be sent, see [#pollProbe].
    public int onSendingProbe(int bytes, long now) {
        probing.onSent(bytes);
        return onSending(bytes, probing.cluster(), now);
    }

    private int onSending(int bytes, int probe, long now) {
        if (!unheard) {
            unheard = true;
            sentUnheardAt = now;
        }
        sending.add(bytes, now);
        return sent.onSending(bytes, probe, now);
    }

    /// Bytes of padding to send at once, in packets of a few hundred bytes; 0 for none now.
    public int pollProbe(long now) {
        boolean calm =
                everHeard
                        && trend.usage() == PathUsage.NORMAL
                        && !delayBased.decreasedWithin(Probing.calm(), now)
                        && lossBased.fraction() < 0.1;
        return probing.poll(targetBitrate(), wanted, calm, now);
    }

    public void onFeedback(TransportCc feedback, long now) {
        everHeard = true;
        unheard = false;
        heardAt = now;
        sent.onFeedback(feedback, new Arrivals(now));
        long arrivalRate = acked.bitsPerSecond(lastArrival);
        long sentRate = sending.bitsPerSecond(now);
        delayBased.update(trend.usage(), arrivalRate, sentRate, responseNanos, now);
        lossBased.update(targetBitrate(), now);
        long proven = probing.result(now);
        if (proven > targetBitrate() && trend.usage() != PathUsage.OVERUSED) {
            delayBased.set(proven, now);
            lossBased.raise(proven);
        }
    }

    /// To be called every 10 to 100 ms: silence where feedback is due means that nothing arrives,
    /// or nothing comes back.
    public void onTick(long now) {
        if (everHeard && unheard && now - Math.max(heardAt, sentUnheardAt) > SILENCE_NANOS) {
            heardAt = now;
            delayBased.set(delayBased.bitsPerSecond() / 2, now);
        }
    }

    /// For logs.
    @Override
    public String toString() {
        return "target %d kbit/s (delay %d, %s; loss %.1f %%), acked %d, wanted %d, response %d ms"
                .formatted(
                        targetBitrate() / 1_000,
                        delayBased.bitsPerSecond() / 1_000,
                        trend.usage(),
                        lossBased.fraction() * 100,
                        acked.bitsPerSecond(lastArrival) / 1_000,
                        wanted / 1_000,
                        responseNanos / 1_000_000);
    }

    private final class Arrivals implements SentPackets.Visitor {
        private final long now;

        Arrivals(long now) {
            this.now = now;
        }

        @Override
        public void onArrived(long sentAt, long arrivedAt, int bytes, int probe) {
            responseNanos = now - sentAt;
            lossBased.onArrived();
            acked.add(bytes, arrivedAt);
            lastArrival = Math.max(lastArrival, arrivedAt);
            groups.onPacket(sentAt, arrivedAt);
            probing.onArrived(probe, bytes, arrivedAt);
        }

        @Override
        public void onLost(boolean again) {
            lossBased.onLost(again);
        }
    }
}
