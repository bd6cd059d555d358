package io.rostra.webrtc.congestion;

import java.time.Duration;

/// When to try whether the path carries more than is known, and what came of it. Probes only when
/// more is wanted: at once at the beginning and after each success, and ever more rarely while they
/// fail. Not thread-safe.
final class Probing {

    private static final long FIRST_INTERVAL = Duration.ofMillis(1_500).toNanos();
    private static final long MAX_INTERVAL = Duration.ofSeconds(4).toNanos();

    /// After a success the next step follows as soon as the queue has settled.
    private static final long STEP_INTERVAL = Duration.ofMillis(250).toNanos();

    /// A probe of which nothing is heard within this time has failed.
    private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

    /// After queues had grown: a probe now would measure them.
    private static final Duration CALM = Duration.ofMillis(1_000);

    private static final long PROBE_NANOS = Duration.ofMillis(20).toNanos();
    private static final int MIN_BYTES = 1_600;
    private static final double STEP = 2.0;
    private static final double SUCCESS = 1.1;

    private final ProbeCluster cluster = new ProbeCluster();
    private int lastCluster;
    private boolean running;
    private long startedAt;
    private long rate;
    private long before;
    private long interval = STEP_INTERVAL;
    private long dueAt;

    Probing(long now) {
        dueAt = now;
    }

    /// Bytes to send at once as a probe, 0 for none now.
    int poll(long target, long wanted, boolean calm, long now) {
        if (running && now - startedAt > PATIENCE) {
            finish(false, now);
        }
        if (running || !calm || wanted <= target * SUCCESS || now - dueAt < 0) {
            return 0;
        }
        running = true;
        startedAt = now;
        before = target;
        rate = (long) Math.min(target * STEP, wanted * SUCCESS);
        lastCluster++;
        cluster.begin(lastCluster);
        return (int) Math.max(MIN_BYTES, rate * PROBE_NANOS / 8_000_000_000L);
    }

    /// The cluster that padding sent now belongs to, 0 when there is none.
    int cluster() {
        return running ? lastCluster : 0;
    }

    static Duration calm() {
        return CALM;
    }

    void onSent(int bytes) {
        cluster.onSent(bytes);
    }

    void onArrived(int probe, int bytes, long arrivedAt) {
        if (running) {
            cluster.onArrived(probe, bytes, arrivedAt);
        }
    }

    /// The rate that the path carried, 0 when there is no news. To be called after each feedback.
    long result(long now) {
        long measured = running ? cluster.result(rate) : 0;
        if (measured > 0) {
            finish(measured > before * SUCCESS, now);
        }
        return measured;
    }

    private void finish(boolean success, long now) {
        running = false;
        interval = success ? STEP_INTERVAL : Math.clamp(interval * 2, FIRST_INTERVAL, MAX_INTERVAL);
        dueAt = now + interval;
    }
}
