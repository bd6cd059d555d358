package io.rostra.streaming.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A client by hand: what encoders send, in pieces of every size, and what no encoder sends.
class RtmpSessionTest {

    private static final int HANDSHAKE = 1536;
    private static final int COMMAND = 20;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;

    /// What the session says and hears.
    private static final class Ear implements RtmpSession.Listener {
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private final List<String> heard = new ArrayList<>();
        private @Nullable String refusal;

        @Override
        public void onTransmit(byte[] bytes) {
            sent.writeBytes(bytes);
        }

        @Override
        public @Nullable String onPublish(String application, String name) {
            heard.add("publish " + application + "/" + name);
            return refusal;
        }

        @Override
        public void onVideo(long millis, byte[] body) {
            heard.add("video " + millis + " " + body.length);
        }

        @Override
        public void onAudio(long millis, byte[] body) {
            heard.add("audio " + millis + " " + body.length);
        }

        @Override
        public void onUnpublished() {
            heard.add("unpublished");
        }

        String said() {
            return sent.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private final Ear ear = new Ear();
    private final RtmpSession session = new RtmpSession(ear);

    private static byte[] chunk(int type, int streamId, int millis, byte[] payload) {
        // In chunks of 128 bytes, as before any is said of their size.
        ByteBuffer out = ByteBuffer.allocate(32 + payload.length + payload.length / 128 * 5);
        boolean extended = millis >= 0xFFFFFF;
        out.put((byte) 4);
        int shown = extended ? 0xFFFFFF : millis;
        out.put((byte) (shown >> 16)).putShort((short) shown);
        out.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        out.put((byte) type).putInt(Integer.reverseBytes(streamId));
        if (extended) {
            out.putInt(millis);
        }
        for (int at = 0; at < payload.length; at += 128) {
            if (at > 0) {
                out.put((byte) (3 << 6 | 4));
                if (extended) {
                    out.putInt(millis);
                }
            }
            out.put(payload, at, Math.min(128, payload.length - at));
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] command(@Nullable Object... values) {
        return chunk(COMMAND, 0, 0, Amf0.write(values));
    }

    private static byte[] hello() {
        byte[] hello = new byte[1 + 2 * HANDSHAKE];
        hello[0] = 3;
        return hello;
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] opening(String key) {
        Map<String, Object> connect = new LinkedHashMap<>();
        connect.put("app", "live");
        connect.put("flashVer", "FMLE/3.0");
        return join(
                hello(),
                command("connect", 1, connect),
                command("releaseStream", 2, null, key),
                command("createStream", 4, null),
                command("publish", 5, null, key, "live"));
    }

    private static byte[] stream(String key) {
        return join(
                opening(key),
                chunk(VIDEO, 1, 20, new byte[300]),
                chunk(AUDIO, 1, 0x1234567, new byte[200]),
                command("deleteStream", 6, null, 1));
    }

    private void push(byte[] bytes) throws RtmpException {
        session.push(bytes, 0, bytes.length);
    }

    @Test
    void takesAStream() throws Exception {
        push(stream("sk-x"));
        assertThat(ear.heard)
                .containsExactly(
                        "publish live/sk-x", "video 20 300", "audio 19088743 200", "unpublished");
        assertThat(ear.said())
                .contains("NetConnection.Connect.Success", "_result", "NetStream.Publish.Start");
        assertThat(session.over()).isTrue();
    }

    @Test
    void takesItInPiecesOfAnySize() throws Exception {
        byte[] stream = stream("sk-x");
        for (int size : new int[] {1, 2, 7, 129, 1537, 4000}) {
            var other = new Ear();
            var pieces = new RtmpSession(other);
            for (int at = 0; at < stream.length; at += size) {
                pieces.push(stream, at, Math.min(size, stream.length - at));
            }
            assertThat(other.heard).hasSize(4);
        }
    }

    @Test
    void largerChunksAndChunkStreamsThatTakeTurns() throws Exception {
        push(opening("sk-x"));
        push(chunk(1, 0, 0, ByteBuffer.allocate(4).putInt(1000).array()));
        // A message of 1500 bytes on stream 6, and between its chunks one of 10 on stream 70.
        byte[] first = {6, 0, 0, 5, 0, 5, (byte) 0xDC, VIDEO, 1, 0, 0, 0};
        byte[] other = {0, 6, 0, 0, 9, 0, 0, 10, AUDIO, 1, 0, 0, 0};
        byte[] rest = {(byte) (3 << 6 | 6)};
        push(join(first, new byte[1000], other, new byte[10], rest, new byte[500]));
        // The next on stream 6 says by how much later it is, one behind it nothing at all.
        byte[] delta = {(byte) (2 << 6 | 6), 0, 0, 40};
        push(join(delta, new byte[1000], rest, new byte[500]));
        push(join(rest, new byte[1000], rest, new byte[500]));
        assertThat(ear.heard)
                .containsExactly(
                        "publish live/sk-x",
                        "audio 9 10",
                        "video 5 1500",
                        "video 45 1500",
                        "video 85 1500");
    }

    @Test
    void whoMayNotPublishIsToldWhy() throws Exception {
        ear.refusal = "There is no such stream key.";
        push(stream("sk-wrong"));
        assertThat(ear.heard).containsExactly("publish live/sk-wrong");
        assertThat(ear.said())
                .contains("NetStream.Publish.BadName", "There is no such stream key.")
                .doesNotContain("Publish.Start");
        assertThat(session.over()).isTrue();
    }

    @Test
    void whoWantsToPlayIsToldWhereTo() throws Exception {
        push(join(hello(), command("play", 3, null, "sk-x")));
        assertThat(ear.said()).contains("NetStream.Play.Failed", "HLS");
        assertThat(session.over()).isTrue();
    }

    @Test
    void answersPingsAndAcknowledges() throws Exception {
        push(opening("sk-x"));
        ear.sent.reset();
        push(chunk(4, 0, 0, new byte[] {0, 6, 1, 2, 3, 4}));
        assertThat(ear.sent.toByteArray()).endsWith(new byte[] {0, 7, 1, 2, 3, 4});
        ear.sent.reset();
        push(chunk(VIDEO, 1, 0, new byte[1_300_000]));
        assertThat(ear.sent.size()).as("an acknowledgement").isEqualTo(16);
    }

    @Test
    void refusesWhatIsTooMuch() {
        assertThatThrownBy(() -> new RtmpSession(ear).push(new byte[] {4}, 0, 1))
                .isInstanceOf(RtmpException.class);
        assertThatThrownBy(() ->
                        push(join(hello(), new byte[] {2, 0, 0, 0, 127, 0, 0, VIDEO, 0, 0, 0, 0})))
                .hasMessageContaining("larger");
    }

    @Test
    void manyMessagesUnderWayAreTooMany() {
        assertThatThrownBy(
                        () -> {
                            push(
                                    join(
                                            hello(),
                                            chunk(
                                                    1,
                                                    0,
                                                    0,
                                                    ByteBuffer.allocate(4)
                                                            .putInt(4_000_000)
                                                            .array())));
                            for (byte id = 10; id < 20; id++) {
                                byte[] begun = {id, 0, 0, 0, 63, 0, 0, VIDEO, 1, 0, 0, 0};
                                push(join(begun, new byte[4_000_000]));
                            }
                        })
                .isInstanceOf(RtmpException.class)
                .hasMessageContaining("at once");
        var streams = new RtmpSession(ear);
        assertThatThrownBy(
                        () -> {
                            streams.push(hello(), 0, hello().length);
                            for (byte id = 2; id < 60; id++) {
                                byte[] begun = {id, 0, 0, 0, 0, 0, 2, VIDEO, 1, 0, 0, 0, 0, 0};
                                streams.push(begun, 0, begun.length);
                            }
                        })
                .isInstanceOf(RtmpException.class);
    }

    @Test
    void commandsAreBounded() {
        Object deep = 1;
        for (int i = 0; i < 20; i++) {
            deep = Map.of("a", deep);
        }
        Object nested = deep;
        assertThatThrownBy(() -> push(join(hello(), command("connect", 1, nested))))
                .isInstanceOf(RtmpException.class);
        // A list that says it has two billion members.
        byte[] list = {2, 0, 1, 'x', 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 127, -1, -1, -1, 5};
        var other = new RtmpSession(ear);
        byte[] bytes = join(hello(), chunk(COMMAND, 0, 0, list));
        assertThatThrownBy(() -> other.push(bytes, 0, bytes.length))
                .isInstanceOf(RtmpException.class);
    }

    /// Whatever comes, it is taken or refused, and nothing else.
    @Test
    void anyDamageIsRefusedOrHarmless() {
        byte[] good = stream("sk-x");
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = good.clone();
            int from = random.nextInt(4) == 0 ? 0 : 1 + 2 * HANDSHAKE;
            for (int i = 0, changes = 1 + random.nextInt(8); i < changes; i++) {
                bad[from + random.nextInt(bad.length - from)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(3) == 0 ? random.nextInt(bad.length) : bad.length;
            var damaged = new RtmpSession(new Ear());
            try {
                damaged.push(bad, 0, length);
            } catch (RtmpException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
