package io.rostra.webrtc.sctp;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages that wait to be sent: a queue per stream, taken in turn, one whole message at a time,
/// since without I-DATA the fragments of a message have consecutive TSNs. Bounded in bytes and
/// messages. Confined to one event loop.
final class SendQueue {
    /// What a waiting message costs besides its bytes, so that many empty ones are bounded too.
    private static final int MESSAGE_OVERHEAD = 64;

    private final int capacity;
    private final Map<Integer, OutboundStream> streams = new HashMap<>();
    private final ArrayDeque<OutboundStream> ready = new ArrayDeque<>();
    private @Nullable OutboundMessage current;
    private int used;

    /// @param capacity bytes; one message may exceed it if nothing else waits
    SendQueue(int capacity) {
        this.capacity = capacity;
    }

    boolean offer(OutboundMessage message) {
        int cost = cost(message);
        if (used > 0 && cost > capacity - used) {
            return false;
        }
        used += cost;
        OutboundStream stream = streams.computeIfAbsent(message.stream, _ -> new OutboundStream());
        stream.messages.add(message);
        stream.bytes += message.unsentBytes();
        if (stream.messages.size() == 1) {
            ready.add(stream);
        }
        return true;
    }

    /// The message to send from: the one begun, or the first of the next stream. Drops what expired
    /// or was abandoned.
    @Nullable OutboundMessage next(long now) {
        while (true) {
            OutboundMessage message = current;
            if (message == null) {
                OutboundStream stream = ready.peek();
                if (stream == null) {
                    return null;
                }
                message = stream.messages.element();
                current = message;
            }
            if (!message.abandoned() && (message.started() || !message.expired(now))) {
                return message;
            }
            remove(message);
        }
    }

    /// Cuts the next fragment off `message`, which `next` returned.
    DataChunk take(OutboundMessage message, int tsn, int room) {
        OutboundStream stream = ready.element();
        if (!message.started() && message.policy.ordered()) {
            message.assignSsn(stream.nextSsn);
            stream.nextSsn = SerialNumber.nextSsn(stream.nextSsn);
        }
        DataChunk chunk = message.nextFragment(tsn, room);
        used -= chunk.length();
        stream.bytes -= chunk.length();
        if (message.finished()) {
            remove(message);
        }
        return chunk;
    }

    private void remove(OutboundMessage message) {
        OutboundStream stream = ready.remove();
        stream.messages.remove();
        stream.bytes -= message.unsentBytes();
        used -= cost(message);
        current = null;
        if (!stream.messages.isEmpty()) {
            ready.add(stream);
        }
    }

    /// Drops the messages of a stream of which nothing was sent yet.
    void discardUnsent(int id) {
        OutboundStream stream = streams.get(id);
        if (stream == null || stream.messages.isEmpty()) {
            return;
        }
        OutboundMessage first = stream.messages.element();
        for (OutboundMessage message : stream.messages) {
            if (message != first || !message.started()) {
                used -= cost(message);
                stream.bytes -= message.unsentBytes();
            }
        }
        stream.messages.clear();
        if (first.started()) {
            stream.messages.add(first);
        } else {
            ready.remove(stream);
            if (current == first) {
                current = null;
            }
        }
    }

    /// The stream was reset: it begins again with sequence number 0 (RFC 6525 section 5.1.2).
    void resetSequence(int id) {
        OutboundStream stream = streams.get(id);
        if (stream != null) {
            stream.nextSsn = 0;
        }
    }

    /// Bytes of a stream that were not handed to the network yet.
    long bufferedAmount(int id) {
        OutboundStream stream = streams.get(id);
        return stream == null ? 0 : stream.bytes;
    }

    boolean isEmpty(int id) {
        OutboundStream stream = streams.get(id);
        return stream == null || stream.messages.isEmpty();
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    void clear() {
        streams.clear();
        ready.clear();
        current = null;
        used = 0;
    }

    private static int cost(OutboundMessage message) {
        return message.unsentBytes() + MESSAGE_OVERHEAD;
    }

    private static final class OutboundStream {
        final ArrayDeque<OutboundMessage> messages = new ArrayDeque<>();
        int nextSsn;
        long bytes;
    }
}
