package io.rostra.webrtc.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The messages of RFC 5769 section 2.
class StunVectorsTest {
    static final byte[] KEY = MessageIntegrity.key("VOkJxbRl1RmTxUk/WvJxBt");

    static final byte[] REQUEST =
            hex(
                    "000100582112a442b7e7a701bc34d686fa87dfae"
                            + "802200105354554e207465737420636c69656e74"
                            + "002400046e0001ff"
                            + "80290008932ff9b151263b36"
                            + "000600096576746a3a68367659202020"
                            + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
                            + "80280004e57a3bcf");
    static final byte[] IPV4_RESPONSE =
            hex(
                    "0101003c2112a442b7e7a701bc34d686fa87dfae"
                            + "8022000b7465737420766563746f7220"
                            + "002000080001a147e112a643"
                            + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
                            + "80280004c07d4c96");
    static final byte[] IPV6_RESPONSE =
            hex(
                    "010100482112a442b7e7a701bc34d686fa87dfae"
                            + "8022000b7465737420766563746f7220"
                            + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
                            + "00080014a382954e4be67bf11784c97c8292c275bfe3ed41"
                            + "80280004c8fb0b4c");

    @Test
    void readsTheRequest() {
        StunMessage request = parse(REQUEST);

        assertThat(request.messageClass()).isEqualTo(StunClass.REQUEST);
        assertThat(request.transactionId()).isEqualTo(hex("b7e7a701bc34d686fa87dfae"));
        assertThat(request.software()).isEqualTo("STUN test client");
        assertThat(request.priority()).isEqualTo(0x6e0001ffL);
        assertThat(request.isControlled()).isTrue();
        assertThat(request.isControlling()).isFalse();
        assertThat(request.tieBreaker()).isEqualTo(0x932ff9b151263b36L);
        assertThat(request.username()).isEqualTo("evtj:h6vY");
        assertThat(request.hasUseCandidate()).isFalse();
        assertThat(request.hasFingerprint()).isTrue();
        assertThat(request.unknownRequired()).isEmpty();
        assertThat(MessageIntegrity.verify(request, KEY)).isTrue();
        assertThat(MessageIntegrity.verify(request, MessageIntegrity.key("another"))).isFalse();
        assertThat(MessageIntegrity.verify(request, new byte[0])).isFalse();
    }

    @Test
    void readsTheIpv4Response() {
        StunMessage response = parse(IPV4_RESPONSE);

        assertThat(response.messageClass()).isEqualTo(StunClass.SUCCESS);
        assertThat(response.software()).isEqualTo("test vector");
        assertThat(response.xorMappedAddress())
                .isEqualTo(new InetSocketAddress("192.0.2.1", 32853));
        assertThat(MessageIntegrity.verify(response, KEY)).isTrue();
    }

    @Test
    void readsTheIpv6Response() {
        StunMessage response = parse(IPV6_RESPONSE);

        assertThat(response.xorMappedAddress())
                .isEqualTo(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853));
        assertThat(MessageIntegrity.verify(response, KEY)).isTrue();
    }

    static StunMessage parse(byte[] bytes) {
        StunMessage message = StunMessage.parse(bytes, 0, bytes.length);
        assertNotNull(message);
        return message;
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
