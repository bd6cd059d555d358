package io.rostra.streaming.worker;

import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/// Adds up the sound of several senders, block by block, and turns the sum down where it would
/// clip. One sender alone passes through at once and unchanged. Not thread-safe.
///
/// ```text
/// a block is complete when all who speak have put theirs, or the newest is 5 blocks (107 ms) on
/// gain at the border of two blocks = what the louder one of them can stand, never rising fast
/// gain within a block: a straight line between its borders, so no sample exceeds the limit
/// ```
final class AudioMixer {

    private static final int BLOCK = AudioTimeline.BLOCK;

    /// A sender is waited for up to this many samples.
    private static final long PATIENCE = 5L * BLOCK;

    /// A sender that has not put anything for so many samples does not speak.
    private static final long SILENT = 10L * BLOCK;

    private static final float LIMIT = 0.98f;

    /// From one border to the next: 6 dB in a third of a second.
    private static final float RISE = 1.045f;

    private final AudioTimeline.Output output;
    private final TreeMap<Long, Sum> pending = new TreeMap<>();

    /// Where each sender's last block began.
    private final Map<Integer, Long> last = new HashMap<>();

    private final float[] left = new float[BLOCK];
    private final float[] right = new float[BLOCK];
    private float gain = 1;
    private long next = Long.MIN_VALUE;

    private static final class Sum {
        final float[] left = new float[BLOCK];
        final float[] right = new float[BLOCK];

        void add(float[] moreLeft, float[] moreRight) {
            for (int i = 0; i < BLOCK; i++) {
                left[i] += moreLeft[i];
                right[i] += moreRight[i];
            }
        }

        /// The gain it can stand.
        float headroom() {
            float peak = LIMIT;
            for (int i = 0; i < BLOCK; i++) {
                peak = Math.max(peak, Math.max(Math.abs(left[i]), Math.abs(right[i])));
            }
            return LIMIT / peak;
        }
    }

    /// @param output takes blocks in order of time; the arrays are used again afterwards
    AudioMixer(AudioTimeline.Output output) {
        this.output = output;
    }

    /// @param pts a multiple of the block's length
    void put(int source, long pts, float[] blockLeft, float[] blockRight) {
        last.put(source, pts);
        if (pts < next) {
            return; // too late
        }
        if (last.size() == 1 && pending.isEmpty() && gain == 1) {
            next = pts + BLOCK;
            output.onBlock(pts, blockLeft, blockRight);
            return;
        }
        pending.computeIfAbsent(pts, _ -> new Sum()).add(blockLeft, blockRight);
        release();
    }

    void remove(int source) {
        last.remove(source);
        release();
    }

    private void release() {
        while (!pending.isEmpty() && isComplete(pending.firstKey())) {
            Entry<Long, Sum> first = pending.pollFirstEntry();
            emit(first.getKey(), first.getValue());
        }
    }

    /// The block after it has to be there as well, since it decides how loud this one may end.
    private boolean isComplete(long pts) {
        long newest = pending.lastKey();
        if (newest - pts >= PATIENCE) {
            return true;
        }
        for (long put : last.values()) {
            if (put < pts + BLOCK && newest - put < SILENT) {
                return false;
            }
        }
        return newest > pts || last.isEmpty();
    }

    private void emit(long pts, Sum block) {
        Sum after = pending.get(pts + BLOCK);
        float own = block.headroom();
        float from = Math.min(gain, own);
        float to = Math.min(own, after == null ? 1 : after.headroom());
        to = Math.min(to, Math.min(1, from * RISE));
        for (int i = 0; i < BLOCK; i++) {
            float now = from + (to - from) * i / BLOCK;
            left[i] = block.left[i] * now;
            right[i] = block.right[i] * now;
        }
        gain = to;
        next = pts + BLOCK;
        output.onBlock(pts, left, right);
    }
}
