package io.rostra.streaming.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MessageChannelTest {

    @Test
    void readsBackWhatItWrote() throws IOException {
        byte[] payload = {1, 2, 3};
        var messages =
                List.of(
                        new WorkerMessage.Opus(-5, payload),
                        new WorkerMessage.NewAudioSource(),
                        new WorkerMessage.Opus(40_000, 1, payload),
                        new WorkerMessage.AudioSourceGone(7),
                        new WorkerMessage.TilePicture(3, true, true, payload),
                        new WorkerMessage.TilePicture(4, false, false, payload),
                        new WorkerMessage.Layout(0, 0, 1, 0, List.of()),
                        new WorkerMessage.Layout(
                                1280,
                                720,
                                3,
                                0x102030,
                                List.of(
                                        new WorkerMessage.Tile(3, 0, 2, 640, 360, true, "Ann"),
                                        new WorkerMessage.Tile(4, 640, 0, 640, 720, false, "王"))),
                        new WorkerMessage.Compose(9_000),
                        new WorkerMessage.Composed(2, 9_000, true, payload),
                        new WorkerMessage.TileLost(3),
                        new WorkerMessage.Vp8(1L << 40, true, new byte[100_000]),
                        new WorkerMessage.NewVideoSource(2),
                        new WorkerMessage.ForceKeyFrame(),
                        new WorkerMessage.Ping(7),
                        new WorkerMessage.Ready(),
                        new WorkerMessage.Aac(1024, payload),
                        new WorkerMessage.H264(1, 3000, false, payload),
                        new WorkerMessage.VideoLost(),
                        new WorkerMessage.Pong(7));
        var pipe = new Bytes(new byte[0], 3);
        var channel = new MessageChannel(pipe);
        for (WorkerMessage message : messages) {
            channel.write(message);
        }
        var reader = new MessageChannel(new Bytes(pipe.written.toByteArray(), 5));
        for (WorkerMessage message : messages) {
            assertThat(reader.read()).usingRecursiveComparison().isEqualTo(message);
        }
        assertThat(reader.read()).isNull();
    }

    @Test
    void writesTheDocumentedLayout() throws IOException {
        var pipe = new Bytes(new byte[0], 100);
        new MessageChannel(pipe).write(new WorkerMessage.Vp8(0x0102, true, new byte[] {9}));
        assertThat(HexFormat.of().formatHex(pipe.written.toByteArray()))
                .isEqualTo("00000001" + "03" + "01" + "0000" + "0000000000000102" + "09");
    }

    @Test
    void refusesOversizedAndUnknownMessages() {
        assertThatThrownBy(() -> read("7fffffff" + "0100" + "0000" + "0000000000000000"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("ffffffff" + "0100" + "0000" + "0000000000000000"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("00000000" + "2a00" + "0000" + "0000000000000000"))
                .isInstanceOf(IOException.class);
        byte[] large = new byte[MessageChannel.MAX_PAYLOAD + 1];
        assertThatThrownBy(() ->
                        new MessageChannel(new Bytes(new byte[0], 100))
                                .write(new WorkerMessage.Opus(0, large)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void cutMessageIsTheEnd() throws IOException {
        assertThat(read("00000002" + "0100" + "0000" + "0000000000000000" + "09")).isNull();
        assertThat(read("0000")).isNull();
    }

    @Test
    void anyBytesGiveMessagesOrAnException() {
        var random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 4) {
                bytes[0] = 0;
                bytes[1] = (byte) (random.nextInt(30) == 0 ? 1 : 0);
                bytes[2] = 0;
                bytes[4] = (byte) random.nextInt(70);
            }
            var channel = new MessageChannel(new Bytes(bytes, 7));
            try {
                while (channel.read() != null) {
                    continue;
                }
            } catch (IOException _) {
                // as promised
            }
        }
    }

    private static WorkerMessage read(String hex) throws IOException {
        return new MessageChannel(new Bytes(HexFormat.of().parseHex(hex), 100)).read();
    }

    /// Gives and takes a few bytes at a time.
    private static final class Bytes implements ByteChannel {
        private final ByteBuffer in;
        private final int atOnce;
        final ByteArrayOutputStream written = new ByteArrayOutputStream();

        Bytes(byte[] in, int atOnce) {
            this.in = ByteBuffer.wrap(in);
            this.atOnce = atOnce;
        }

        @Override
        public int read(ByteBuffer target) {
            if (!in.hasRemaining()) {
                return -1;
            }
            int count = Math.min(Math.min(atOnce, in.remaining()), target.remaining());
            for (int i = 0; i < count; i++) {
                target.put(in.get());
            }
            return count;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = Math.min(atOnce * 100, source.remaining());
            for (int i = 0; i < count; i++) {
                written.write(source.get());
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
