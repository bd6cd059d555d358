package io.rostra.webrtc.stun;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtp.BigEndian;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StunMessageTest {
    private static final String HEADER = "2112a442" + "000000000000000000000000";

    @Test
    void reportsRequiredAttributesItDoesNotKnow() {
        StunMessage message = parse("00010010" + HEADER + "77770001aa000000" + "c05700020102ffff");

        assertThat(message.unknownRequired()).containsExactly(0x7777);
        assertThat(message.hasMessageIntegrity()).isFalse();
        assertThat(message.hasFingerprint()).isFalse();
        assertThat(message.username()).isNull();
        assertThat(message.priority()).isEqualTo(-1);
        assertThat(message.xorMappedAddress()).isNull();
        assertThat(message.errorCode()).isZero();
        assertThat(message.software()).isNull();
    }

    @Test
    void readsNothingBehindTheIntegrity() {
        StunMessage message =
                parse("00010020" + HEADER + "00080014" + "00".repeat(20) + "00240004" + "00000005");

        assertThat(message.hasMessageIntegrity()).isTrue();
        assertThat(message.priority()).isEqualTo(-1);
    }

    @Test
    void ofAttributesThatComeTwiceTheFirstCounts() {
        StunMessage message =
                parse(
                        "00010028"
                                + HEADER
                                + "0024000400000001"
                                + "0024000400000002"
                                + "802a0008"
                                + "0000000000000003"
                                + "80290008"
                                + "0000000000000004");

        assertThat(message.priority()).isEqualTo(1);
        assertThat(message.isControlling()).isTrue();
        assertThat(message.isControlled()).isFalse();
        assertThat(message.tieBreaker()).isEqualTo(3);
    }

    @Test
    void aChangedByteBreaksTheFingerprint() {
        int fingerprint = StunVectorsTest.REQUEST.length - 8;
        for (int i = 0; i < fingerprint + 8; i++) {
            if (i == fingerprint || i == fingerprint + 1) {
                continue; // another attribute type: then there is no fingerprint to break
            }
            byte[] bytes = StunVectorsTest.REQUEST.clone();
            bytes[i] ^= 1;
            assertThat(StunMessage.parse(bytes, 0, bytes.length)).as("byte %d", i).isNull();
        }
    }

    @Test
    void aChangedByteBreaksTheIntegrityEvenWithARightFingerprint() {
        int integrity = StunVectorsTest.REQUEST.length - 32;
        for (int i = 8; i < integrity; i++) {
            byte[] bytes = StunVectorsTest.REQUEST.clone();
            bytes[i] ^= 1;
            int fingerprint = bytes.length - 8;
            BigEndian.put32(bytes, fingerprint + 4, Fingerprint.compute(bytes, fingerprint));
            StunMessage message = StunMessage.parse(bytes, 0, bytes.length);
            assertThat(message != null && MessageIntegrity.verify(message, StunVectorsTest.KEY))
                    .as("byte %d", i)
                    .isFalse();
        }
    }

    @Test
    void aPasswordSignsOnlyItsOwnMessages() {
        StunMessage forged =
                StunVectorsTest.parse(
                        StunWriter.request(new byte[12])
                                .username("evtj:h6vY")
                                .sign(MessageIntegrity.key("guess")));

        assertThat(MessageIntegrity.verify(forged, StunVectorsTest.KEY)).isFalse();
    }

    @Test
    void refusesWhatIsNotABindingMessage() {
        refuse("", "empty");
        refuse("00010000" + HEADER.substring(2), "too short");
        refuse("00010004" + HEADER, "length beyond the datagram");
        refuse("00010000" + HEADER + "00000000", "datagram beyond the length");
        refuse("00010002" + HEADER + "0000", "odd length");
        refuse("00010000" + HEADER.replace("2112", "2113"), "another cookie");
        refuse("00030000" + HEADER, "Allocate of TURN");
        refuse("40010000" + HEADER, "first bits set");
        refuse("00010004" + HEADER + "00060001", "attribute cut short");
        refuse("00010008" + HEADER + "00240003" + "00000000", "priority of three bytes");
        refuse("00010008" + HEADER + "00250004" + "00000000", "USE-CANDIDATE with a value");
        refuse("00010008" + HEADER + "802a0004" + "00000000", "short tie-breaker");
        refuse("0101000c" + HEADER + "00200008" + "0003000000000000", "address family 3");
        refuse("0101000c" + HEADER + "00200008" + "0002000000000000", "short IPv6");
        refuse("01110008" + HEADER + "00090004" + "00000200", "error 200");
        refuse("0001000c" + HEADER + "80280004" + "00000000" + "00000000", "fingerprint inside");
    }

    private static void refuse(String digits, String why) {
        byte[] bytes = StunVectorsTest.hex(digits);
        assertThat(StunMessage.parse(bytes, 0, bytes.length)).as(why).isNull();
    }

    @Test
    void parsesInsideALargerArrayAndKeepsItsOwnCopy() {
        byte[] request = StunVectorsTest.REQUEST;
        byte[] datagrams = new byte[request.length + 20];
        System.arraycopy(request, 0, datagrams, 9, request.length);

        StunMessage message = StunMessage.parse(datagrams, 9, request.length);
        Arrays.fill(datagrams, (byte) 0);

        assertThat(message).isNotNull();
        assertThat(MessageIntegrity.verify(message, StunVectorsTest.KEY)).isTrue();
        assertThat(StunMessage.parse(datagrams, 30, request.length)).isNull();
        assertThat(StunMessage.parse(datagrams, -1, request.length)).isNull();
    }

    private static StunMessage parse(String digits) {
        return StunVectorsTest.parse(StunVectorsTest.hex(digits));
    }
}
