package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Packet chunks and receive deltas of a [TransportCc] (draft sections 3.1.1 to 3.1.5). Chunks come
/// first, deltas of the received packets follow.
///
/// ```
/// run length:      |0| S (2) |       run length (13)       |     the same symbol so many times
/// 1-bit vector:    |1|0|        symbols (14 * 1)           |     0 not received, 1 small delta
/// 2-bit vector:    |1|1|        symbols (7 * 2)            |     0 not received, 1 small, 2 large, 3 reserved
/// ```
final class TransportCcStatus {
    private static final int NOT_RECEIVED = 0;

    /// A delta of one unsigned byte.
    private static final int SMALL = 1;

    /// A delta of two signed bytes.
    private static final int LARGE = 2;

    private static final int CHUNK_LENGTH = 2;
    private static final int ONE_BIT_SYMBOLS = 14;
    private static final int TWO_BIT_SYMBOLS = 7;
    private static final int MAX_RUN = 0x1FFF;

    private TransportCcStatus() {}

    /// The deltas of `count` packets, null if chunks or deltas end early or a symbol is reserved.
    static int @Nullable [] read(byte[] buffer, int start, int end, int count) {
        int[] statuses = new int[count];
        int at = start;
        int known = 0;
        while (known < count) {
            if (at + CHUNK_LENGTH > end) {
                return null;
            }
            known = readChunk(BigEndian.u16(buffer, at), statuses, known);
            at += CHUNK_LENGTH;
        }
        return readDeltas(buffer, at, end, statuses) ? statuses : null;
    }

    /// Appends the chunk's symbols, as many as are wanted, and returns how many are known then.
    private static int readChunk(int chunk, int[] statuses, int known) {
        if (chunk < 0x8000) {
            int to = Math.min(statuses.length, known + (chunk & MAX_RUN));
            Arrays.fill(statuses, known, to, chunk >> 13);
            return to;
        }
        boolean oneBit = (chunk & 0x4000) == 0;
        int symbols = oneBit ? ONE_BIT_SYMBOLS : TWO_BIT_SYMBOLS;
        int bits = oneBit ? 1 : 2;
        int to = Math.min(statuses.length, known + symbols);
        for (int i = known; i < to; i++) {
            int shift = (symbols - 1 - (i - known)) * bits;
            statuses[i] = chunk >> shift & (1 << bits) - 1;
        }
        return to;
    }

    /// Replaces symbols by deltas; false if they end early.
    private static boolean readDeltas(byte[] buffer, int start, int end, int[] statuses) {
        int at = start;
        for (int i = 0; i < statuses.length; i++) {
            int symbol = statuses[i];
            if (symbol > LARGE || at + symbol > end) {
                return false;
            }
            statuses[i] =
                    switch (symbol) {
                        case SMALL -> BigEndian.u8(buffer, at);
                        case LARGE -> (short) BigEndian.u16(buffer, at);
                        default -> TransportCc.NOT_RECEIVED;
                    };
            at += symbol;
        }
        return true;
    }

    /// Bytes that [#write] writes.
    static int length(int[] deltas) {
        int length = 0;
        for (int i = 0; i < deltas.length; i += symbolsInChunk(deltas, i)) {
            length += CHUNK_LENGTH;
        }
        for (int delta : deltas) {
            length += symbol(delta);
        }
        return length;
    }

    /// Writes chunks and deltas and returns the index behind them.
    static int write(int[] deltas, byte[] buffer, int start) {
        int at = start;
        int symbols;
        for (int i = 0; i < deltas.length; i += symbols) {
            symbols = symbolsInChunk(deltas, i);
            BigEndian.put16(buffer, at, chunk(deltas, i, symbols));
            at += CHUNK_LENGTH;
        }
        for (int delta : deltas) {
            int symbol = symbol(delta);
            if (symbol == SMALL) {
                buffer[at] = (byte) delta;
            } else if (symbol == LARGE) {
                BigEndian.put16(buffer, at, delta);
            }
            at += symbol;
        }
        return at;
    }

    /// How many packets the best chunk from packet `from` on describes: a run if it is at least as
    /// long as a vector would be.
    private static int symbolsInChunk(int[] deltas, int from) {
        int run = runLength(deltas, from);
        int vector = vectorLength(deltas, from);
        return Math.max(run, vector);
    }

    private static int chunk(int[] deltas, int from, int symbols) {
        int first = symbol(deltas[from]);
        if (runLength(deltas, from) == symbols) {
            return first << 13 | symbols;
        }
        boolean oneBit = largeWithin(deltas, from, ONE_BIT_SYMBOLS) < 0;
        int capacity = oneBit ? ONE_BIT_SYMBOLS : TWO_BIT_SYMBOLS;
        int bits = oneBit ? 1 : 2;
        int chunk = oneBit ? 0x8000 : 0xC000;
        for (int i = 0; i < symbols; i++) {
            chunk |= symbol(deltas[from + i]) << (capacity - 1 - i) * bits;
        }
        return chunk;
    }

    private static int runLength(int[] deltas, int from) {
        int symbol = symbol(deltas[from]);
        int end = Math.min(deltas.length, from + MAX_RUN);
        int to = from + 1;
        while (to < end && symbol(deltas[to]) == symbol) {
            to++;
        }
        return to - from;
    }

    /// Packets a vector chunk describes: 14 if none of them needs a large delta, else 7; fewer at
    /// the end.
    private static int vectorLength(int[] deltas, int from) {
        int capacity =
                largeWithin(deltas, from, ONE_BIT_SYMBOLS) < 0 ? ONE_BIT_SYMBOLS : TWO_BIT_SYMBOLS;
        return Math.min(capacity, deltas.length - from);
    }

    /// Index of the first large delta among the next `count` packets, -1 if there is none.
    private static int largeWithin(int[] deltas, int from, int count) {
        int to = Math.min(deltas.length, from + count);
        for (int i = from; i < to; i++) {
            if (symbol(deltas[i]) == LARGE) {
                return i;
            }
        }
        return -1;
    }

    private static int symbol(int delta) {
        if (delta == TransportCc.NOT_RECEIVED) {
            return NOT_RECEIVED;
        }
        return delta >= 0 && delta <= 0xFF ? SMALL : LARGE;
    }
}
