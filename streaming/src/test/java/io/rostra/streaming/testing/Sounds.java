package io.rostra.streaming.testing;

/// Sounds for tests, 48 kHz mono.
public final class Sounds {
    private Sounds() {}

    /// A 440 Hz sine.
    public static float[] tone(int samples) {
        float[] tone = new float[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * i / 48_000));
        }
        return tone;
    }

    /// Silence up to sample `onset`, a 440 Hz sine behind.
    public static float[] toneFrom(int onset, int samples) {
        float[] sound = new float[samples];
        System.arraycopy(tone(samples - onset), 0, sound, onset, samples - onset);
        return sound;
    }

    /// Index of the first sample that is clearly heard, or -1.
    public static int onset(float[] sound) {
        for (int i = 0; i < sound.length; i++) {
            if (Math.abs(sound[i]) > 0.2) {
                return i;
            }
        }
        return -1;
    }

    /// Root mean square from `from` to `to`.
    public static double loudness(float[] sound, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += sound[i] * sound[i];
        }
        return Math.sqrt(sum / Math.max(1, to - from));
    }

    /// The quietest 10 ms between `from` and `to`: a gap shows as nearly 0.
    public static double quietest(float[] sound, int from, int to) {
        double least = Double.MAX_VALUE;
        for (int at = from; at + 480 <= to; at += 480) {
            least = Math.min(least, loudness(sound, at, at + 480));
        }
        return least;
    }
}
