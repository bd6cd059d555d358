package io.rostra.streaming.frames;

import io.rostra.media.codec.AccessUnit;
import io.rostra.media.codec.Depacketizer;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.sfu.publish.PacketTap;
import java.time.Duration;

/// A subscriber that wants frames: takes the packets of one published track on the room's loop and
/// hands out access units on the thread of a live stream.
///
/// ```
/// room's loop ─► PacketQueue ─┊─► ReorderBuffer ─► Depacketizer ─► Output
///   (PacketTap methods)       ┊      (poll, on the live stream's thread)
/// ```
///
/// After packets are lost for good no picture comes before the next key frame, and [#wantsKeyFrame]
/// says so.
public final class FrameTap implements PacketTap {
    /// About two seconds of video at 2.5 Mbit/s.
    private static final int QUEUE = 512;

    private final PacketQueue queue = new PacketQueue(QUEUE);
    private final RtpPacket packet = new RtpPacket();
    private final Depacketizer depacketizer;
    private final ReorderBuffer reorder;
    private final Output output;
    private long arrivalNanos;
    private int ssrc;
    private boolean ssrcKnown;
    private volatile boolean ended;

    /// @param holdFor how long a missing packet is waited for
    public FrameTap(Depacketizer depacketizer, Duration holdFor, Output output) {
        this.depacketizer = depacketizer;
        this.output = output;
        reorder = new ReorderBuffer(holdFor.toNanos(), new Ordered());
    }

    /// Called from within [#poll].
    public interface Output {
        /// @param arrivalNanos when the last packet of it arrived, like [System#nanoTime()]
        void onAccessUnit(AccessUnit unit, long arrivalNanos);

        /// See [PacketTap#onSenderReport].
        void onSenderReport(long ntpTime, int rtpTimestamp, long arrivalNanos);

        /// What follows has another RTP clock: the track's synchronisation source has changed.
        void onSourceChanged();
    }

    @Override
    public void onRtp(byte[] packet, int offset, int length, long arrivalNanos) {
        queue.putPacket(packet, offset, length, arrivalNanos);
    }

    @Override
    public void onSenderReport(long ntpTime, long rtpTimestamp, long arrivalNanos) {
        queue.putSenderReport(ntpTime, rtpTimestamp, arrivalNanos);
    }

    @Override
    public void onTrackEnded() {
        ended = true;
    }

    /// Thread-safe.
    public boolean ended() {
        return ended;
    }

    /// Hands out what has come since the last call. Call it every few milliseconds.
    ///
    /// @param now like [System#nanoTime()]
    public void poll(long now) {
        if (queue.overflowed()) {
            reorder.reset();
            depacketizer.onLoss();
        }
        for (PacketQueue.Slot slot = queue.peek(); slot != null; slot = queue.peek()) {
            take(slot);
            queue.release();
        }
        reorder.poll(now);
    }

    /// Whether nothing can be decoded before the publisher sends a key frame.
    public boolean wantsKeyFrame() {
        return depacketizer.awaitsKeyFrame();
    }

    private void take(PacketQueue.Slot slot) {
        if (slot.senderReport) {
            output.onSenderReport(slot.ntpTime, (int) slot.rtpTimestamp, slot.arrivalNanos);
            return;
        }
        if (!packet.wrap(slot.data, 0, slot.length)) {
            return;
        }
        if (!ssrcKnown || packet.ssrc() != ssrc) {
            changeSource();
        }
        reorder.push(packet, slot.arrivalNanos);
    }

    private void changeSource() {
        if (ssrcKnown) {
            reorder.reset();
            depacketizer.onLoss();
            output.onSourceChanged();
        }
        ssrcKnown = true;
        ssrc = packet.ssrc();
    }

    private final class Ordered implements ReorderBuffer.Output, Depacketizer.Output {
        @Override
        public void onPacket(RtpPacket packet, long arrivalNanos) {
            FrameTap.this.arrivalNanos = arrivalNanos;
            depacketizer.push(
                    packet.buffer(),
                    packet.payloadOffset(),
                    packet.payloadLength(),
                    packet.timestamp(),
                    packet.marker(),
                    this);
        }

        @Override
        public void onLoss() {
            depacketizer.onLoss();
        }

        @Override
        public void onAccessUnit(AccessUnit unit) {
            output.onAccessUnit(unit, arrivalNanos);
        }
    }
}
