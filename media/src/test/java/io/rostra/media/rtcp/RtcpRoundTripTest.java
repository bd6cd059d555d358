package io.rostra.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class RtcpRoundTripTest {
    private static final int CASES = 2000;

    @Test
    void readsBackWhatItWrote() {
        Random random = new Random(1);
        for (int i = 0; i < CASES; i++) {
            List<RtcpPacket> packets = new ArrayList<>();
            int count = 1 + random.nextInt(4);
            for (int j = 0; j < count; j++) {
                packets.add(randomPacket(random));
            }
            byte[] buffer = new byte[7 + CompoundPacket.wireLength(packets)];
            random.nextBytes(buffer);

            int length = CompoundPacket.write(packets, buffer, 7);

            assertThat(length).isEqualTo(buffer.length - 7).isEqualTo(length & ~3);
            assertThat(CompoundPacket.parse(buffer, 7, length)).isEqualTo(packets);
        }
    }

    static RtcpPacket randomPacket(Random random) {
        int ssrc = random.nextInt();
        return switch (random.nextInt(10)) {
            case 0 ->
                    new SenderReport(
                            ssrc,
                            random.nextLong(),
                            random.nextInt(),
                            random.nextInt(),
                            random.nextInt(),
                            list(random, 31, i -> randomReport(random)));
            case 1 -> new ReceiverReport(ssrc, list(random, 31, i -> randomReport(random)));
            case 2 ->
                    new SourceDescription(
                            ssrc, "é".repeat(random.nextInt(100)) + "x".repeat(random.nextInt(4)));
            case 3 -> new Bye(list(random, 31, i -> random.nextInt()));
            case 4 -> new Nack(ssrc, random.nextInt(), randomMissing(random));
            case 5 -> new Pli(ssrc, random.nextInt());
            case 6 ->
                    new Fir(
                            ssrc,
                            list(
                                    random,
                                    5,
                                    i -> new Fir.Entry(random.nextInt(), random.nextInt(256))));
            case 7 ->
                    new Remb(
                            ssrc,
                            random.nextLong(1 << 18) << random.nextInt(40),
                            list(random, 255, i -> random.nextInt()));
            case 8 -> new Unknown(207, random.nextInt(32), ssrc);
            default ->
                    new TransportCc(
                            ssrc,
                            random.nextInt(),
                            random.nextInt(65536),
                            random.nextInt(1 << 24),
                            random.nextInt(256),
                            randomDeltas(random));
        };
    }

    private static <T> List<T> list(Random random, int max, IntFunction<T> element) {
        List<T> elements = new ArrayList<>();
        int count = 1 + random.nextInt(max);
        for (int i = 0; i < count; i++) {
            elements.add(element.apply(i));
        }
        return elements;
    }

    private static ReportBlock randomReport(Random random) {
        return new ReportBlock(
                random.nextInt(),
                random.nextInt(256),
                random.nextInt() >> 8,
                random.nextInt(),
                random.nextInt(),
                random.nextInt(),
                random.nextInt());
    }

    /// Ascending modulo 2^16, from anywhere, so that half of them wrap.
    private static List<Integer> randomMissing(Random random) {
        int spread = 1 + random.nextInt(200);
        TreeSet<Integer> offsets = new TreeSet<>(list(random, 60, i -> random.nextInt(spread)));
        int start = 65536 - random.nextInt(2 * spread);
        return offsets.stream().map(offset -> start + offset & 0xFFFF).toList();
    }

    private static int[] randomDeltas(Random random) {
        int[] deltas = new int[1 + random.nextInt(random.nextInt(10) == 0 ? 4096 : 60)];
        double lossProbability = random.nextDouble();
        double largeProbability = random.nextBoolean() ? 0 : random.nextDouble();
        int previous = TransportCc.NOT_RECEIVED;
        boolean sticky = random.nextBoolean();
        for (int i = 0; i < deltas.length; i++) {
            if (sticky && i > 0 && random.nextInt(20) != 0) {
                deltas[i] = previous;
            } else if (random.nextDouble() < lossProbability) {
                deltas[i] = TransportCc.NOT_RECEIVED;
            } else {
                deltas[i] =
                        random.nextDouble() < largeProbability
                                ? (short) random.nextInt()
                                : random.nextInt(256);
            }
            previous = deltas[i];
        }
        return deltas;
    }

    @Test
    void keepsWhatIsGoodAndReportsTheRest() {
        byte[] buffer = new byte[64];
        Pli pli = new Pli(1, 2);
        int length = pli.write(buffer, 0);
        length += new Nack(1, 2, List.of(3)).write(buffer, length);
        byte[] cut = Arrays.copyOf(buffer, length - 4);

        assertThat(CompoundPacket.parse(cut, 0, cut.length))
                .containsExactly(pli, new Malformed(205, 12));
    }

    @Test
    void aBadBodyCostsOnlyItsOwnPacket() {
        // A sender report that claims a report block it has no room for, then a picture loss
        // indication.
        byte[] bytes =
                HexFormat.of().parseHex("81c80001" + "00000001" + "81ce0002" + "0000000100000002");

        assertThat(CompoundPacket.parse(bytes, 0, bytes.length))
                .containsExactly(new Malformed(200, 8), new Pli(1, 2));
    }

    @Test
    void rembKeepsItsLeadingEighteenBits() {
        byte[] buffer = new byte[24];
        new Remb(1, 2_500_001, List.of(7)).write(buffer, 0);

        assertThat(buffer)
                .asHexString()
                .isEqualTo("8FCE0005000000010000000052454D42" + "0112625A" + "00000007");
        Remb read = (Remb) CompoundPacket.parse(buffer, 0, 24).getFirst();
        assertThat(read.bitrate()).isEqualTo(2_500_001 >> 4 << 4);
    }

    @Test
    void nackPacksNeighboursAcrossTheWrap() {
        byte[] buffer = new byte[16];
        int length = new Nack(1, 2, List.of(65535, 0, 15)).write(buffer, 0);

        assertThat(length).isEqualTo(16);
        assertThat(buffer).asHexString().isEqualTo("81CD0003" + "0000000100000002" + "FFFF8001");
    }

    @Test
    void readsEveryChunkOfASourceDescription() {
        byte[] bytes =
                HexFormat.of()
                        .parseHex(
                                "82ca0005"
                                        + "00000001"
                                        + "01026162"
                                        + "00000000"
                                        + "00000002"
                                        + "01016300");

        assertThat(CompoundPacket.parse(bytes, 0, bytes.length))
                .containsExactly(new SourceDescription(1, "ab"), new SourceDescription(2, "c"));
    }

    @Test
    void cumulativeLossIsSignedAndClamped() {
        byte[] buffer = new byte[32];
        ReportBlock block = new ReportBlock(1, 255, -3, 4, 5, 6, 7);
        new ReceiverReport(9, List.of(block)).write(buffer, 0);
        assertThat(CompoundPacket.parse(buffer, 0, 32))
                .containsExactly(new ReceiverReport(9, List.of(block)));

        new ReceiverReport(9, List.of(new ReportBlock(1, 0, 1 << 30, 4, 5, 6, 7))).write(buffer, 0);
        ReceiverReport clamped = (ReceiverReport) CompoundPacket.parse(buffer, 0, 32).getFirst();
        assertThat(clamped.reports().getFirst().cumulativeLost()).isEqualTo(0x7F_FFFF);
    }
}
