package io.rostra.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AnnexBTest {

    @Test
    void splitsAtStartCodesOfBothLengths() {
        assertThat(split("00000001 6742 000001 68ce 00000001 65b80000"))
                .containsExactly("6742", "68ce", "65b8");
        assertThat(split("6742")).isEmpty();
        assertThat(split("000001")).isEmpty();
        assertThat(split("000001 65 000001")).containsExactly("65");
        assertThat(split("000001 000001 65")).containsExactly("65");
        assertThat(split("")).isEmpty();
    }

    @Test
    void oneAccessUnitComesOutOfOneStream() {
        var units = new ArrayList<AccessUnit>();
        byte[] stream =
                HexFormat.of()
                        .parseHex("00000001" + "6742c01f" + "00000001" + "68ce" + "00000165b801");
        AnnexB.push(stream, 5, new H264Depacketizer(), units::add);
        assertThat(units).hasSize(1);
        assertThat(HexFormat.of().formatHex(units.getFirst().data())).isEqualTo("0000000365b801");
        assertThat(units.getFirst().keyFrame()).isTrue();
    }

    @Test
    void neverThrowsWhateverComes() {
        var random = new Random(9);
        var depacketizer = new H264Depacketizer();
        for (int i = 0; i < 100_000; i++) {
            byte[] stream = new byte[random.nextInt(24)];
            for (int k = 0; k < stream.length; k++) {
                stream[k] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(2));
            }
            AnnexB.push(stream, i, depacketizer, unit -> assertThat(unit.data()).isNotEmpty());
        }
    }

    private static List<String> split(String hex) {
        byte[] stream = HexFormat.of().parseHex(hex.replace(" ", ""));
        return AnnexB.split(stream).stream()
                .map(unit -> HexFormat.of().formatHex(stream, unit[0], unit[1]))
                .toList();
    }
}
