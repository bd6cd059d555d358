package io.rostra.sfu.subscribe;

import io.rostra.media.rtcp.TransportCc;
import io.rostra.media.rtcp.TransportCcRecorder;
import io.rostra.media.rtp.RtpPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/// A subscriber behind a bottleneck, in simulated time: takes packets as they go on the wire,
/// delays and loses them, and gives transport-wide feedback.
final class NarrowLink implements SendPath.Wire {

    private static final long MILLI = 1_000_000;
    private static final long DELAY = 20 * MILLI;
    private static final long FEEDBACK_INTERVAL = 50 * MILLI;
    private static final int QUEUE_BYTES = 40_000;

    /// What arrived.
    ///
    /// @param sps the packet begins a key frame
    record Arrival(
            long sentAt, long arrivedAt, int payloadType, int sequence, int rank, boolean sps) {}

    private record InFlight(long sentAt, long arrivesAt, byte[] packet) {}

    private final TransportCcRecorder recorder = new TransportCcRecorder();
    private final Random random;
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final RtpPacket view = new RtpPacket();
    private long bitsPerSecond;
    private double loss;
    private long now;
    private long freeAt;
    private long feedbackAt;
    private int lost;
    private boolean connected = true;

    NarrowLink(long seed, long bitsPerSecond, long now) {
        this.random = new Random(seed);
        this.bitsPerSecond = bitsPerSecond;
        this.now = now;
        this.freeAt = now;
        this.feedbackAt = now;
    }

    void connected(boolean now) {
        connected = now;
    }

    @Override
    public boolean connected() {
        return connected;
    }

    void rate(long bits) {
        bitsPerSecond = bits;
    }

    void loss(double probability) {
        loss = probability;
    }

    /// What arrived since the last call, in order.
    List<Arrival> drain() {
        List<Arrival> result = List.copyOf(arrivals);
        arrivals.clear();
        return result;
    }

    /// Packets lost since the last call.
    int drainLost() {
        int result = lost;
        lost = 0;
        return result;
    }

    @Override
    public int sendRtp(byte[] buffer, int offset, int length) {
        if (!connected) {
            throw new AssertionError("nobody would get it");
        }
        long begins = Math.max(now, freeAt);
        long queued = (begins - now) * bitsPerSecond / 8_000_000_000L;
        if (queued > QUEUE_BYTES || random.nextDouble() < loss) {
            lost++;
            return length;
        }
        freeAt = begins + length * 8_000_000_000L / bitsPerSecond;
        byte[] packet = Arrays.copyOfRange(buffer, offset, offset + length);
        inFlight.add(new InFlight(now, freeAt + DELAY, packet));
        return length;
    }

    @Override
    public void sendRtcp(byte[] buffer, int offset, int length) {}

    /// Lets packets arrive, and feedback on them.
    void run(long time, Downlink downlink) {
        now = time;
        while (!inFlight.isEmpty() && inFlight.getFirst().arrivesAt <= now) {
            arrive(inFlight.removeFirst());
        }
        if (now - feedbackAt >= FEEDBACK_INTERVAL) {
            feedbackAt = now;
            TransportCc feedback;
            while ((feedback = recorder.build(1, 2)) != null) {
                downlink.onFeedback(feedback, now);
            }
        }
    }

    private void arrive(InFlight flight) {
        if (!view.wrap(flight.packet, 0, flight.packet.length)) {
            throw new AssertionError("not RTP");
        }
        int at = view.extensionOffset(SubscribeCodecs.TRANSPORT_CC_ID);
        int number = (flight.packet[at] & 0xFF) << 8 | flight.packet[at + 1] & 0xFF;
        recorder.onPacket(number, now);
        int end = view.payloadOffset() + view.payloadLength();
        arrivals.add(
                new Arrival(
                        flight.sentAt,
                        now,
                        view.payloadType(),
                        view.sequenceNumber(),
                        view.payloadLength() == 0 ? 0 : flight.packet[end - 1],
                        view.payloadLength() > 0 && flight.packet[view.payloadOffset()] == 0x67));
    }
}
