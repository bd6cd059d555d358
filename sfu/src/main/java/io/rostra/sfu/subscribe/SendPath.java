package io.rostra.sfu.subscribe;

import io.rostra.media.rtcp.TransportCc;
import io.rostra.webrtc.congestion.CongestionController;
import io.rostra.webrtc.congestion.RateMeter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The way of one subscriber's packets to the wire. If the subscriber gives transport-wide
/// feedback, packets are numbered for it, kept to what the path carries, and spread out in time;
/// sound always goes at once. Otherwise everything goes as it comes. Confined to one loop.
final class SendPath {

    /// Assumed until feedback says otherwise: so much that the first key frame, which somebody
    /// waits for, goes at once.
    private static final long START_BITRATE = 4_000_000;

    private static final Duration SOUND_WINDOW = Duration.ofSeconds(1);

    /// Takes plain packets, with room behind them for what encryption adds.
    interface Wire {
        /// Whether packets can be sent.
        boolean connected();

        /// @return bytes on the wire, or 0 when it could not be sent
        int sendRtp(byte[] buffer, int offset, int length);

        void sendRtcp(byte[] buffer, int offset, int length);
    }

    private final Wire wire;
    private final Pacer pacer;
    private final RateMeter sound = new RateMeter(SOUND_WINDOW);
    private @Nullable CongestionController controller;

    SendPath(Wire wire, long now) {
        this.wire = wire;
        this.pacer = new Pacer(DownTrack::transmitWaiting, now);
    }

    /// The subscriber agreed to give feedback.
    void controlCongestion(long now) {
        if (controller == null) {
            controller = new CongestionController(START_BITRATE, now);
            pacer.rate(START_BITRATE);
        }
    }

    boolean connected() {
        return wire.connected();
    }

    boolean controlled() {
        return controller != null;
    }

    /// Bits per second that may be sent; without feedback from the subscriber everything may.
    long targetBitrate() {
        return controller == null ? Long.MAX_VALUE : controller.targetBitrate();
    }

    @Override
    public String toString() {
        return controller == null ? "without feedback" : controller.toString();
    }

    /// Packets lost per packet lately, 0 to 1; 0 without feedback.
    double lossFraction() {
        return controller == null ? 0 : controller.lossFraction();
    }

    /// Bits per second that sound takes.
    long soundBitrate(long now) {
        return sound.bitsPerSecond(now);
    }

    /// What would be sent if the path carried it, bits per second.
    void wanted(long bitsPerSecond) {
        if (controller != null) {
            controller.wanted(bitsPerSecond);
        }
    }

    /// Whether a packet of video may go now; if not, it is to be handed to [#enqueue].
    boolean mayGo(int bytes, long now) {
        return controller == null || pacer.mayGo(bytes, now);
    }

    void enqueue(DownTrack track, long number, boolean retransmission, int bytes) {
        pacer.enqueue(track, number, retransmission, bytes);
    }

    /// A packet of sound is about to go.
    void onSound(int bytes, long now) {
        sound.add(bytes, now);
        pacer.onSent(bytes);
    }

    /// The transport-wide number for a packet that is about to be sent; [#controlled] only.
    int nextNumber(int bytes, boolean probe, long now) {
        CongestionController present = controller;
        if (present == null) {
            return 0;
        }
        return probe ? present.onSendingProbe(bytes, now) : present.onSending(bytes, now);
    }

    int sendRtp(byte[] buffer, int length) {
        return wire.sendRtp(buffer, 0, length);
    }

    void sendRtcp(byte[] buffer, int length) {
        wire.sendRtcp(buffer, 0, length);
    }

    void onFeedback(TransportCc feedback, long now) {
        if (controller != null) {
            controller.onFeedback(feedback, now);
            pacer.rate(controller.targetBitrate());
        }
    }

    /// Bytes of padding to send now, to find out whether the path carries more.
    int pollProbe(long now) {
        return controller == null || pacer.waiting() > 0 ? 0 : controller.pollProbe(now);
    }

    void onTick(long now) {
        if (controller != null) {
            controller.onTick(now);
            pacer.rate(controller.targetBitrate());
            pacer.onTick(now);
        }
    }
}
