package io.rostra.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Turns the head of a queue into one buffer of WebSocket frames. In a broadcast many queues have
/// the same messages at their heads, so the last buffer is kept until the end of the turn and
/// shared: frames are laid out once however many clients get them. Confined to one event loop.
final class WriteBatch {
    /// About what a socket takes at once; a larger message makes a batch of its own.
    private static final int MAX_BYTES = 64 * 1024;

    private @Nullable OutboundMessage[] messages = new OutboundMessage[64];
    private int count;
    private EngineProtocol protocol = EngineProtocol.V4;
    private @Nullable ByteBuf shared;

    /// Moves the head of the queue into a buffer that the caller owns. The queue is not empty.
    ByteBuf take(OutboundQueue queue, ByteBufAllocator allocator, EngineProtocol wantedProtocol) {
        int wanted = headLength(queue);
        ByteBuf buffer = shared;
        if (buffer == null || protocol != wantedProtocol || !matches(queue, wanted)) {
            protocol = wantedProtocol;
            buffer = layOut(queue, wanted, allocator);
        }
        queue.removeFirst(wanted);
        return buffer.retainedDuplicate();
    }

    /// Ends the turn: lets the buffer go.
    void release() {
        ByteBuf buffer = shared;
        if (buffer != null) {
            shared = null;
            buffer.release();
            Arrays.fill(messages, 0, count, null);
            count = 0;
        }
    }

    /// How many messages leave together: as many as fit; a handshake leaves alone.
    private static int headLength(OutboundQueue queue) {
        long bytes = 0;
        int length = 0;
        while (length < queue.size()) {
            OutboundMessage message = queue.get(length);
            bytes += message.wireBytes();
            if (length > 0 && (message.alone() || bytes > MAX_BYTES)) {
                return length;
            }
            length++;
            if (message.alone()) {
                return length;
            }
        }
        return length;
    }

    private boolean matches(OutboundQueue queue, int wanted) {
        if (wanted != count) {
            return false;
        }
        for (int i = 0; i < wanted; i++) {
            if (messages[i] != queue.get(i)) {
                return false;
            }
        }
        return true;
    }

    private ByteBuf layOut(OutboundQueue queue, int wanted, ByteBufAllocator allocator) {
        release();
        if (wanted > messages.length) {
            messages = new OutboundMessage[Integer.highestOneBit(wanted) * 2];
        }
        int bytes = 0;
        for (int i = 0; i < wanted; i++) {
            OutboundMessage message = queue.get(i);
            messages[i] = message;
            bytes += message.wireBytes(protocol);
        }
        count = wanted;
        ByteBuf buffer = allocator.directBuffer(bytes);
        for (int i = 0; i < wanted; i++) {
            queue.get(i).writeFrames(buffer, protocol);
        }
        shared = buffer;
        return buffer;
    }
}
