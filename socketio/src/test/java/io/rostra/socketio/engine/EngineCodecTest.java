package io.rostra.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EngineCodecTest {
    @ParameterizedTest
    @ValueSource(strings = {"0{}", "1", "2", "2probe", "3", "3probe", "4", "4hällo", "5", "6"})
    void packetsReadAsTheyAreWritten(String text) throws EnginePacketException {
        assertThat(EnginePacketCodec.encode(EnginePacketCodec.decode(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4a", "4a\u001e4b\u001e4c", "4hello\u001ebAQIDBA==", "b", "2"})
    void payloadsReadAsTheyAreWritten(String text) throws EnginePacketException {
        assertThat(PayloadCodec.encode(PayloadCodec.decode(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "9", "\u001e", "4a\u001e", "b???", "4a\u001e\u001e4b"})
    void refusesBrokenPayloads(String text) {
        assertThatThrownBy(() -> PayloadCodec.decode(text))
                .isInstanceOf(EnginePacketException.class);
    }

    @Test
    void refusesAFloodOfTinyPackets() {
        String flood = "6\u001e".repeat(PayloadCodec.MAX_PACKETS) + "6";
        assertThatThrownBy(() -> PayloadCodec.decode(flood))
                .isInstanceOf(EnginePacketException.class);
    }

    @Test
    void survivesMutatedPayloads() {
        Random random = new Random(9);
        int decoded = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = "4hello\u001ebAQIDBA==\u001e2probe".getBytes(StandardCharsets.UTF_8);
            for (int edits = random.nextInt(5); edits > 0; edits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                PayloadCodec.decode(new String(bytes, StandardCharsets.UTF_8));
                decoded++;
            } catch (EnginePacketException expected) {
                assertThat(expected).hasMessageMatching(".+");
            }
        }
        assertThat(decoded).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 200_000})
    void framesOfEveryLengthFormat(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        OutboundMessage message = OutboundMessage.binary(data);
        ByteBuf out = Unpooled.buffer();
        message.writeFrames(out);
        assertThat(out.readableBytes()).isEqualTo(message.wireBytes());
        assertThat(Frames.read(out)).singleElement().isEqualTo(data);
    }

    @Test
    void payloadOfTextWithAttachments() {
        OutboundMessage message =
                OutboundMessage.encoded(
                        "452-[]".getBytes(StandardCharsets.UTF_8),
                        new byte[][] {{1, 2, 3, 4}, {}},
                        OutboundMessage.Delivery.RELIABLE,
                        true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writePayload(out);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(String.join("\u001e", List.of("452-[]", "bAQIDBA==", "b")));
    }
}
