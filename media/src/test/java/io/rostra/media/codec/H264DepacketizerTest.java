package io.rostra.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class H264DepacketizerTest {
    private static final String SPS = "6742c01f8c8d4050";
    private static final String PPS = "68ce3c80";

    private final H264Depacketizer depacketizer = new H264Depacketizer();
    private final List<AccessUnit> units = new ArrayList<>();

    @Test
    void joinsAggregateAndFragmentsToOneKeyFrame() {
        // STAP-A (24, NRI 3) of SPS and PPS, then an IDR slice 65 b8.. in three FU-A.
        push("78 0008" + SPS + "0004" + PPS, 9000, false);
        push("7c 85 b84001", 9000, false);
        push("7c 05 020304", 9000, false);
        push("7c 45 0506", 9000, true);

        assertThat(units).hasSize(1);
        AccessUnit unit = units.getFirst();
        assertThat(hex(unit.data())).isEqualTo("00000009" + "65b8400102030405" + "06");
        assertThat(unit.keyFrame()).isTrue();
        assertThat(unit.timestamp()).isEqualTo(9000);
        assertThat(hex(unit.parameterSets().sps())).isEqualTo(SPS);
        assertThat(hex(unit.parameterSets().pps())).isEqualTo(PPS);
    }

    @Test
    void takesSingleNalUnitsAndKeepsTheParameterSetsOfBefore() {
        key(0);
        push("41 9a0102", 3000, true);

        assertThat(units).hasSize(2);
        assertThat(hex(units.get(1).data())).isEqualTo("00000004419a0102");
        assertThat(units.get(1).keyFrame()).isFalse();
        assertThat(units.get(1).parameterSets()).isSameAs(units.get(0).parameterSets());
    }

    @Test
    void endsAnAccessUnitAtTheNextTimestampWhenTheMarkerIsMissing() {
        key(0);
        push("41 9a01", 3000, false);
        push("41 9a02", 6000, false);
        push("41 9a03", 9000, true);

        assertThat(units).extracting(AccessUnit::timestamp).containsExactly(0, 3000, 6000, 9000);
    }

    @Test
    void dropsDelimitersAndFillerAndTakesFragmentedParameterSets() {
        push("09 f0", 0, false);
        push("7c 87 42c01f8c", 0, false);
        push("7c 47 8d4050", 0, false);
        push(PPS, 0, false);
        push("65 b801", 0, false);
        push("0c ffff80", 0, true);

        assertThat(units).hasSize(1);
        assertThat(hex(units.getFirst().data())).isEqualTo("0000000365b801");
        assertThat(hex(units.getFirst().parameterSets().sps())).isEqualTo(SPS);
    }

    @Test
    void dropsEverythingUpToTheKeyFrameAfterALoss() {
        key(0);
        push("7c 81 9a01", 3000, false);
        depacketizer.onLoss();
        push("7c 41 02", 3000, true);
        push("41 9a01", 6000, true);
        assertThat(units).hasSize(1);
        assertThat(depacketizer.awaitsKeyFrame()).isTrue();

        key(9000);
        assertThat(units).extracting(AccessUnit::timestamp).containsExactly(0, 9000);
    }

    @Test
    void secondHalfOfAKeyFrameIsNoStart() {
        push("78 0008" + SPS + "0004" + PPS, 0, false);
        depacketizer.onLoss();
        push("65 2001", 0, true); // first_mb_in_slice is not 0

        assertThat(units).isEmpty();
    }

    @Test
    void changedParameterSetsAreNewObjects() {
        key(0);
        push("78 0008 6742c01f8c8d4060 0004" + PPS, 3000, false);
        push("65 b801", 3000, true);

        assertThat(units.get(1).parameterSets()).isNotSameAs(units.get(0).parameterSets());
        assertThat(hex(units.get(1).parameterSets().sps())).isEqualTo("6742c01f8c8d4060");
    }

    @Test
    void brokenPayloadsCostTheirPictureOnly() {
        for (String bad :
                List.of(
                        "78 00ff 41",
                        "7c 05 01",
                        "7c 85",
                        "7c 80 01",
                        "00 01",
                        "1f 01",
                        "7d 01 02 03")) {
            key(0);
            push("41 9a01", 3000, false);
            push(bad, 3000, true);
            key(6000);
            assertThat(units).as(bad).extracting(AccessUnit::timestamp).containsExactly(0, 6000);
            units.clear();
        }
    }

    @Test
    void endlessPictureIsGivenUp() {
        key(0);
        byte[] slice = new byte[60_000];
        slice[0] = 0x41;
        for (int i = 0; i < 100; i++) {
            depacketizer.push(slice, 0, slice.length, 3000, false, units::add);
        }
        assertThat(units).hasSize(1);
        key(6000);
        assertThat(units).hasSize(2);
    }

    @Test
    void neverThrowsWhateverComes() {
        var random = new Random(11);
        String[] seeds = {
            "78 0008" + SPS + "0004" + PPS, "7c 85 b84001", "7c 45 0506", "41 9a01", "65 b801"
        };
        for (int i = 0; i < 200_000; i++) {
            byte[] packet = bytes(seeds[random.nextInt(seeds.length)]);
            int flips = random.nextInt(4);
            for (int f = 0; f < flips; f++) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(packet.length + 1);
            depacketizer.push(
                    packet, 0, length, random.nextInt(4), random.nextBoolean(), units::add);
            KeyFrameDetector.isKeyFrameStart("H264", packet, 0, length);
            if (random.nextInt(50) == 0) {
                depacketizer.onLoss();
            }
        }
        assertThat(units).isNotEmpty().allSatisfy(H264DepacketizerTest::hasWholeNals);
    }

    private static void hasWholeNals(AccessUnit unit) {
        int at = 0;
        byte[] data = unit.data();
        while (at < data.length) {
            int size = Integer.parseInt(hex(data).substring(2 * at, 2 * at + 8), 16);
            assertThat(size).isPositive();
            at += 4 + size;
        }
        assertThat(at).isEqualTo(data.length);
    }

    private void key(int timestamp) {
        push("78 0008" + SPS + "0004" + PPS, timestamp, false);
        push("65 b801", timestamp, true);
    }

    private void push(String hex, int timestamp, boolean marker) {
        byte[] payload = bytes("ee" + hex);
        depacketizer.push(payload, 1, payload.length - 1, timestamp, marker, units::add);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
