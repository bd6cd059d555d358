package io.rostra.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.rostra.media.rtp.RtpHeaderWriter;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The JDK's ciphers allocate about 1 to 1.4 KB for each new IV, which nobody outside can prevent.
/// This guards against more: above all against garbage that grows with the buffer a packet lies in.
class SrtpAllocationTest {
    private static final int PACKETS = 3000;
    private static final int BUFFER_LENGTH = 1 << 20;
    private static final int MAX_BYTES_PER_PACKET = 2 * 2048;

    @ParameterizedTest
    @EnumSource
    void garbagePerPacketIsBounded(SrtpProfile profile) {
        KeyingMaterial keys =
                KeyingMaterial.fromExporter(
                        profile, new byte[KeyingMaterial.exportLength(profile)]);
        SrtpContext sender = SrtpContext.ofClient(keys);
        SrtpContext receiver = SrtpContext.ofClient(keys);
        byte[] buffer = new byte[BUFFER_LENGTH];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        forward(sender, receiver, buffer, 0);

        long before = threads.getCurrentThreadAllocatedBytes();
        forward(sender, receiver, buffer, PACKETS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated / PACKETS).isLessThan(MAX_BYTES_PER_PACKET);
    }

    private static void forward(
            SrtpContext sender, SrtpContext receiver, byte[] buffer, int firstSequence) {
        RtpHeaderWriter writer = new RtpHeaderWriter();
        for (int i = 0; i < PACKETS; i++) {
            writer.begin(buffer, 1000, 96, false, firstSequence + i, 0, 7);
            writer.end();
            int sealed = sender.protect(buffer, 1000, 1200);
            if (receiver.unprotect(buffer, 1000, sealed) != 1200) {
                throw new IllegalStateException("lost a packet");
            }
        }
    }
}
