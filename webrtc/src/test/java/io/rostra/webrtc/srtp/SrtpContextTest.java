package io.rostra.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rostra.media.rtp.RtpHeaderWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpContextTest {
    private static final int OFFSET = 5;
    private static final int SSRC = 0xCAFE;

    @ParameterizedTest
    @EnumSource
    void packetsOfAnySizeComeBack(SrtpProfile profile) {
        Random random = new Random(61);
        KeyingMaterial keys = keys(profile, random);
        SrtpContext sender = SrtpContext.ofClient(keys);
        SrtpContext receiver = SrtpContext.ofClient(keys);
        for (int size = 0; size < 1500; size++) {
            byte[] plain = packet(size & 0xFFFF, SSRC, size, random);
            byte[] buffer = roomFor(plain);

            int sealed = sender.protect(buffer, OFFSET, plain.length);

            assertThat(sealed).isEqualTo(plain.length + profile.authTagLength());
            assertThat(receiver.unprotect(buffer, OFFSET, sealed)).isEqualTo(plain.length);
            assertThat(Arrays.copyOfRange(buffer, OFFSET, OFFSET + plain.length)).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource
    void directionsHaveTheirOwnKeys(SrtpProfile profile) {
        Random random = new Random(62);
        KeyingMaterial keys = keys(profile, random);
        byte[] sealed = seal(SrtpContext.ofClient(keys), packet(1, SSRC, 50, random));

        assertThat(open(SrtpContext.ofServer(keys), sealed)).isEqualTo(SrtpContext.AUTH_FAILED);
        assertThat(open(SrtpContext.ofClient(keys), sealed)).isEqualTo(62);
    }

    /// From 65500 on, three rollovers, with loss and reordering all the way.
    @ParameterizedTest
    @EnumSource
    void followsTheSequenceAcrossRollovers(SrtpProfile profile) {
        Random random = new Random(63);
        KeyingMaterial keys = keys(profile, random);
        SrtpContext sender = SrtpContext.ofServer(keys);
        SrtpContext receiver = SrtpContext.ofServer(keys);
        List<byte[]> inFlight = new ArrayList<>();
        int received = 0;
        int sent = 0;
        for (int sequence = 65_500; sequence < 65_500 + 3 * 65_536; sequence++) {
            boolean nearWrap = (sequence + 100 & 0xFFFF) < 200;
            if (!nearWrap && sequence % 37 != 0) {
                continue;
            }
            inFlight.add(seal(sender, packet(sequence & 0xFFFF, SSRC, 20, random)));
            sent++;
            if (inFlight.size() == 20) {
                Collections.shuffle(inFlight, random);
                for (byte[] sealed : inFlight) {
                    assertThat(open(receiver, sealed)).isEqualTo(32);
                    received++;
                }
                inFlight.clear();
            }
        }
        assertThat(received).isGreaterThan(sent - 20);
    }

    @ParameterizedTest
    @EnumSource
    void packetsFromBeforeARolloverStillOpenAfterIt(SrtpProfile profile) {
        Random random = new Random(64);
        KeyingMaterial keys = keys(profile, random);
        SrtpContext sender = SrtpContext.ofServer(keys);
        SrtpContext receiver = SrtpContext.ofServer(keys);
        byte[] first = seal(sender, packet(65_500, SSRC, 20, random));
        byte[] late = seal(sender, packet(65_535, SSRC, 20, random));
        byte[] next = seal(sender, packet(3, SSRC, 20, random));

        assertThat(open(receiver, first)).isEqualTo(32);
        assertThat(open(receiver, next)).isEqualTo(32);
        assertThat(open(receiver, late)).isEqualTo(32);
        assertThat(open(receiver, late)).isEqualTo(SrtpContext.REPLAYED);
    }

    @ParameterizedTest
    @EnumSource
    void dropsReplayedAndAncientPackets(SrtpProfile profile) {
        Random random = new Random(65);
        KeyingMaterial keys = keys(profile, random);
        SrtpContext sender = SrtpContext.ofServer(keys);
        SrtpContext receiver = SrtpContext.ofServer(keys);
        byte[] ancient = seal(sender, packet(10, SSRC, 20, random));
        byte[] recent = seal(sender, packet(11, SSRC, 20, random));
        byte[] newest = seal(sender, packet(10 + ReplayWindow.SIZE, SSRC, 20, random));

        assertThat(open(receiver, newest)).isEqualTo(32);
        assertThat(open(receiver, newest)).isEqualTo(SrtpContext.REPLAYED);
        assertThat(open(receiver, ancient)).isEqualTo(SrtpContext.TOO_OLD);
        assertThat(open(receiver, recent)).isEqualTo(32);
        assertThat(open(receiver, recent)).isEqualTo(SrtpContext.REPLAYED);
    }

    @ParameterizedTest
    @EnumSource
    void anyChangedByteFailsAndLeavesNoTrace(SrtpProfile profile) {
        Random random = new Random(66);
        KeyingMaterial keys = keys(profile, random);
        byte[] sealed = seal(SrtpContext.ofClient(keys), packet(7, SSRC, 40, random));
        SrtpContext receiver = SrtpContext.ofClient(keys);
        for (int i = 1; i < sealed.length; i++) {
            byte[] forged = sealed.clone();
            forged[i] ^= (byte) (1 << random.nextInt(8));
            byte[] before = forged.clone();

            assertThat(receiver.unprotect(forged, 0, forged.length))
                    .as("byte %d", i)
                    .isEqualTo(SrtpContext.AUTH_FAILED);
            assertThat(forged).isEqualTo(before);
        }
        assertThat(open(receiver, sealed)).isEqualTo(52);
    }

    @ParameterizedTest
    @EnumSource
    void refusesToProtectAnIndexTwice(SrtpProfile profile) {
        Random random = new Random(67);
        SrtpContext sender = SrtpContext.ofClient(keys(profile, random));
        byte[] first = packet(100, SSRC, 20, random);
        seal(sender, first);
        seal(sender, packet(103, SSRC, 20, random));
        byte[] buffer = roomFor(first);
        byte[] before = buffer.clone();

        assertThat(sender.protect(buffer, OFFSET, first.length))
                .isEqualTo(SrtpContext.INDEX_REUSED);
        assertThat(buffer).isEqualTo(before);
        seal(sender, packet(102, SSRC, 20, random));
        seal(sender, packet(100, SSRC + 1, 20, random));
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheNumberOfStreams(SrtpProfile profile) {
        Random random = new Random(68);
        KeyingMaterial keys = keys(profile, random);
        SrtpContext sender = SrtpContext.ofClient(keys);
        SrtpContext receiver = SrtpContext.ofClient(keys);
        for (int ssrc = 0; ssrc < SsrcTable.MAX_SSRCS; ssrc++) {
            byte[] sealed = seal(sender, packet(1, ssrc << 16, 20, random));
            assertThat(open(receiver, sealed)).isEqualTo(32);
        }
        byte[] extra = packet(1, 5, 20, random);
        byte[] extraSealed = seal(SrtpContext.ofClient(keys), extra);

        assertThat(sender.protect(roomFor(extra), OFFSET, extra.length))
                .isEqualTo(SrtpContext.TOO_MANY_SSRCS);
        assertThat(open(receiver, extraSealed)).isEqualTo(SrtpContext.TOO_MANY_SSRCS);
        assertThat(open(receiver, seal(sender, packet(2, 9 << 16, 20, random)))).isEqualTo(32);
    }

    @ParameterizedTest
    @EnumSource
    void forgedStreamsDoNotFillTheTable(SrtpProfile profile) {
        Random random = new Random(69);
        KeyingMaterial keys = keys(profile, random);
        SrtpContext receiver = SrtpContext.ofClient(keys);
        for (int ssrc = 0; ssrc < 2 * SsrcTable.MAX_SSRCS; ssrc++) {
            assertThat(open(receiver, packet(1, ssrc, 40, random)))
                    .isEqualTo(SrtpContext.AUTH_FAILED);
        }
        byte[] honest = seal(SrtpContext.ofClient(keys), packet(1, SSRC, 20, random));
        assertThat(open(receiver, honest)).isEqualTo(32);
    }

    @ParameterizedTest
    @EnumSource
    void callsForRoomBehindThePacket(SrtpProfile profile) {
        Random random = new Random(70);
        SrtpContext sender = SrtpContext.ofClient(keys(profile, random));
        byte[] tight = packet(1, SSRC, 20, random);

        assertThatThrownBy(() -> sender.protect(tight, 0, tight.length))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void hostileBytesAreDropped(SrtpProfile profile) {
        Random random = new Random(71);
        KeyingMaterial keys = keys(profile, random);
        SrtpContext receiver = SrtpContext.ofClient(keys);
        SrtcpContext rtcpReceiver = SrtcpContext.ofClient(keys);
        byte[] sealed = seal(SrtpContext.ofClient(keys), packet(7, SSRC, 40, random));
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = new byte[random.nextInt(70)];
            random.nextBytes(bytes);
            if ((i & 1) == 0) {
                bytes = Arrays.copyOf(sealed, random.nextInt(sealed.length));
            }
            if (bytes.length > 0) {
                bytes[0] = (byte) (bytes[0] & 0x3F | 0x80);
            }
            assertThat(receiver.unprotect(bytes, 0, bytes.length)).isNegative();
            assertThat(rtcpReceiver.unprotect(bytes, 0, bytes.length)).isNegative();
        }
        assertThat(receiver.unprotect(new byte[20], 10, 20)).isEqualTo(SrtpContext.MALFORMED);
        assertThat(receiver.unprotect(new byte[20], -1, 20)).isEqualTo(SrtpContext.MALFORMED);
        assertThat(rtcpReceiver.unprotect(new byte[40], 10, 40)).isEqualTo(SrtpContext.MALFORMED);
        assertThat(rtcpReceiver.unprotect(new byte[40], -1, 40)).isEqualTo(SrtpContext.MALFORMED);
    }

    static KeyingMaterial keys(SrtpProfile profile, Random random) {
        byte[] exported = new byte[KeyingMaterial.exportLength(profile)];
        random.nextBytes(exported);
        return KeyingMaterial.fromExporter(profile, exported);
    }

    private static byte[] packet(int sequence, int ssrc, int payloadLength, Random random) {
        byte[] bytes = new byte[12 + payloadLength];
        random.nextBytes(bytes);
        new RtpHeaderWriter().begin(bytes, 0, 96, false, sequence, 5, ssrc);
        return bytes;
    }

    private static byte[] roomFor(byte[] packet) {
        byte[] buffer = new byte[OFFSET + packet.length + SrtpContext.MAX_OVERHEAD];
        System.arraycopy(packet, 0, buffer, OFFSET, packet.length);
        return buffer;
    }

    private static byte[] seal(SrtpContext sender, byte[] packet) {
        byte[] buffer = roomFor(packet);
        int length = sender.protect(buffer, OFFSET, packet.length);
        assertThat(length).isPositive();
        return Arrays.copyOfRange(buffer, OFFSET, OFFSET + length);
    }

    private static int open(SrtpContext receiver, byte[] sealed) {
        byte[] copy = sealed.clone();
        return receiver.unprotect(copy, 0, copy.length);
    }
}
