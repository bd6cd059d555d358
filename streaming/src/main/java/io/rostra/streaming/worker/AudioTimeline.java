package io.rostra.streaming.worker;

/// Lays decoded sound on the stream's timeline and cuts it into blocks of 1024 samples whose times
/// are multiples of 1024. Samples follow each other without a gap as long as their times agree to
/// within 40 ms, however these wander: a slow difference, two clocks that do not run alike, is
/// taken up by packets stretched or squeezed by one sample, which nobody hears. A larger difference
/// becomes silence, or costs samples. After a longer pause blocks are left out; the server has
/// filled them with silence already. Not thread-safe.
final class AudioTimeline {
    static final int BLOCK = 1024;

    /// 40 ms in samples.
    private static final int TOLERANCE = 1920;

    /// 100 ms in samples: longer pauses are skipped instead of encoded.
    private static final int PAUSE = 4800;

    /// Mean difference, in samples, from which packets are stretched: 1 ms.
    private static final int DRIFT = 48;

    private static final float DRIFT_WEIGHT = 1 / 32f;

    private final Output output;
    private final float[] left = new float[BLOCK];
    private final float[] right = new float[BLOCK];
    private int filled;
    private long blockPts;
    private boolean started;
    private float drift;

    AudioTimeline(Output output) {
        this.output = output;
    }

    interface Output {
        /// Takes one block; the arrays are used again afterwards.
        void onBlock(long pts, float[] left, float[] right);
    }

    /// Where the next sample would be without any correction.
    long position() {
        return blockPts + filled;
    }

    /// @param pts time of the first sample, in samples since the stream's epoch
    /// @param interleaved left and right in turn
    /// @param count samples per channel
    void write(long pts, float[] interleaved, int count) {
        if (!started || pts - position() > PAUSE) {
            startAt(pts);
        }
        long error = pts - position();
        if (error > TOLERANCE) {
            silence((int) error);
            drift = 0;
            copy(interleaved, 0, count);
        } else if (error < -TOLERANCE) {
            int late = (int) Math.min(count, -error);
            drift = 0;
            copy(interleaved, late, count);
        } else {
            follow(error, interleaved, count);
        }
    }

    private void startAt(long pts) {
        if (filled > 0) {
            silence(BLOCK - filled);
        }
        long grid = Math.floorDiv(pts, BLOCK) * (long) BLOCK;
        blockPts = started ? Math.max(blockPts, grid) : grid;
        started = true;
        drift = 0;
        silence((int) (pts - blockPts));
    }

    private void follow(long error, float[] interleaved, int count) {
        drift += (error - drift) * DRIFT_WEIGHT;
        if (Math.abs(drift) < DRIFT || count < 2) {
            copy(interleaved, 0, count);
            return;
        }
        int step = drift > 0 ? 1 : -1;
        drift -= step;
        stretch(interleaved, count, count + step);
    }

    private void copy(float[] interleaved, int from, int to) {
        for (int i = from; i < to; i++) {
            put(interleaved[2 * i], interleaved[2 * i + 1]);
        }
    }

    /// Linear interpolation from `count` to `target` samples, first on first and last on last.
    private void stretch(float[] interleaved, int count, int target) {
        float step = (count - 1) / (float) Math.max(1, target - 1);
        for (int i = 0; i < target; i++) {
            float at = i * step;
            int index = Math.min((int) at, count - 2);
            float part = at - index;
            put(
                    between(interleaved[2 * index], interleaved[2 * index + 2], part),
                    between(interleaved[2 * index + 1], interleaved[2 * index + 3], part));
        }
    }

    private static float between(float a, float b, float part) {
        return a + (b - a) * part;
    }

    private void silence(int samples) {
        for (int i = 0; i < samples; i++) {
            put(0, 0);
        }
    }

    private void put(float l, float r) {
        left[filled] = l;
        right[filled] = r;
        if (++filled == BLOCK) {
            output.onBlock(blockPts, left, right);
            blockPts += BLOCK;
            filled = 0;
        }
    }
}
