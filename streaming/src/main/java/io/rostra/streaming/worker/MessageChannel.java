package io.rostra.streaming.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rostra.streaming.worker.WorkerMessage.Aac;
import io.rostra.streaming.worker.WorkerMessage.AudioSourceGone;
import io.rostra.streaming.worker.WorkerMessage.Compose;
import io.rostra.streaming.worker.WorkerMessage.Composed;
import io.rostra.streaming.worker.WorkerMessage.ForceKeyFrame;
import io.rostra.streaming.worker.WorkerMessage.H264;
import io.rostra.streaming.worker.WorkerMessage.Layout;
import io.rostra.streaming.worker.WorkerMessage.NewAudioSource;
import io.rostra.streaming.worker.WorkerMessage.NewVideoSource;
import io.rostra.streaming.worker.WorkerMessage.Opus;
import io.rostra.streaming.worker.WorkerMessage.Ping;
import io.rostra.streaming.worker.WorkerMessage.Pong;
import io.rostra.streaming.worker.WorkerMessage.Ready;
import io.rostra.streaming.worker.WorkerMessage.Tile;
import io.rostra.streaming.worker.WorkerMessage.TileLost;
import io.rostra.streaming.worker.WorkerMessage.TilePicture;
import io.rostra.streaming.worker.WorkerMessage.VideoLost;
import io.rostra.streaming.worker.WorkerMessage.Vp8;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads and writes [WorkerMessage]s on a blocking channel.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                     payload length in bytes                   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     type      |     flags     |             source            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                       pts or id (64 bits)                     |
/// |                                                               |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   payload ...
/// +-+-+-+-+-+-+-+-
/// ```
///
/// One thread may read while another writes.
final class MessageChannel {
    /// Longer messages end the connection: no side has reason to send one.
    static final int MAX_PAYLOAD = 4 << 20;

    private static final int HEADER = 16;
    private static final int LAYOUT_BYTES = 16;

    /// Without its label.
    private static final int TILE_BYTES = 28;

    private static final int KEY_FRAME = 1;
    private static final byte[] EMPTY = {};

    /// Types by their number on the wire.
    private static final int OPUS = 1;

    private static final int NEW_AUDIO_SOURCE = 2;
    private static final int VP8 = 3;
    private static final int NEW_VIDEO_SOURCE = 4;
    private static final int FORCE_KEY_FRAME = 5;
    private static final int PING = 6;
    private static final int AUDIO_SOURCE_GONE = 7;
    private static final int TILE_VP8 = 8;
    private static final int TILE_H264 = 9;
    private static final int LAYOUT = 10;
    private static final int COMPOSE = 11;
    private static final int READY = 65;
    private static final int AAC = 66;
    private static final int H264 = 67;
    private static final int VIDEO_LOST = 68;
    private static final int PONG = 69;
    private static final int COMPOSED = 70;
    private static final int TILE_LOST = 71;

    private final ByteChannel channel;
    private final ByteBuffer readHeader = ByteBuffer.allocate(HEADER);
    private ByteBuffer writeBuffer = ByteBuffer.allocateDirect(16 << 10);

    MessageChannel(ByteChannel channel) {
        this.channel = channel;
    }

    /// Writes the whole message, blocking while the other side does not read.
    void write(WorkerMessage message) throws IOException {
        switch (message) {
            case Opus(var source, var pts, var payload) -> write(OPUS, 0, source, pts, payload);
            case NewAudioSource(var source) -> write(NEW_AUDIO_SOURCE, 0, source, 0, EMPTY);
            case AudioSourceGone(var source) -> write(AUDIO_SOURCE_GONE, 0, source, 0, EMPTY);
            case TilePicture(var source, var h264, var key, var payload) ->
                    write(h264 ? TILE_H264 : TILE_VP8, flags(key), source, 0, payload);
            case Layout layout -> write(LAYOUT, 0, 0, bytes(layout));
            case Compose(var pts) -> write(COMPOSE, 0, pts, EMPTY);
            case Composed(var rung, var pts, var key, var payload) ->
                    write(COMPOSED, flags(key), rung, pts, payload);
            case TileLost(var source) -> write(TILE_LOST, 0, source, 0, EMPTY);
            case Vp8(var pts, var key, var payload) -> write(VP8, flags(key), pts, payload);
            case NewVideoSource(var sizes) -> write(NEW_VIDEO_SOURCE, 0, sizes, EMPTY);
            case ForceKeyFrame() -> write(FORCE_KEY_FRAME, 0, 0, EMPTY);
            case Ping(var id) -> write(PING, 0, id, EMPTY);
            case Ready() -> write(READY, 0, 0, EMPTY);
            case Aac(var pts, var payload) -> write(AAC, 0, pts, payload);
            case H264(var rung, var pts, var key, var payload) ->
                    write(H264, flags(key), rung, pts, payload);
            case VideoLost() -> write(VIDEO_LOST, 0, 0, EMPTY);
            case Pong(var id) -> write(PONG, 0, id, EMPTY);
        }
    }

    private static int flags(boolean keyFrame) {
        return keyFrame ? KEY_FRAME : 0;
    }

    private void write(int type, int flags, long number, byte[] payload) throws IOException {
        write(type, flags, 0, number, payload);
    }

    private void write(int type, int flags, int source, long number, byte[] payload)
            throws IOException {
        if (payload.length > MAX_PAYLOAD) {
            throw new IOException("Message of %d bytes is too long".formatted(payload.length));
        }
        if (writeBuffer.capacity() < HEADER + payload.length) {
            writeBuffer = ByteBuffer.allocateDirect(2 * (HEADER + payload.length));
        }
        ByteBuffer buffer = writeBuffer.clear();
        buffer.putInt(payload.length).put((byte) type).put((byte) flags);
        buffer.putShort((short) source);
        buffer.putLong(number).put(payload).flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// The next message, or null at the end of the stream. Blocks.
    ///
    /// @throws IOException also for what is no message; the stream cannot be read any further then
    @Nullable WorkerMessage read() throws IOException {
        if (!fill(readHeader.clear())) {
            return null;
        }
        int length = readHeader.getInt();
        int type = readHeader.get();
        int flags = readHeader.get();
        int source = Short.toUnsignedInt(readHeader.getShort());
        long number = readHeader.getLong();
        if (length < 0 || length > MAX_PAYLOAD) {
            throw new IOException("Message of %d bytes".formatted(length));
        }
        byte[] payload = length == 0 ? EMPTY : new byte[length];
        if (length > 0 && !fill(ByteBuffer.wrap(payload))) {
            return null;
        }
        boolean keyFrame = (flags & KEY_FRAME) != 0;
        return switch (type) {
            case OPUS -> new Opus(source, number, payload);
            case NEW_AUDIO_SOURCE -> new NewAudioSource(source);
            case AUDIO_SOURCE_GONE -> new AudioSourceGone(source);
            case TILE_VP8 -> new TilePicture(source, false, keyFrame, payload);
            case TILE_H264 -> new TilePicture(source, true, keyFrame, payload);
            case LAYOUT -> layout(payload);
            case COMPOSE -> new Compose(number);
            case COMPOSED -> new Composed(source, number, keyFrame, payload);
            case TILE_LOST -> new TileLost(source);
            case VP8 -> new Vp8(number, keyFrame, payload);
            case NEW_VIDEO_SOURCE -> new NewVideoSource((int) number);
            case FORCE_KEY_FRAME -> new ForceKeyFrame();
            case PING -> new Ping(number);
            case READY -> new Ready();
            case AAC -> new Aac(number, payload);
            case H264 -> new H264(source, number, keyFrame, payload);
            case VIDEO_LOST -> new VideoLost();
            case PONG -> new Pong(number);
            default -> throw new IOException("Message of unknown type %d".formatted(type));
        };
    }

    /// Width, height, sizes and background, then of each tile: source, x, y, width, height, whether
    /// it is shown whole, the length of its label, and that in UTF-8.
    private static byte[] bytes(Layout layout) {
        List<byte[]> labels =
                layout.tiles().stream().map(tile -> tile.label().getBytes(UTF_8)).toList();
        int length = LAYOUT_BYTES + TILE_BYTES * labels.size();
        ByteBuffer buffer =
                ByteBuffer.allocate(length + labels.stream().mapToInt(each -> each.length).sum());
        buffer.putInt(layout.width()).putInt(layout.height());
        buffer.putInt(layout.sizes()).putInt(layout.background());
        for (int i = 0; i < labels.size(); i++) {
            Tile tile = layout.tiles().get(i);
            buffer.putInt(tile.source()).putInt(tile.x()).putInt(tile.y());
            buffer.putInt(tile.width()).putInt(tile.height()).putInt(tile.whole() ? 1 : 0);
            buffer.putInt(labels.get(i).length).put(labels.get(i));
        }
        return buffer.array();
    }

    private static Layout layout(byte[] payload) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        try {
            int width = buffer.getInt();
            int height = buffer.getInt();
            int sizes = buffer.getInt();
            int background = buffer.getInt();
            var tiles = new ArrayList<Tile>();
            while (buffer.hasRemaining()) {
                tiles.add(tile(buffer));
            }
            return new Layout(width, height, sizes, background, tiles);
        } catch (BufferUnderflowException e) {
            throw new IOException("Layout of %d bytes".formatted(payload.length), e);
        }
    }

    private static Tile tile(ByteBuffer buffer) {
        int source = buffer.getInt();
        int x = buffer.getInt();
        int y = buffer.getInt();
        int width = buffer.getInt();
        int height = buffer.getInt();
        boolean whole = buffer.getInt() != 0;
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] label = new byte[length];
        buffer.get(label);
        return new Tile(source, x, y, width, height, whole, new String(label, UTF_8));
    }

    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        buffer.flip();
        return true;
    }
}
