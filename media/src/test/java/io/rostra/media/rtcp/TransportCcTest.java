package io.rostra.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportCcTest {
    private static final int LOST = TransportCc.NOT_RECEIVED;

    /// Built by hand from the draft's figures: run length of two small, 1-bit vector, 2-bit vector,
    /// padding.
    @Test
    void readsEveryKindOfChunk() {
        byte[] bytes =
                HexFormat.of()
                        .parseHex(
                                "afcd0008"
                                        + "00000001"
                                        + "00000002"
                                        + "fffe"
                                        + "0013" // base 65534, 19 packets
                                        + "000003"
                                        + "07" // reference 192 ms, feedback 7
                                        + "2002" // two small deltas
                                        + "a001" // 1-bit: 1 0 0 0 0 0 0 0 0 0 0 0 0 1
                                        + "d800" // 2-bit: 1 2 0 ...
                                        + "0a"
                                        + "00"
                                        + "01"
                                        + "ff"
                                        + "04"
                                        + "ff38"
                                        + "000003");

        TransportCc feedback = only(bytes);

        assertThat(feedback.baseSequenceNumber()).isEqualTo(65534);
        assertThat(feedback.referenceTime()).isEqualTo(3);
        assertThat(feedback.feedbackCount()).isEqualTo(7);
        assertThat(feedback.deltas())
                .containsExactly(
                        10, 0, 1, LOST, LOST, LOST, LOST, LOST, LOST, LOST, LOST, LOST, LOST, LOST,
                        LOST, 255, 4, -200, LOST);
    }

    @Test
    void addsUpArrivalTimes() {
        TransportCc feedback = new TransportCc(1, 2, 65535, 2, 0, new int[] {5, LOST, -3});
        List<String> seen = new ArrayList<>();

        feedback.forEach(
                (number, received, ticks) -> seen.add(number + " " + received + " " + ticks));

        assertThat(seen).containsExactly("65535 true 517", "0 false 517", "1 true 514");
    }

    @Test
    void longRunsTakeOneChunk() {
        int[] small = new int[400];
        assertThat(new TransportCc(1, 2, 3, 4, 5, small).wireLength()).isEqualTo(20 + 2 + 400 + 2);
    }

    @Test
    void refusesReservedSymbolsMissingDeltasAndHugeCounts() {
        assertThat(parse("8fcd0005" + "0000000100000002" + "00000001" + "00000300" + "60010000"))
                .containsExactly(new Malformed(205, 24));
        assertThat(parse("8fcd0005" + "0000000100000002" + "00000009" + "00000300" + "20090000"))
                .containsExactly(new Malformed(205, 24));
        assertThat(parse("8fcd0005" + "0000000100000002" + "0000ffff" + "00000300" + "1fff1fff"))
                .containsExactly(new Malformed(205, 24));
    }

    private static TransportCc only(byte[] bytes) {
        List<RtcpPacket> packets = CompoundPacket.parse(bytes, 0, bytes.length);
        assertThat(packets).hasSize(1).first().isInstanceOf(TransportCc.class);
        TransportCc feedback = (TransportCc) packets.getFirst();
        assertNotNull(feedback);
        return feedback;
    }

    private static List<RtcpPacket> parse(String digits) {
        byte[] bytes = HexFormat.of().parseHex(digits);
        return CompoundPacket.parse(bytes, 0, bytes.length);
    }
}
