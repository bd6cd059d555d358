package io.rostra.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Vp8DepacketizerTest {
    /// Descriptor with 15-bit picture id, TL0PICIDX and TID, as Chromium sends it for L1T3.
    private static final String START = "90 e0 8123 07 60";

    /// A key frame's first bytes (RFC 6386 section 9.1): 640x360.
    private static final String KEY = "9042009d012a80026801";

    private final Vp8Depacketizer depacketizer = new Vp8Depacketizer();
    private final List<AccessUnit> units = new ArrayList<>();

    @Test
    void joinsThePacketsOfAFrame() {
        push(START + KEY, 3000, false);
        push("80 e0 8123 07 60" + "0102", 3000, true);
        push("90 e0 8124 08 20" + "b10203", 6000, true);

        assertThat(units)
                .extracting(u -> HexFormat.of().formatHex(u.data()))
                .containsExactly(KEY + "0102", "b10203");
        assertThat(units).extracting(AccessUnit::keyFrame).containsExactly(true, false);
        assertThat(Vp8FrameHeader.parseKeyFrame(units.getFirst().data()))
                .isEqualTo(new Vp8FrameHeader(640, 360));
        assertThat(Vp8FrameHeader.parseKeyFrame(units.getLast().data())).isNull();
    }

    @Test
    void renumbersInTheWidthThatIsThere() {
        assertThat(renumbered("90 e0 8123 07 60 aa")).isEqualTo("90e0cabcff60aa");
        assertThat(renumbered("90 c0 23 07 aa")).isEqualTo("90c03cffaa");
        assertThat(renumbered("90 40 07 aa")).isEqualTo("9040ffaa");
        assertThat(renumbered("90 10 05 aa")).isEqualTo("901005aa");
        assertThat(renumbered("10 aa")).isEqualTo("10aa");
    }

    private static String renumbered(String payload) {
        byte[] at1 = bytes("00" + payload);
        new Vp8Descriptor().renumber(at1, 1, 0x4ABC, 0xFF);
        return HexFormat.of().formatHex(at1, 1, at1.length);
    }

    @Test
    void readsEveryFormOfTheDescriptor() {
        var descriptor = new Vp8Descriptor();
        byte[] full = bytes(START + KEY);
        assertThat(descriptor.wrap(full, 0, full.length)).isTrue();
        assertThat(descriptor.length()).isEqualTo(6);
        assertThat(descriptor.startsFrame()).isTrue();
        assertThat(descriptor.pictureId()).isEqualTo(0x0123);
        assertThat(descriptor.tl0PicIdx()).isEqualTo(7);
        assertThat(descriptor.temporalId()).isEqualTo(1);

        byte[] plain = bytes("10 00");
        assertThat(descriptor.wrap(plain, 0, 2)).isTrue();
        assertThat(descriptor.length()).isEqualTo(1);
        assertThat(descriptor.pictureId()).isEqualTo(PictureDescriptor.ABSENT);
        assertThat(descriptor.temporalId()).isEqualTo(PictureDescriptor.ABSENT);

        byte[] keyIndexOnly = bytes("b0 10 05 aa");
        assertThat(descriptor.wrap(keyIndexOnly, 0, 4)).isTrue();
        assertThat(descriptor.length()).isEqualTo(3);
        assertThat(descriptor.nonReference()).isTrue();

        for (String cut :
                List.of(
                        "",
                        "10",
                        "90",
                        "90 80",
                        "90 80 81",
                        "90 80 8123",
                        "90 e0 8123 07",
                        START)) {
            byte[] bytes = bytes(cut);
            assertThat(descriptor.wrap(bytes, 0, bytes.length)).as(cut).isFalse();
        }
    }

    @Test
    void waitsForAKeyFrameAtFirstAndAfterALoss() {
        push("10 b10203", 0, true);
        assertThat(units).isEmpty();
        push("10" + KEY, 3000, true);
        depacketizer.onLoss();
        push("00 0102", 6000, true);
        push("10 b10203", 9000, true);
        assertThat(units).hasSize(1);
        push("10" + KEY, 12000, true);
        assertThat(units).hasSize(2);
    }

    @Test
    void laterPartitionsAreNoNewFrames() {
        push("10" + KEY, 3000, false);
        push("11 0102", 3000, true); // S=1 but PID=1
        assertThat(units)
                .extracting(u -> HexFormat.of().formatHex(u.data()))
                .containsExactly(KEY + "0102");
    }

    @Test
    void neverThrowsWhateverComes() {
        var random = new Random(5);
        String[] seeds = {START + KEY, "10" + KEY, "00 0102", "80 e0 8123 07 60 0102", "10 b10203"};
        for (int i = 0; i < 200_000; i++) {
            byte[] packet = bytes(seeds[random.nextInt(seeds.length)]);
            if (random.nextBoolean()) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(packet.length + 1);
            depacketizer.push(
                    packet, 0, length, random.nextInt(4), random.nextBoolean(), units::add);
            KeyFrameDetector.isKeyFrameStart("VP8", packet, 0, length);
        }
        assertThat(units).isNotEmpty();
    }

    private void push(String hex, int timestamp, boolean marker) {
        byte[] payload = bytes(hex);
        depacketizer.push(payload, 0, payload.length, timestamp, marker, units::add);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
