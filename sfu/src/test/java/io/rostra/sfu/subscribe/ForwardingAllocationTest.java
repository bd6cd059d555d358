package io.rostra.sfu.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.publish.Encoding;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.SimulatedPublisher;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// From a published packet to plain packets on the wire of its subscribers nothing is allocated,
/// with congestion control and pacing on.
class ForwardingAllocationTest {

    private static final int PACKETS = 30_000;
    private static final int SUBSCRIBERS = 3;
    private static final int PAYLOAD = 1_000;
    private static final long PACKET_NANOS = 5_000_000;

    private final byte[] buffer = new byte[PAYLOAD + 64];
    private final RtpPacket packet = new RtpPacket();
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final Downlink[] downlinks = new Downlink[SUBSCRIBERS];
    private long now = -1_000_000_000L;
    private int number;
    private long wireBytes;

    @Test
    void forwardingAllocatesNothing() {
        PublishedTrack track = new SimulatedPublisher("a", now, 1, 1, 1).video();
        Encoding encoding = track.encodings().getLast();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            downlinks[i] =
                    new Downlink(new CountingWire(), new MediaCounters(), new Random(i), now);
            downlinks[i].add(track, VideoLayer.HIGH).onNegotiated(Agreed.NOTHING, now);
            downlinks[i].controlCongestion(now);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        forward(track, encoding, PACKETS);

        long before = threads.getCurrentThreadAllocatedBytes();
        forward(track, encoding, PACKETS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(wireBytes).isEqualTo(2L * PACKETS * SUBSCRIBERS * (PAYLOAD + 20));
        assertThat(allocated).as("bytes for %d packets", PACKETS).isLessThan(PACKETS);
    }

    private void forward(PublishedTrack track, Encoding encoding, int packets) {
        for (int i = 0; i < packets; i++) {
            now += PACKET_NANOS;
            header.begin(buffer, 0, 106, true, number & 0xFFFF, number * 450, 5);
            int length = header.end();
            buffer[length] = (byte) (number == 0 ? 0x67 : 0x61);
            number++;
            packet.wrap(buffer, 0, length + PAYLOAD);
            SimulatedPublisher.deliver(track, encoding, packet, now);
        }
    }

    private final class CountingWire implements SendPath.Wire {
        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public int sendRtp(byte[] packet, int offset, int length) {
            wireBytes += length;
            return length;
        }

        @Override
        public void sendRtcp(byte[] packet, int offset, int length) {}
    }
}
