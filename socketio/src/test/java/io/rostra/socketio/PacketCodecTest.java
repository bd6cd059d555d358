package io.rostra.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PacketCodecTest {
    private static PacketDecoder decoder() {
        return new PacketDecoder(4, 1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "0 ~ Connect[namespace=/, payload=null]",
                "0{\"token\":\"123\"} ~ Connect[namespace=/, payload={\"token\":\"123\"}]",
                "0/admin, ~ Connect[namespace=/admin, payload=null]",
                "0/admin ~ Connect[namespace=/admin, payload=null]",
                "0/admin,{\"a\":1} ~ Connect[namespace=/admin, payload={\"a\":1}]",
                "1 ~ Disconnect[namespace=/]",
                "1/admin, ~ Disconnect[namespace=/admin]",
                "2[\"foo\"] ~ Event[namespace=/, ackId=-1, arguments=[\"foo\"]]",
                "2/admin,12[\"foo\",1] ~ Event[namespace=/admin, ackId=12, arguments=[\"foo\",1]]",
                "312[\"bar\"] ~ Ack[namespace=/, ackId=12, arguments=[\"bar\"]]",
                "3/admin,0[] ~ Ack[namespace=/admin, ackId=0, arguments=[]]",
            })
    void decodesText(String text, String packet) throws PacketException {
        assertThat(decoder().onText(text)).hasToString(packet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "7",
                "0\"text\"",
                "0[1]",
                "0{",
                "1{}",
                "2",
                "2{}",
                "2[]",
                "2[{}]",
                "2[\"a\"]x",
                "2abc[\"a\"]",
                "29999999999999999[\"a\"]",
                "2[\"connect\"]",
                "2[\"disconnecting\"]",
                "3[1]",
                "31{}",
                "5[\"a\"]",
                "5-[\"a\"]",
                "5x-[\"a\"]",
                "55-[\"a\"]",
                "599999999999-[\"a\"]",
            })
    void refusesText(String text) {
        assertThatThrownBy(() -> decoder().onText(text)).isInstanceOf(PacketException.class);
    }

    @Test
    void refusesDeepNestingAndLongNamespaces() {
        String deep = "2[\"a\"," + "[".repeat(5_000) + "]".repeat(5_000) + "]";
        assertThatThrownBy(() -> decoder().onText(deep)).isInstanceOf(PacketException.class);
        assertThatThrownBy(() -> decoder().onText("0/" + "n".repeat(300)))
                .isInstanceOf(PacketException.class);
    }

    @Test
    void putsAttachmentsInTheirPlaces() throws PacketException {
        PacketDecoder decoder = decoder();
        String text =
                "52-/admin,7[\"e\",{\"a\":{\"_placeholder\":true,\"num\":1}},"
                        + "[{\"_placeholder\":true,\"num\":0}]]";
        assertThat(decoder.onText(text)).isNull();
        assertThat(decoder.onBinary(new byte[] {1})).isNull();
        Packet.Event event = (Packet.Event) decoder.onBinary(new byte[] {2, 3});
        assertThat(event.ackId()).isEqualTo(7);
        assertThat(event.arguments().get(1).get("a")).isEqualTo(Json.node(new byte[] {2, 3}));
        assertThat(event.arguments().get(2).get(0)).isEqualTo(Json.node(new byte[] {1}));
    }

    @Test
    void refusesAttachmentsThatDoNotFit() throws PacketException {
        assertThatThrownBy(() -> decoder().onBinary(new byte[1]))
                .isInstanceOf(PacketException.class);
        PacketDecoder waiting = decoder();
        waiting.onText("51-[\"e\",{\"_placeholder\":true,\"num\":0}]");
        assertThatThrownBy(() -> waiting.onText("2[\"e\"]")).isInstanceOf(PacketException.class);
        PacketDecoder large = decoder();
        large.onText("51-[\"e\",{\"_placeholder\":true,\"num\":0}]");
        assertThatThrownBy(() -> large.onBinary(new byte[1001]))
                .isInstanceOf(PacketException.class);
        PacketDecoder wrong = decoder();
        wrong.onText("51-[\"e\",{\"_placeholder\":true,\"num\":1}]");
        assertThatThrownBy(() -> wrong.onBinary(new byte[1])).isInstanceOf(PacketException.class);
    }

    /// Passed on, it would be sent a thousand times.
    @Test
    void anAttachmentStandsInOnePlace() throws PacketException {
        PacketDecoder decoder = decoder();
        String twice = "{\"_placeholder\":true,\"num\":0}".repeat(2).replace("}{", "},{");
        decoder.onText("51-[\"e\"," + twice + "]");
        assertThatThrownBy(() -> decoder.onBinary(new byte[9])).isInstanceOf(PacketException.class);
    }

    @Test
    void anEventIsAsHeavyAsWhatIsInIt() {
        assertThat(Json.weight(Json.event("e", new byte[1000], "x".repeat(500))))
                .isBetween(1_500, 1_600);
        assertThat(Json.weight(Json.event("e", java.util.Map.of("k".repeat(300), 1))))
                .isBetween(300, 400);
        assertThat(Json.weight(Json.array(Json.array(), Json.array(), 1, null))).isBetween(20, 100);
    }

    /// Whatever is made of real packets: a packet, nothing yet, or the one checked exception.
    @Test
    void survivesMutatedPackets() {
        List<String> seeds =
                List.of(
                        "0{\"token\":\"123\"}",
                        "0/admin,{\"pid\":\"x\",\"offset\":\"1\"}",
                        "1/admin,",
                        "2/admin,12[\"foo\",1,{\"a\":[null,true,\"\\u00e9\"]}]",
                        "3/admin,12[\"bar\"]",
                        "52-/admin,7[\"e\",{\"_placeholder\":true,\"num\":1},[{\"_placeholder\":true}]]",
                        "61-0[{\"_placeholder\":true,\"num\":0}]");
        Random random = new Random(8);
        String alphabet = "0123456789-/,[]{}\":\\nutrf_ \u0000\u001e\ud800é";
        int packets = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
            for (int edits = random.nextInt(4); edits > 0 && !text.isEmpty(); edits--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default -> text.delete(at, at + random.nextInt(text.length() - at));
                }
            }
            PacketDecoder decoder = decoder();
            try {
                Packet packet = decoder.onText(text.toString());
                for (int n = 0; n < 4 && packet == null; n++) {
                    packet = decoder.onBinary(new byte[random.nextInt(10)]);
                }
                packets += packet == null ? 0 : 1;
            } catch (PacketException expected) {
                assertThat(expected).hasMessageMatching(".+");
            }
        }
        assertThat(packets).isGreaterThan(1000);
    }

    @Test
    void readsWhatItWrote() throws PacketException {
        JsonNode value = Json.node(java.util.Map.of("k", List.of(1, "zwei", new byte[] {3})));
        Packet.Event event =
                new Packet.Event("/x", 5, Json.event("name", value, null, new byte[] {1, 2}));
        io.netty.buffer.ByteBuf frames = io.netty.buffer.Unpooled.buffer();
        io.rostra.socketio.engine.Frames.write(PacketEncoder.encode(event), frames);
        List<Object> messages = io.rostra.socketio.engine.Frames.read(frames);
        assertThat(messages).hasSize(3);
        assertThat((String) messages.get(0)).startsWith("452-/x,5[\"name\",");
        PacketDecoder decoder = decoder();
        assertThat(decoder.onText(((String) messages.get(0)).substring(1))).isNull();
        assertThat(decoder.onBinary((byte[]) messages.get(1))).isNull();
        assertThat(decoder.onBinary((byte[]) messages.get(2))).isEqualTo(event);
    }
}
