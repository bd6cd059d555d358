package io.rostra.sfu.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.codec.Vp8Descriptor;
import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.media.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

class PictureNumbersTest {

    private final PictureNumbers numbers = new PictureNumbers(new Vp8Descriptor());
    private final Vp8Descriptor descriptor = new Vp8Descriptor();

    @Test
    void keepsTheFirstEncodingsNumbersAndContinuesThemInTheNext() {
        assertNumbers(10, 0x7FFE, 254, 0x7FFE, 254);
        assertNumbers(11, 0x7FFE, 254, 0x7FFE, 254);
        assertNumbers(12, 0x7FFF, 255, 0x7FFF, 255);
        numbers.restart();
        assertNumbers(13, 5, 70, 0, 0);
        assertNumbers(14, 6, 70, 1, 0);
        assertNumbers(15, 7, 71, 2, 1);
    }

    @Test
    void remembersWhatWentOutBeforeASwitch() {
        assertNumbers(10, 100, 1, 100, 1);
        numbers.restart();
        assertNumbers(11, 9_000, 200, 101, 2);

        assertThat(applied(10, packet(100, 1))).isEqualTo("100/1");
        assertThat(applied(11, packet(9_000, 200))).isEqualTo("101/2");
    }

    @Test
    void aLatePacketDoesNotMoveTheNextEncodingBack() {
        assertNumbers(10, 100, 1, 100, 1);
        assertNumbers(13, 103, 4, 103, 4);
        assertNumbers(11, 101, 2, 101, 2);
        numbers.restart();
        assertNumbers(14, 7, 7, 104, 5);
    }

    private void assertNumbers(
            long out, int pictureId, int tl0PicIdx, int expectedId, int expectedTl0) {
        RtpPacket packet = packet(pictureId, tl0PicIdx);
        numbers.map(packet, out);
        assertThat(applied(out, packet)).isEqualTo(expectedId + "/" + expectedTl0);
    }

    private String applied(long out, RtpPacket packet) {
        numbers.apply(out, packet.buffer(), packet.payloadOffset());
        assertThat(descriptor.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength()))
                .isTrue();
        return descriptor.pictureId() + "/" + descriptor.tl0PicIdx();
    }

    private static RtpPacket packet(int pictureId, int tl0PicIdx) {
        byte[] buffer = new byte[40];
        var header = new RtpHeaderWriter();
        header.begin(buffer, 0, 96, false, 1, 2, 3);
        int at = header.end();
        byte[] payload = {
            (byte) 0x90,
            (byte) 0xE0,
            (byte) (0x80 | pictureId >> 8),
            (byte) pictureId,
            (byte) tl0PicIdx,
            0x60,
            1,
            2
        };
        System.arraycopy(payload, 0, buffer, at, payload.length);
        var packet = new RtpPacket();
        packet.wrap(buffer, 0, at + payload.length);
        return packet;
    }
}
