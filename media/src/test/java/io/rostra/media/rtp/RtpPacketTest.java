package io.rostra.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
    private final RtpPacket packet = new RtpPacket();

    @Test
    void readsTheFixedHeader() {
        assertThat(wrap("80e0fffe" + "fffffffd" + "deadbeef" + "0102")).isTrue();

        assertThat(packet.payloadType()).isEqualTo(96);
        assertThat(packet.marker()).isTrue();
        assertThat(packet.sequenceNumber()).isEqualTo(65534);
        assertThat(packet.timestamp()).isEqualTo(-3);
        assertThat(RtpPacket.unsigned(packet.timestamp())).isEqualTo(4294967293L);
        assertThat(packet.ssrc()).isEqualTo(0xdeadbeef);
        assertThat(packet.headerLength()).isEqualTo(12);
        assertThat(packet.payloadOffset()).isEqualTo(packet.offset() + 12);
        assertThat(packet.payloadLength()).isEqualTo(2);
        assertThat(packet.paddingLength()).isZero();
        assertThat(packet.extensionProfile()).isZero();
        assertThat(packet.extensionOffset(1)).isEqualTo(-1);
        assertThat(packet.extensionLength(1)).isEqualTo(-1);
    }

    @Test
    void rewritesTheFixedHeaderAndNothingElse() {
        wrap("807f0000" + "00000000" + "00000000" + "ff");

        packet.payloadType(33);
        packet.marker(true);
        packet.sequenceNumber(0x1_2345);
        packet.timestamp(0x89abcdef);
        packet.ssrc(0xfedcba98);

        assertThat(packet.buffer()).asHexString().isEqualTo("0080A1234589ABCDEFFEDCBA98FF00");
        packet.marker(false);
        assertThat(packet.payloadType()).isEqualTo(33);
        assertThat(packet.marker()).isFalse();
    }

    @Test
    void skipsContributingSources() {
        assertThat(wrap("82600001" + "00000000" + "00000000" + "aaaaaaaa" + "bbbbbbbb" + "cc"))
                .isTrue();
        assertThat(packet.headerLength()).isEqualTo(20);
        assertThat(packet.payloadLength()).isEqualTo(1);
    }

    @Test
    void findsOneByteExtensionsBetweenPadding() {
        assertThat(
                        wrap(
                                "90600001"
                                        + "00000000"
                                        + "00000000"
                                        + "bede0003"
                                        + "10aa0000"
                                        + "32010203"
                                        + "e0ee0000"
                                        + "cc"))
                .isTrue();

        assertThat(packet.headerLength()).isEqualTo(28);
        assertThat(extension(1)).isEqualTo("aa");
        assertThat(extension(3)).isEqualTo("010203");
        assertThat(extension(14)).isEqualTo("ee");
        assertThat(packet.extensionOffset(2)).isEqualTo(-1);
        assertThat(packet.extensionOffset(0)).isEqualTo(-1);
        assertThat(packet.extensionOffset(-1)).isEqualTo(-1);
    }

    @Test
    void oneByteIdFifteenEndsTheList() {
        wrap("90600001" + "00000000" + "00000000" + "bede0002" + "10aaf000" + "20bb0000");

        assertThat(extension(1)).isEqualTo("aa");
        assertThat(packet.extensionOffset(2)).isEqualTo(-1);
        assertThat(packet.extensionOffset(15)).isEqualTo(-1);
    }

    @Test
    void findsTwoByteExtensionsWithAnyApplicationBits() {
        wrap(
                "90600001"
                        + "00000000"
                        + "00000000"
                        + "10070003"
                        + "00010004"
                        + "02deadc8"
                        + "01ee0000");

        assertThat(packet.extensionOffset(1)).isEqualTo(packet.offset() + 19);
        assertThat(packet.extensionLength(1)).isZero();
        assertThat(extension(4)).isEqualTo("dead");
        assertThat(extension(200)).isEqualTo("ee");
    }

    @Test
    void elementsThatLeaveTheBlockAreAbsent() {
        wrap(
                "90600001"
                        + "00000000"
                        + "00000000"
                        + "bede0001"
                        + "1faabbcc"
                        + "dddddddddddddddddddd");
        assertThat(packet.extensionOffset(1)).isEqualTo(-1);

        wrap("90600001" + "00000000" + "00000000" + "10000001" + "00000001" + "05dddddddddd");
        assertThat(packet.extensionOffset(1)).isEqualTo(-1);

        wrap("90600001" + "00000000" + "00000000" + "abcd0001" + "10aa0000");
        assertThat(packet.extensionOffset(1)).isEqualTo(-1);
        assertThat(packet.extensionProfile()).isEqualTo(0xabcd);
    }

    @Test
    void leavesPaddingOutOfThePayload() {
        assertThat(wrap("a0600001" + "00000000" + "00000000" + "cc000003")).isTrue();
        assertThat(packet.payloadLength()).isEqualTo(1);
        assertThat(packet.paddingLength()).isEqualTo(3);

        assertThat(wrap("a0600001" + "00000000" + "00000000" + "00000004")).isTrue();
        assertThat(packet.payloadLength()).isZero();
    }

    @Test
    void refusesWhatIsNotRtp() {
        assertThat(wrap("")).isFalse();
        assertThat(wrap("8060000100000000000000")).as("11 bytes").isFalse();
        assertThat(wrap("40600001" + "00000000" + "00000000")).as("version 1").isFalse();
        assertThat(wrap("81600001" + "00000000" + "00000000")).as("missing CSRC").isFalse();
        assertThat(wrap("90600001" + "00000000" + "00000000")).as("missing block").isFalse();
        assertThat(wrap("90600001" + "00000000" + "00000000" + "bede0001")).as("cut").isFalse();
        assertThat(wrap("a0600001" + "00000000" + "00000000")).as("no padding").isFalse();
        assertThat(wrap("a0600001" + "00000000" + "00000000" + "00")).as("padding 0").isFalse();
        assertThat(wrap("a0600001" + "00000000" + "00000000" + "0003")).as("too much").isFalse();
        byte[] bytes = new byte[20];
        bytes[0] = (byte) 0x80;
        assertThat(packet.wrap(bytes, 0, 21)).isFalse();
        assertThat(packet.wrap(bytes, -1, 12)).isFalse();
        assertThat(packet.wrap(bytes, 0, -1)).isFalse();
        assertThat(packet.wrap(bytes, Integer.MAX_VALUE, 12)).isFalse();
    }

    @Test
    void aRefusedWrapEmptiesTheView() {
        wrap("80e0fffe" + "fffffffd" + "deadbeef" + "0102");
        wrap("00");

        assertThat(packet.length()).isZero();
        assertThat(packet.buffer()).isEmpty();
        assertThat(packet.extensionOffset(1)).isEqualTo(-1);
    }

    /// Wraps the bytes with one byte around them on either side.
    private boolean wrap(String digits) {
        byte[] bytes = HexFormat.of().parseHex("00" + digits + "00");
        return packet.wrap(bytes, 1, bytes.length - 2);
    }

    private String extension(int id) {
        int at = packet.extensionOffset(id);
        return HexFormat.of().formatHex(packet.buffer(), at, at + packet.extensionLength(id));
    }
}
