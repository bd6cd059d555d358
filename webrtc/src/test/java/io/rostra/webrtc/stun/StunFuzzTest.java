package io.rostra.webrtc.stun;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.rostra.media.rtp.BigEndian;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Hostile bytes never throw: the array ends where the message does.
class StunFuzzTest {
    private static final int CASES = 100_000;

    @Test
    void survivesRandomAttributes() {
        int[] types = {
            0x0001, 0x0006, 0x0008, 0x0009, 0x000a, 0x0020, 0x0024, 0x0025, 0x8022, 0x8028, 0x802a
        };
        Random random = new Random(51);
        int parsed = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = new byte[20 + 4 * random.nextInt(30)];
            random.nextBytes(bytes);
            BigEndian.put16(bytes, 0, StunClass.values()[i & 3].bindingType());
            BigEndian.put16(bytes, 2, bytes.length - 20);
            BigEndian.put32(bytes, 4, StunMessage.MAGIC_COOKIE);
            for (int at = 20; at + 4 <= bytes.length; ) {
                int length = random.nextInt(random.nextInt(8) == 0 ? 100 : 24);
                BigEndian.put16(bytes, at, types[random.nextInt(types.length)]);
                BigEndian.put16(bytes, at + 2, length);
                at += 4 + (length + 3 & ~3);
            }
            parsed += parseAndUse(bytes);
        }
        assertThat(parsed).isGreaterThan(CASES / 50);
    }

    @Test
    void survivesMutatedMessages() {
        byte[][] seeds = {
            StunVectorsTest.REQUEST, StunVectorsTest.IPV4_RESPONSE, StunVectorsTest.IPV6_RESPONSE
        };
        Random random = new Random(52);
        int parsed = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = seeds[i % seeds.length].clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, 4 * random.nextInt(1 + bytes.length / 4));
            }
            if (random.nextBoolean() && bytes.length >= 28) {
                BigEndian.put16(bytes, 2, bytes.length - 20);
                int fingerprint = bytes.length - 8;
                BigEndian.put32(bytes, fingerprint, 0x80280004);
                BigEndian.put32(bytes, fingerprint + 4, Fingerprint.compute(bytes, fingerprint));
            }
            parsed += parseAndUse(bytes);
        }
        assertThat(parsed).isGreaterThan(CASES / 50);
    }

    private static int parseAndUse(byte[] bytes) {
        StunMessage message = StunMessage.parse(bytes, 0, bytes.length);
        if (message == null) {
            return 0;
        }
        assertThat(message.toString()).isNotEmpty();
        MessageIntegrity.verify(message, StunVectorsTest.KEY);
        return 1;
    }

    /// With the length and the fingerprint right, which a fuzzer would hardly guess.
    @FuzzTest(maxDuration = "1m")
    void survivesAnything(byte[] bytes) {
        parseAndUse(bytes);
        if (bytes.length < 28) {
            return;
        }
        BigEndian.put16(bytes, 2, bytes.length - 20);
        BigEndian.put32(bytes, 4, StunMessage.MAGIC_COOKIE);
        parseAndUse(bytes);
        int fingerprint = bytes.length - 8;
        BigEndian.put32(bytes, fingerprint, 0x80280004);
        BigEndian.put32(bytes, fingerprint + 4, Fingerprint.compute(bytes, fingerprint));
        parseAndUse(bytes);
    }
}
