package io.rostra.webrtc.srtp;

/// Which of the last packet indexes were seen (RFC 3711 section 3.3.2), as a ring of bits that is
/// cleared word by word as it moves on (RFC 6479), so that a step costs the same however wide the
/// window is. Confined to one thread.
final class ReplayWindow {
    /// Indexes behind the highest that are still told apart. RFC 3711 asks for at least 64; at 500
    /// packets/s this is two seconds of lateness, and what libwebrtc uses.
    static final int SIZE = 1024;

    /// What [#check] answers.
    static final int FRESH = 0;

    static final int SEEN = 1;
    static final int TOO_OLD = 2;

    /// One word more than the window, since the newest word is only partly used; then up to a power
    /// of two.
    private static final int WORDS = Integer.highestOneBit(SIZE / Long.SIZE) * 2;

    private final long[] bits = new long[WORDS];
    private long highest = -1;

    /// The highest index marked, -1 before the first.
    long highest() {
        return highest;
    }

    /// [#FRESH], [#SEEN] or [#TOO_OLD]; changes nothing, since the packet is not yet authenticated.
    int check(long index) {
        if (index > highest) {
            return FRESH;
        }
        if (highest - index >= SIZE) {
            return TOO_OLD;
        }
        return (bits[word(index)] & 1L << index) == 0 ? FRESH : SEEN;
    }

    /// Remembers an index that [#check] called fresh.
    void mark(long index) {
        if (index > highest) {
            long newWords = Math.min((index >>> 6) - (highest >> 6), WORDS);
            for (long i = 0; i < newWords; i++) {
                bits[word(index - (i << 6))] = 0;
            }
            highest = index;
        }
        bits[word(index)] |= 1L << index;
    }

    private static int word(long index) {
        return (int) (index >>> 6) & WORDS - 1;
    }
}
