package io.rostra.webrtc.sctp;

import java.util.Iterator;
import java.util.TreeMap;

/// The fragments of one message put together.
///
/// @param cost what they counted for in the reassembly queue
@SuppressWarnings("ArrayRecordComponent")
record Fragments(int stream, int ppid, byte[] payload, int cost) {
    /// Takes the chunks with keys from `begin` to `end` out of a queue.
    static Fragments takeFrom(TreeMap<Long, DataChunk> queue, long begin, long end) {
        int length = 0;
        int cost = 0;
        DataChunk first = queue.ceilingEntry(begin).getValue();
        for (DataChunk chunk : queue.subMap(begin, true, end, true).values()) {
            length += chunk.length();
            cost += ReassemblyQueue.cost(chunk);
        }
        byte[] payload = new byte[length];
        int at = 0;
        Iterator<DataChunk> chunks = queue.subMap(begin, true, end, true).values().iterator();
        while (chunks.hasNext()) {
            DataChunk chunk = chunks.next();
            System.arraycopy(chunk.bytes(), chunk.offset(), payload, at, chunk.length());
            at += chunk.length();
            chunks.remove();
        }
        return new Fragments(first.stream(), first.ppid(), payload, cost);
    }
}
