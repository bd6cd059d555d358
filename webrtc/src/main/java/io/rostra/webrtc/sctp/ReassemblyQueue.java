package io.rostra.webrtc.sctp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Turns DATA chunks into messages, in order where asked (RFC 9260 sections 6.5, 6.6, 6.9).
/// Bounded: what waits here and what was delivered but not consumed shrinks the window that we
/// advertise. Confined to one event loop.
final class ReassemblyQueue {
    /// What holding a chunk costs besides its bytes, so that many tiny ones are bounded too.
    private static final int CHUNK_OVERHEAD = 128;

    private final int capacity;
    private final int streamCount;
    private final Map<Integer, InboundStream> streams = new HashMap<>();
    private final Consumer<Fragments> deliver;
    private int held;
    private int unconsumed;

    /// @param capacity bytes
    /// @param streamCount incoming streams, ids from 0
    /// @param deliver called with each whole message
    ReassemblyQueue(int capacity, int streamCount, Consumer<Fragments> deliver) {
        this.capacity = capacity;
        this.streamCount = streamCount;
        this.deliver = deliver;
    }

    static int cost(DataChunk chunk) {
        return chunk.length() + CHUNK_OVERHEAD;
    }

    /// Bytes that may still come: the advertised receiver window.
    int window() {
        return Math.max(0, capacity - held - unconsumed);
    }

    /// Far beyond what the window allowed, even for chunks that fill a hole.
    boolean exhausted() {
        return held + unconsumed > 2 * capacity;
    }

    void add(long tsn, DataChunk chunk) {
        InboundStream stream = stream(chunk.stream());
        if (!stream.add(tsn, chunk)) {
            return;
        }
        held += cost(chunk);
        if (chunk.unordered()) {
            Fragments message = stream.takeUnordered(tsn);
            if (message != null) {
                deliver(message);
            }
        } else {
            deliverOrdered(stream);
        }
    }

    private InboundStream stream(int id) {
        return streams.computeIfAbsent(id, _ -> new InboundStream());
    }

    private void deliverOrdered(InboundStream stream) {
        Fragments message = stream.takeOrdered();
        while (message != null) {
            deliver(message);
            message = stream.takeOrdered();
        }
    }

    private void deliver(Fragments message) {
        held -= message.cost();
        unconsumed += message.payload().length;
        deliver.accept(message);
    }

    /// A delivered message was taken by its reader.
    void consumed(int bytes) {
        unconsumed = Math.max(0, unconsumed - bytes);
    }

    /// The peer gave up on some messages (RFC 3758 section 3.6). Whole ones that waited behind them
    /// are delivered.
    ///
    /// @param tsn unwrapped new cumulative point
    void forward(long tsn, List<ForwardTsnChunk.Skipped> skipped) {
        for (ForwardTsnChunk.Skipped skip : skipped) {
            if (skip.stream() >= streamCount) {
                continue;
            }
            InboundStream stream = stream(skip.stream());
            while (stream.skipToOldestWithin(skip.ssn())) {
                Fragments message = stream.takeOrdered();
                if (message != null) {
                    deliver(message);
                } else {
                    held -= stream.dropNext();
                }
            }
            held -= stream.skipTo(skip.ssn());
            deliverOrdered(stream);
        }
        for (InboundStream stream : streams.values()) {
            held -= stream.dropUnorderedTo(tsn);
        }
    }

    /// @param ids empty means all streams
    void reset(List<Integer> ids) {
        if (ids.isEmpty()) {
            streams.values().forEach(stream -> held -= stream.reset());
            streams.clear();
            return;
        }
        for (Integer id : ids) {
            InboundStream stream = streams.remove(id);
            if (stream != null) {
                held -= stream.reset();
            }
        }
    }
}
