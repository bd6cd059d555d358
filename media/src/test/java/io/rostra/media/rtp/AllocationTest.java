package io.rostra.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// What runs for every packet allocates nothing.
class AllocationTest {
    private static final int PACKETS = 20_000;

    private final byte[] received = new byte[1200];
    private final byte[] out = new byte[1300];
    private final RtpHeaderWriter writer = new RtpHeaderWriter();
    private final RtpPacket packet = new RtpPacket();
    private final SequenceUnwrapper sequences = new SequenceUnwrapper();
    private final TimestampUnwrapper timestamps = new TimestampUnwrapper();
    private long sum;

    @Test
    void readingAndRewritingAPacketAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        forward(PACKETS);

        long before = threads.getCurrentThreadAllocatedBytes();
        forward(PACKETS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(sum).isNotZero();
        assertThat(allocated).as("bytes for %d packets", PACKETS).isLessThan(PACKETS);
    }

    private void forward(int packets) {
        for (int i = 0; i < packets; i++) {
            writer.begin(received, 0, 96, false, i, i * 3000, 7);
            writer.extension16(3, i);
            writer.extension8(1, i);
            writer.end();
            if (PacketKind.classify(received, 0, 1200) != PacketKind.RTP
                    || !packet.wrap(received, 0, 1200)) {
                throw new IllegalStateException("not RTP");
            }
            sum += sequences.unwrap(packet.sequenceNumber());
            sum += timestamps.unwrap(packet.timestamp());
            sum += AudioLevel.level(packet, 1);
            sum += packet.extensionOffset(3) + packet.extensionLength(3);
            packet.payloadType(97);
            packet.marker(true);
            packet.sequenceNumber(i + 5);
            int length = RtxPayload.write(packet, out, 0, 98, i, 8);
            if (!packet.wrap(out, 0, length) || !RtxPayload.restore(packet, 96, 7)) {
                throw new IllegalStateException("not RTX");
            }
        }
    }
}
