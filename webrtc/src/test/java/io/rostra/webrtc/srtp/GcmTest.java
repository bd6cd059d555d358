package io.rostra.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The system's libcrypto beside the JDK's GCM.
class GcmTest {

    private final Random random = new Random(11);

    @BeforeAll
    static void present() {
        assumeThat(Libcrypto.present()).as("a libcrypto on this system").isTrue();
    }

    private byte[] bytes(int length) {
        byte[] made = new byte[length];
        random.nextBytes(made);
        return made;
    }

    @Test
    void whatOneSealsTheOtherOpens() {
        for (int keyLength : new int[] {16, 32}) {
            byte[] key = bytes(keyLength);
            var ours = new LibcryptoGcm(key);
            var theirs = new JceGcm(key);
            for (int length : new int[] {0, 1, 15, 16, 17, 255, 1_200, 1_460, 5_000}) {
                byte[] iv = bytes(12);
                byte[] plain = bytes(length + 40);
                byte[] first = plain.clone();
                byte[] second = plain.clone();
                assertThat(seal(ours, iv, first, length))
                        .isEqualTo(seal(theirs, iv, second, length));
                assertThat(first).isEqualTo(second);
                assertThat(open(ours, iv, second, length + 16)).isEqualTo(length);
                assertThat(open(theirs, iv, first, length + 16)).isEqualTo(length);
                assertThat(Arrays.copyOf(first, 12 + length))
                        .isEqualTo(Arrays.copyOf(plain, 12 + length));
                assertThat(Arrays.copyOf(second, 12 + length))
                        .isEqualTo(Arrays.copyOf(plain, 12 + length));
            }
        }
    }

    private static int seal(Gcm gcm, byte[] iv, byte[] packet, int length) {
        gcm.begin(true, iv);
        gcm.authenticate(packet, 0, 8);
        gcm.authenticate(packet, 8, 4);
        return gcm.seal(packet, 12, length);
    }

    private static int open(Gcm gcm, byte[] iv, byte[] packet, int length) {
        gcm.begin(false, iv);
        gcm.authenticate(packet, 0, 8);
        gcm.authenticate(packet, 8, 4);
        return gcm.open(packet, 12, length);
    }

    @Test
    void aForgedPacketIsRefusedUnchanged() {
        var gcm = new LibcryptoGcm(bytes(16));
        byte[] iv = bytes(12);
        byte[] packet = bytes(12 + 300 + 16);
        seal(gcm, iv, packet, 300);
        for (int at : new int[] {0, 11, 12, 200, 12 + 300, packet.length - 1}) {
            byte[] forged = packet.clone();
            forged[at] ^= 0x10;
            byte[] before = forged.clone();
            assertThat(open(gcm, iv, forged, 316)).as("byte %d", at).isEqualTo(-1);
            assertThat(forged).isEqualTo(before);
        }
        assertThat(open(gcm, iv, packet, 316)).isEqualTo(300);
    }

    @Test
    void allocatesNothing() {
        var gcm = new LibcryptoGcm(bytes(16));
        byte[] packet = bytes(1_300);
        byte[] iv = bytes(12);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        int packets = 20_000;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < packets; i++) {
                iv[0] = (byte) i;
                seal(gcm, iv, packet, 1_200);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat((double) allocated / packets).as("bytes a packet").isLessThan(1);
    }
}
