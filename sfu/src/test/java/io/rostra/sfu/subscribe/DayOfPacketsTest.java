package io.rostra.sfu.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtcp.TransportCc;
import io.rostra.media.rtcp.TransportCcRecorder;
import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.net.MediaEvent;
import io.rostra.sfu.publish.Encoding;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.SimulatedPublisher;
import io.rostra.webrtc.srtp.SrtpContext;
import io.rostra.webrtc.srtp.SrtpProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// 24 hours of a camera and a microphone to one subscriber, in simulated time and at ten packets in
/// three seconds each, encrypted on both ways: sequence numbers and rollover counters, timestamps
/// and the numbers of feedback wrap, packets get lost on both ways, and nothing grows.
class DayOfPacketsTest {

    private static final long STEP_NANOS = Duration.ofMillis(300).toNanos();
    private static final int STEPS = (int) (Duration.ofHours(24).toNanos() / STEP_NANOS);
    private static final int STEPS_AN_HOUR = STEPS / 24;
    private static final int PAYLOAD = 120;

    /// Every so many packets one comes late to us, or is lost behind us.
    private static final int LATE = 101;

    private static final int LOST = 97;

    private long now = Duration.ofHours(1).toNanos();
    private final SimulatedPublisher publisher = new SimulatedPublisher("alice", now, 1, 1, 1);
    private final Way up = new Way();
    private final MediaCounters counters = new MediaCounters();
    private final Subscriber subscriber = new Subscriber();
    private final Downlink downlink = new Downlink(subscriber, counters, new Random(5), now);

    /// SRTP of one direction.
    private static final class Way {
        private final SrtpContext protect = context();
        private final SrtpContext unprotect = context();

        private static SrtpContext context() {
            return new SrtpContext(SrtpProfile.AEAD_AES_128_GCM, new byte[16], new byte[12]);
        }

        /// To the other side, in place.
        void cross(byte[] buffer, int length) {
            int sealed = protect.protect(buffer, 0, length);
            assertThat(sealed).as("protected").isPositive();
            assertThat(unprotect.unprotect(buffer, 0, sealed)).isEqualTo(length);
        }
    }

    /// One source as it comes to us.
    private final class Source {
        private final PublishedTrack track;
        private final Encoding encoding;
        private final int ssrc;
        private final int ticks;
        private final RtpHeaderWriter header = new RtpHeaderWriter();
        private final RtpPacket packet = new RtpPacket();
        private final byte[] buffer = new byte[PAYLOAD + 64];
        private byte[] late = {};
        private int sequence = 65_000;
        private int timestamp = -1_000_000;

        Source(PublishedTrack track, int ssrc) {
            this.track = track;
            this.encoding = track.encodings().getLast();
            this.ssrc = ssrc;
            this.ticks = (int) (track.clockRate() * STEP_NANOS / 1_000_000_000L);
        }

        void send(boolean key) {
            int payloadType = track.codec().payloadType();
            header.begin(buffer, 0, payloadType, true, sequence & 0xFFFF, timestamp, ssrc);
            int length = header.end();
            buffer[length] = (byte) (key ? 0x67 : 0x61);
            up.cross(buffer, length + PAYLOAD);
            sequence++;
            timestamp += ticks;
            if (late.length > 0) {
                deliver(buffer, length + PAYLOAD);
                deliver(late, late.length);
                late = new byte[0];
            } else if (sequence % LATE == 0) {
                late = Arrays.copyOf(buffer, length + PAYLOAD);
            } else {
                deliver(buffer, length + PAYLOAD);
            }
        }

        private void deliver(byte[] bytes, int length) {
            assertThat(packet.wrap(bytes, 0, length)).isTrue();
            SimulatedPublisher.deliver(track, encoding, packet, now);
        }
    }

    /// Loses packets, asks for them again, and gives feedback.
    private final class Subscriber implements SendPath.Wire {
        private final Way down = new Way();
        private final TransportCcRecorder recorder = new TransportCcRecorder();
        private final RtpPacket view = new RtpPacket();
        private final byte[] buffer = new byte[2_000];
        private final List<Integer> missing = new ArrayList<>();
        private long received;
        private long lost;
        private long repaired;

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public int sendRtp(byte[] bytes, int offset, int length) {
            System.arraycopy(bytes, offset, buffer, 0, length);
            down.cross(buffer, length);
            assertThat(view.wrap(buffer, 0, length)).isTrue();
            boolean repair = view.payloadType() == 103;
            if (!repair && ++received % LOST == 0) {
                if (view.payloadType() == 102) {
                    lost++;
                    missing.add(view.sequenceNumber());
                }
                return length;
            }
            repaired += repair && view.payloadLength() > 2 ? 1 : 0;
            int at = view.extensionOffset(SubscribeCodecs.TRANSPORT_CC_ID);
            recorder.onPacket((buffer[at] & 0xFF) << 8 | buffer[at + 1] & 0xFF, now);
            return length;
        }

        @Override
        public void sendRtcp(byte[] bytes, int offset, int length) {}

        void answer(DownTrack video) {
            TransportCc feedback;
            while ((feedback = recorder.build(1, 2)) != null) {
                downlink.onFeedback(feedback, now);
            }
            if (!missing.isEmpty()) {
                video.onNack(missing, now);
                missing.clear();
            }
        }
    }

    @Test
    void nothingGrowsAndNothingStops() {
        DownTrack video = downlink.add(publisher.video(), VideoLayer.HIGH);
        DownTrack sound = downlink.add(publisher.audio(), VideoLayer.NONE);
        video.onNegotiated(Agreed.NOTHING, now);
        sound.onNegotiated(Agreed.NOTHING, now);
        downlink.controlCongestion(now);
        var camera = new Source(publisher.video(), 11);
        var microphone = new Source(publisher.audio(), 12);
        long used = 0;

        for (int step = 0; step < STEPS; step++) {
            now += STEP_NANOS;
            camera.send(step == 0);
            microphone.send(false);
            downlink.onTick(now);
            subscriber.answer(video);
            if (step == STEPS_AN_HOUR) {
                used = usedBytes();
            }
        }

        long sent = 2L * STEPS;
        assertThat(subscriber.received).isBetween(sent - 4, sent);
        assertThat(subscriber.lost).isGreaterThan(STEPS / LOST / 2);
        assertThat(subscriber.repaired).isEqualTo(subscriber.lost);
        assertThat(counters.total(MediaEvent.RETRANSMITTED)).isEqualTo(subscriber.lost);
        assertThat(downlink.targetBitrate()).isPositive();
        assertThat(publisher.video().packetCount()).isBetween((long) STEPS - 1, (long) STEPS);
        assertThat(usedBytes() - used).as("bytes more after 23 hours").isLessThan(256 * 1024);
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
