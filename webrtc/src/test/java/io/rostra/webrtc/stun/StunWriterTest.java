package io.rostra.webrtc.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StunWriterTest {
    private static final byte[] KEY = MessageIntegrity.key("a password of 22 chars");

    @Test
    void writesTheCheckOfAControllingAgent() {
        byte[] id = StunVectorsTest.hex("0102030405060708090a0b0c");

        StunMessage request =
                StunVectorsTest.parse(
                        StunWriter.request(id)
                                .username("server:browser")
                                .priority(0xFFFF_FFFFL)
                                .iceControlling(-2)
                                .useCandidate()
                                .sign(KEY));

        assertThat(request.isRequest()).isTrue();
        assertThat(request.transactionId()).isEqualTo(id);
        assertThat(request.username()).isEqualTo("server:browser");
        assertThat(request.priority()).isEqualTo(0xFFFF_FFFFL);
        assertThat(request.isControlling()).isTrue();
        assertThat(request.tieBreaker()).isEqualTo(-2);
        assertThat(request.hasUseCandidate()).isTrue();
        assertThat(request.hasFingerprint()).isTrue();
        assertThat(MessageIntegrity.verify(request, KEY)).isTrue();
    }

    @Test
    void answersWithTheAddressItSaw() throws UnknownHostException {
        StunMessage request = request();
        Random random = new Random(41);
        for (int i = 0; i < 500; i++) {
            byte[] raw = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(raw);
            InetSocketAddress from =
                    new InetSocketAddress(InetAddress.getByAddress(raw), random.nextInt(65536));

            StunMessage answer =
                    StunVectorsTest.parse(
                            StunWriter.success(request).xorMappedAddress(from).sign(KEY));

            assertThat(answer.messageClass()).isEqualTo(StunClass.SUCCESS);
            assertThat(answer.transactionId()).isEqualTo(request.transactionId());
            assertThat(answer.xorMappedAddress()).isEqualTo(from);
            assertThat(MessageIntegrity.verify(answer, KEY)).isTrue();
        }
    }

    @Test
    void writesErrors() {
        StunMessage error =
                StunVectorsTest.parse(
                        StunWriter.error(request(), 420, "Unknown Attribute")
                                .unknownAttributes(List.of(0x7777, 0x0003))
                                .sign(KEY));

        assertThat(error.messageClass()).isEqualTo(StunClass.ERROR);
        assertThat(error.errorCode()).isEqualTo(420);
        assertThat(error.errorReason()).isEqualTo("Unknown Attribute");
        assertThatThrownBy(() -> StunWriter.error(request(), 200, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesIndicationsWithoutIntegrity() {
        StunMessage indication =
                StunVectorsTest.parse(
                        StunWriter.indication(new byte[12])
                                .software("é".repeat(100))
                                .iceControlled(1)
                                .finish());

        assertThat(indication.messageClass()).isEqualTo(StunClass.INDICATION);
        assertThat(indication.software()).isEqualTo("é".repeat(100));
        assertThat(indication.isControlled()).isTrue();
        assertThat(indication.hasMessageIntegrity()).isFalse();
        assertThat(MessageIntegrity.verify(indication, KEY)).isFalse();
    }

    private static StunMessage request() {
        return StunVectorsTest.parse(StunVectorsTest.REQUEST);
    }
}
