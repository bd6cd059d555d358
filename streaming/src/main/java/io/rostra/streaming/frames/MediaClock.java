package io.rostra.streaming.frames;

import io.rostra.media.rtp.TimestampUnwrapper;

/// Says when what bears an RTP timestamp was captured, on the clock of [System#nanoTime()].
///
/// Before the first sender report the arrival of the quickest packets stands in for the time of
/// capture; afterwards [LipSync] does, which sees all tracks of the publisher. Changes of mind are
/// worked in slowly, a hundredth of the time that passes, so that the distances between frames stay
/// those of the sender; only when all has shifted by 400 ms, as when the sender's clock jumped, it
/// follows at once. Not thread-safe.
public final class MediaClock {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long STEP_NANOS = 400_000_000;
    private static final long JUMP_NANOS = 2 * NANOS_PER_SECOND;
    private static final long SLEW_DIVISOR = 100;

    /// Reports that disagree with the packets' arrival by more than this are not believed.
    private static final long TRUST_NANOS = NANOS_PER_SECOND;

    private final LipSync lipSync;
    private final int rate;
    private final TimestampUnwrapper timestamps = new TimestampUnwrapper();
    private final SlidingMinimum arrivalOffset = new SlidingMinimum();
    private boolean started;

    /// Added to media time it gives local time.
    private long anchor;

    private long lastMedia;

    private boolean reported;
    private int rawReportTimestamp;
    private long reportNanos;
    private long reportTimestamp;

    MediaClock(LipSync lipSync, int rate) {
        this.lipSync = lipSync;
        this.rate = rate;
    }

    /// Takes what a sender report says; see [io.rostra.sfu.publish.PacketTap#onSenderReport].
    public void onSenderReport(long ntpTime, int rtpTimestamp) {
        reported = true;
        reportNanos = LipSync.nanosOf(ntpTime);
        rawReportTimestamp = rtpTimestamp;
        reportTimestamp = timestamps.peek(rtpTimestamp);
    }

    /// Forgets all: another sender, another RTP clock.
    public void reset() {
        timestamps.reset();
        arrivalOffset.reset();
        started = false;
        reported = false;
    }

    /// When what bears the timestamp was captured.
    ///
    /// @param arrivalNanos when it arrived
    public long timeOf(int rtpTimestamp, long arrivalNanos) {
        long ticks = timestamps.unwrap(rtpTimestamp);
        if (!started && reported) {
            reportTimestamp = timestamps.peek(rawReportTimestamp);
        }
        long media = nanos(ticks);
        long target = target(ticks, media, arrivalNanos);
        long difference = target - anchor;
        if (!started || Math.abs(difference) > STEP_NANOS) {
            started = true;
            anchor = target;
        } else {
            long most = Math.abs(media - lastMedia) / SLEW_DIVISOR;
            anchor += Math.clamp(difference, -most, most);
        }
        lastMedia = media;
        return media + anchor;
    }

    private long target(long ticks, long media, long arrivalNanos) {
        long delay = arrivalNanos - media;
        if (!arrivalOffset.isEmpty() && delay - arrivalOffset.minimum() > JUMP_NANOS) {
            arrivalOffset.reset();
            reported = false;
        }
        arrivalOffset.add(delay, arrivalNanos);
        long byArrival = arrivalOffset.minimum();
        if (!reported) {
            return byArrival;
        }
        long senderNanos = reportNanos + nanos(ticks - reportTimestamp);
        lipSync.onArrival(senderNanos, arrivalNanos);
        long byReport = lipSync.toLocal(senderNanos) - media;
        return Math.abs(byReport - byArrival) < TRUST_NANOS ? byReport : byArrival;
    }

    private long nanos(long ticks) {
        return Math.floorDiv(ticks, rate) * NANOS_PER_SECOND
                + Math.floorMod(ticks, (long) rate) * NANOS_PER_SECOND / rate;
    }
}
