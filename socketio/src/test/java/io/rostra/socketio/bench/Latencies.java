package io.rostra.socketio.bench;

import java.util.Arrays;

/// From sending an event to each of its deliveries. A receiver gets every event in order, so its
/// n-th delivery is the n-th event.
final class Latencies {
    private static final int WINDOW = 1 << 16;

    private final long[] sentAt = new long[WINDOW];
    private long[] samples = new long[1 << 16];
    private int count;
    private long firstMeasured = Long.MAX_VALUE;

    void onSend(long number, long at) {
        sentAt[(int) (number & (WINDOW - 1))] = at;
    }

    /// Takes samples of this event and those after it.
    void measureFrom(long number) {
        firstMeasured = number;
    }

    void onDelivery(long number, long at) {
        if (number < firstMeasured) {
            return;
        }
        if (count == samples.length) {
            samples = Arrays.copyOf(samples, 2 * count);
        }
        samples[count++] = at - sentAt[(int) (number & (WINDOW - 1))];
    }

    /// In microseconds; `share` of all were faster.
    double percentile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(samples, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1, Math.floor(share * count))] / 1_000.0;
    }
}
