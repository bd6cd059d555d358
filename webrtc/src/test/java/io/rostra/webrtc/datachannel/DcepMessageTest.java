package io.rostra.webrtc.datachannel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DcepMessageTest {
    @Test
    void readsAndWritesAllReliabilities() {
        Reliability[] all = {
            new Reliability.Reliable(true),
            new Reliability.Reliable(false),
            new Reliability.MaxRetransmits(true, 0),
            new Reliability.MaxRetransmits(false, 0xFFFFFFFFL),
            new Reliability.MaxLifetime(true, 3000),
            new Reliability.MaxLifetime(false, 1)
        };
        for (Reliability reliability : all) {
            DcepMessage.Open open = new DcepMessage.Open(reliability, "ion-sfu ü", "proto");
            assertThat(DcepMessage.parse(open.toBytes())).isEqualTo(open);
        }
        assertThat(DcepMessage.parse(new DcepMessage.Ack().toBytes()))
                .isEqualTo(new DcepMessage.Ack());
    }

    /// Written out by hand after RFC 8832 section 5.1.
    @Test
    void writesTheLayoutOfTheRfc() {
        DcepMessage.Open open =
                new DcepMessage.Open(new Reliability.MaxRetransmits(false, 5), "ab", "c");
        assertThat(HexFormat.of().formatHex(open.toBytes()))
                .isEqualTo("0381" + "0100" + "00000005" + "0002" + "0001" + "6162" + "63");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "04",
                "03",
                "030001000000000000",
                "0300010000000000ffffffff",
                "030001000000000000010000",
                "03000100000000000000000061",
                "030301000000000000000000"
            })
    void rejectsMalformedMessages(String hex) {
        assertThat(DcepMessage.parse(HexFormat.of().parseHex(hex))).isNull();
    }

    @Test
    void survivesMutations() {
        RandomGenerator random = TwoPeers.random(1);
        byte[] open = new DcepMessage.Open(Reliability.RELIABLE, "label", "protocol").toBytes();
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = Arrays.copyOf(open, random.nextInt(open.length + 4));
            for (int change = 0; change < 3 && bytes.length > 0; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            DcepMessage.parse(bytes);
        }
    }
}
