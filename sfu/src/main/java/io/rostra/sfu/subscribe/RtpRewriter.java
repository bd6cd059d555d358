package io.rostra.sfu.subscribe;

import java.util.Arrays;

/// Arithmetic that turns the sequence numbers and timestamps of published packets into one
/// continuous stream for a subscriber, over pauses and changes of source. Remembers which published
/// packet went out under which number, to answer NACKs. Confined to one loop; no allocation per
/// packet.
final class RtpRewriter {

    /// Packets remembered, a power of two.
    static final int MEMORY = 1_024;

    private final int clockRate;
    private final long[] sent = new long[MEMORY];
    private final long[] origin = new long[MEMORY];
    private final byte[] sources = new byte[MEMORY];
    private final int[] timestamps = new int[MEMORY];
    private boolean running;
    private boolean everStarted;
    private int source;
    private long startedAt;
    private long sequenceOffset;
    private int timestampOffset;
    private long highestOut;
    private int lastTimestamp;
    private long lastSentNanos;

    /// @param firstSequence of the stream that the subscriber sees
    RtpRewriter(int clockRate, int firstSequence) {
        this.clockRate = clockRate;
        this.highestOut = firstSequence - 1L;
        Arrays.fill(sent, -1);
    }

    boolean running() {
        return running;
    }

    /// Begins a run with this published packet: numbers go on where the last run ended, time by as
    /// much as passed.
    ///
    /// @param from which of several sources the run is of
    void start(int from, long sequence, int timestamp, long now) {
        int elapsed = (int) Math.max(1, elapsedTicks(now));
        start(from, sequence, timestamp, lastTimestamp + elapsed, now);
    }

    /// Begins a run whose time goes on as the publisher's sender reports say. Arrival times would
    /// add the encodings' different delays to the picture's time.
    ///
    /// @param converted the timestamp that the packet would have had in the run before, as it would
    ///   have gone out
    void start(int from, long sequence, int timestamp, int converted, long now) {
        running = true;
        source = from;
        startedAt = sequence;
        sequenceOffset = highestOut + 1 - sequence;
        if (everStarted) {
            int ahead = converted - lastTimestamp;
            boolean plausible = Math.abs(ahead - elapsedTicks(now)) < clockRate;
            long step = plausible ? Math.max(1, ahead) : Math.max(1, elapsedTicks(now));
            timestampOffset = lastTimestamp + (int) step - timestamp;
        } else {
            everStarted = true;
            timestampOffset = 0;
        }
    }

    private long elapsedTicks(long now) {
        return (now - lastSentNanos) / 1_000 * clockRate / 1_000_000;
    }

    void pause() {
        running = false;
    }

    /// What went out of this source cannot be had again: its numbers have a new meaning. If it is
    /// the one that runs, this ends.
    void forget(int forgotten) {
        for (int i = 0; i < MEMORY; i++) {
            if (sources[i] == forgotten) {
                sent[i] = -1;
            }
        }
        running &= source != forgotten;
    }

    /// @return false for a packet from before the run began
    boolean accepts(long sequence) {
        return running && sequence >= startedAt;
    }

    /// The number under which the packet goes out; remembers it.
    long map(long sequence, int timestamp, long now) {
        return map(sequence, sequence, timestamp, now);
    }

    /// As [#map(long, int, long)], for a packet that does not go under its own number.
    ///
    /// @param place its number among those that go
    long map(long place, long sequence, int timestamp, long now) {
        long out = place + sequenceOffset;
        int slot = (int) (out & (MEMORY - 1));
        sent[slot] = out;
        origin[slot] = sequence;
        sources[slot] = (byte) source;
        timestamps[slot] = timestamp + timestampOffset;
        if (out > highestOut) {
            highestOut = out;
            lastTimestamp = timestamp + timestampOffset;
            lastSentNanos = now;
        }
        return out;
    }

    /// Nothing went out under this number that could be asked for.
    void forgetNumber(long out) {
        sent[(int) (out & (MEMORY - 1))] = -1;
    }

    int mapTimestamp(int timestamp) {
        return timestamp + timestampOffset;
    }

    /// Of the newest packet that went out.
    int lastTimestamp() {
        return lastTimestamp;
    }

    /// The full outgoing number whose low 16 bits are these, nearest below the highest sent.
    long unwrapOut(int sequence16) {
        long candidate = (highestOut & ~0xFFFFL) | sequence16;
        return candidate > highestOut ? candidate - 0x10000 : candidate;
    }

    /// The published packet that went out as this number, or -1 when that is not known (any more).
    long originOf(long out) {
        int slot = (int) (out & (MEMORY - 1));
        return out >= 0 && sent[slot] == out ? origin[slot] : -1;
    }

    /// The source of the packet that went out as this number; good when [#originOf] knows it.
    int sourceOf(long out) {
        return sources[(int) (out & (MEMORY - 1))];
    }

    /// The timestamp under which this number went out, perhaps in an earlier run than the present
    /// one; good when [#originOf] knows the number.
    int timestampOf(long out) {
        return timestamps[(int) (out & (MEMORY - 1))];
    }
}
