package io.rostra.sfu.net;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/// Counts of what happens to media, and what subscribers' paths are taken to carry. Thread-safe.
public final class MediaCounters {

    private final LongAdder[] counts = new LongAdder[MediaEvent.values().length];
    private volatile LongConsumer estimates = _ -> {};

    public MediaCounters() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    public void count(MediaEvent event) {
        count(event, 1);
    }

    public void count(MediaEvent event, int times) {
        counts[event.ordinal()].add(times);
    }

    public long total(MediaEvent event) {
        return counts[event.ordinal()].sum();
    }

    /// Of one subscriber, every few seconds.
    public void estimated(long bitsPerSecond) {
        estimates.accept(bitsPerSecond);
    }

    /// @param observer is given what each subscriber's path is taken to carry every few seconds,
    ///   bits per second; called on any event loop, and must not wait
    public void observeEstimates(LongConsumer observer) {
        estimates = observer;
    }
}
