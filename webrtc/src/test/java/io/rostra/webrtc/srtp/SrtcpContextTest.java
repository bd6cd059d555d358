package io.rostra.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtcp.CompoundPacket;
import io.rostra.media.rtcp.Pli;
import io.rostra.media.rtcp.ReceiverReport;
import io.rostra.media.rtcp.RtcpPacket;
import io.rostra.media.rtcp.SourceDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtcpContextTest {
    private static final int OFFSET = 3;
    private static final List<RtcpPacket> COMPOUND =
            List.of(
                    new ReceiverReport(1, List.of()),
                    new SourceDescription(1, "server"),
                    new Pli(1, 2));

    @ParameterizedTest
    @EnumSource
    void compoundPacketsComeBack(SrtpProfile profile) {
        KeyingMaterial keys = SrtpContextTest.keys(profile, new Random(101));
        SrtcpContext sender = SrtcpContext.ofClient(keys);
        SrtcpContext receiver = SrtcpContext.ofClient(keys);
        for (int i = 0; i < 3000; i++) {
            byte[] sealed = seal(sender);
            int plain = receiver.unprotect(sealed, 0, sealed.length);

            assertThat(CompoundPacket.parse(sealed, 0, plain)).isEqualTo(COMPOUND);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSmallestPacketComesBack(SrtpProfile profile) {
        KeyingMaterial keys = SrtpContextTest.keys(profile, new Random(102));
        byte[] buffer = new byte[8 + SrtcpContext.MAX_OVERHEAD];
        new ReceiverReport(9, List.of()).write(buffer, 0);

        int sealed = SrtcpContext.ofServer(keys).protect(buffer, 0, 8);

        assertThat(SrtcpContext.ofServer(keys).unprotect(buffer, 0, sealed)).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource
    void acceptsReorderingButNoReplay(SrtpProfile profile) {
        KeyingMaterial keys = SrtpContextTest.keys(profile, new Random(103));
        SrtcpContext sender = SrtcpContext.ofClient(keys);
        SrtcpContext receiver = SrtcpContext.ofClient(keys);
        byte[] first = seal(sender);
        byte[] second = seal(sender);

        assertThat(open(receiver, second)).isPositive();
        assertThat(open(receiver, first)).isPositive();
        assertThat(open(receiver, first)).isEqualTo(SrtpContext.REPLAYED);
        for (int i = 0; i < ReplayWindow.SIZE; i++) {
            second = seal(sender);
        }
        assertThat(open(receiver, second)).isPositive();
        assertThat(open(receiver, first)).isEqualTo(SrtpContext.TOO_OLD);
    }

    @ParameterizedTest
    @EnumSource
    void anyChangedByteFailsAndLeavesNoTrace(SrtpProfile profile) {
        KeyingMaterial keys = SrtpContextTest.keys(profile, new Random(104));
        byte[] sealed = seal(SrtcpContext.ofClient(keys));
        SrtcpContext receiver = SrtcpContext.ofClient(keys);
        for (int i = 1; i < sealed.length; i++) {
            byte[] forged = sealed.clone();
            forged[i] ^= 1;
            assertThat(receiver.unprotect(forged, 0, forged.length))
                    .as("byte %d", i)
                    .isEqualTo(SrtpContext.AUTH_FAILED);
        }
        assertThat(open(receiver, sealed)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void stopsWhenTheIndexesAreUsedUp(SrtpProfile profile) {
        Random random = new Random(105);
        KeyingMaterial keys = SrtpContextTest.keys(profile, random);
        SessionKeys session = SessionKeys.forSrtcp(profile, keys.clientKey(), keys.clientSalt());
        SrtcpContext sender = new SrtcpContext(profile, session, 0x7FFF_FFFFL);
        byte[] last = seal(sender);

        assertThat(open(SrtcpContext.ofClient(keys), last)).isPositive();
        byte[] buffer = new byte[200];
        int length = CompoundPacket.write(COMPOUND, buffer, 0);
        assertThat(sender.protect(buffer, 0, length)).isEqualTo(SrtpContext.KEY_EXHAUSTED);
    }

    private static byte[] seal(SrtcpContext sender) {
        int plain = CompoundPacket.wireLength(COMPOUND);
        byte[] buffer = new byte[OFFSET + plain + SrtcpContext.MAX_OVERHEAD];
        CompoundPacket.write(COMPOUND, buffer, OFFSET);
        int length = sender.protect(buffer, OFFSET, plain);
        assertThat(length).isGreaterThan(plain);
        return Arrays.copyOfRange(buffer, OFFSET, OFFSET + length);
    }

    private static int open(SrtcpContext receiver, byte[] sealed) {
        byte[] copy = sealed.clone();
        return receiver.unprotect(copy, 0, copy.length);
    }
}
