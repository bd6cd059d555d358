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
    void readsBase64InLines() throws EnginePacketException {
        EnginePacket.Binary packet =
                (EnginePacket.Binary) PayloadCodec.decode("bAQID\nBA==\n").getFirst();
        assertThat(packet.data()).containsExactly(1, 2, 3, 4);
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
        message.writeFrames(out, EngineProtocol.V4);
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
        message.writePayload(out, EngineProtocol.V4);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(String.join("\u001e", List.of("452-[]", "bAQIDBA==", "b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1:2", "6:2probe3:4hé6:b4AQID", "3:4\ud83d\ude00", ""})
    void version3PayloadsAreRead(String text) throws EnginePacketException {
        StringBuilder written = new StringBuilder();
        for (EnginePacket packet : PayloadCodec3.decode(text)) {
            String one =
                    packet instanceof EnginePacket.Binary(var data)
                            ? "b4" + java.util.Base64.getEncoder().encodeToString(data)
                            : EnginePacketCodec.encode(packet);
            written.append(one.length()).append(':').append(one);
        }
        assertThat(written).hasToString(text);
    }

    @Test
    void version3BinaryPayloadsAreRead() throws EnginePacketException {
        byte[] payload = {
            0,
            3,
            -1,
            '4',
            (byte) 0xc3,
            (byte) 0xa9,
            1,
            1,
            2,
            -1,
            4,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            10,
            11
        };
        List<EnginePacket> packets = PayloadCodec3.decode(payload);
        assertThat(packets).hasSize(2);
        assertThat(packets.get(0)).isEqualTo(new EnginePacket.Text("é"));
        assertThat(((EnginePacket.Binary) packets.get(1)).data())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4hello",
                ":4",
                "2:4",
                "-1:4",
                "9999999999:4",
                "0:",
                "x:4a",
                "5:b3AAA",
                "3:b4?"
            })
    void refusesBrokenVersion3Payloads(String text) {
        assertThatThrownBy(() -> PayloadCodec3.decode(text))
                .isInstanceOf(EnginePacketException.class);
    }

    @Test
    void survivesMutatedVersion3Payloads() {
        Random random = new Random(11);
        int decoded = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] text = "6:4hello6:b4AQID6:2probe".getBytes(StandardCharsets.UTF_8);
            byte[] binary = {0, 2, -1, '4', 'a', 1, 3, -1, 4, 1, 2};
            for (int edits = random.nextInt(4); edits > 0; edits--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(128);
                binary[random.nextInt(binary.length)] = (byte) random.nextInt();
            }
            try {
                PayloadCodec3.decode(new String(text, StandardCharsets.UTF_8));
                decoded++;
            } catch (EnginePacketException expected) {
                assertThat(expected).hasMessageMatching(".+");
            }
            try {
                PayloadCodec3.decode(binary);
                decoded++;
            } catch (EnginePacketException expected) {
                assertThat(expected).hasMessageMatching(".+");
            }
        }
        assertThat(decoded).isGreaterThan(1000);
    }

    @Test
    void version3MessagesCarryTheirTypeAndLength() {
        OutboundMessage message =
                OutboundMessage.encoded(
                        "4é\ud83d\ude00".getBytes(StandardCharsets.UTF_8),
                        new byte[][] {{1, 2, 3}},
                        OutboundMessage.Delivery.RELIABLE,
                        true);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        message.writePayload(payload, EngineProtocol.V3);
        message.writePayload(payload, EngineProtocol.V3);
        String once = "4:4é\ud83d\ude006:b4AQID";
        assertThat(payload.toString(StandardCharsets.UTF_8)).isEqualTo(once + once);
        ByteBuf frames = Unpooled.buffer();
        message.writeFrames(frames, EngineProtocol.V3);
        assertThat(frames.readableBytes()).isEqualTo(message.wireBytes(EngineProtocol.V3));
        assertThat(Frames.read(frames).get(1)).isEqualTo(new byte[] {4, 1, 2, 3});
    }
}
