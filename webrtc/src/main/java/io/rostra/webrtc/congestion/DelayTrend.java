package io.rostra.webrtc.congestion;

/// Whether the one-way delay grows: the slope of a line through the accumulated delay of the last
/// packet groups, against a threshold that adapts to how noisy the path is (draft-ietf-rmcat-gcc-02
/// section 5.4; the line replaces section 5.3's Kalman filter). Not thread-safe.
final class DelayTrend {

    /// Groups that the line goes through.
    private static final int WINDOW = 20;

    private static final double SMOOTHING = 0.9;

    /// The slope counts more the more groups have been seen, up to this many.
    private static final int MAX_DELTAS = 60;

    private static final double GAIN = 4.0;
    private static final double INITIAL_THRESHOLD = 12.5;
    private static final double MIN_THRESHOLD = 6;
    private static final double MAX_THRESHOLD = 600;
    private static final double THRESHOLD_UP = 0.0087;
    private static final double THRESHOLD_DOWN = 0.039;

    /// A leap this far above the threshold is a route change, not noise to adapt to.
    private static final double MAX_ADAPT_OFFSET = 15;

    /// Milliseconds above the threshold until that is overuse.
    private static final double OVERUSE_MILLIS = 10;

    private static final double MAX_UPDATE_MILLIS = 100;

    /// Growth alone may be the receiver's stutter; with a queue of this length it is congestion.
    private static final double MIN_QUEUE_MILLIS = 10;

    private final StandingQueue queue = new StandingQueue();
    private final double[] arrivals = new double[WINDOW];
    private final double[] delays = new double[WINDOW];
    private int count;
    private int deltas;
    private boolean started;
    private long firstArrival;
    private double accumulatedDelay;
    private double smoothedDelay;
    private double threshold = INITIAL_THRESHOLD;
    private double previousSlope;
    private double timeOver = -1;
    private int timesOver;
    private double updatedAt = Double.NaN;
    private PathUsage usage = PathUsage.NORMAL;

    PathUsage usage() {
        return usage;
    }

    /// See [PacketGroups.Output#onGroup].
    void onGroup(long sendDelta, long arrivalDelta, long arrivedAt) {
        if (!started) {
            started = true;
            firstArrival = arrivedAt;
        }
        deltas = Math.min(deltas + 1, 1_000);
        accumulatedDelay += (arrivalDelta - sendDelta) / 1e6;
        smoothedDelay = SMOOTHING * smoothedDelay + (1 - SMOOTHING) * accumulatedDelay;
        int slot = count++ % WINDOW;
        arrivals[slot] = (arrivedAt - firstArrival) / 1e6;
        delays[slot] = smoothedDelay;
        queue.onGroup(accumulatedDelay, arrivals[slot]);
        double slope = count >= WINDOW ? slope() : previousSlope;
        detect(slope, sendDelta / 1e6, arrivals[slot]);
    }

    /// Least squares through all points.
    private double slope() {
        double meanArrival = 0;
        double meanDelay = 0;
        for (int i = 0; i < WINDOW; i++) {
            meanArrival += arrivals[i] / WINDOW;
            meanDelay += delays[i] / WINDOW;
        }
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < WINDOW; i++) {
            double x = arrivals[i] - meanArrival;
            numerator += x * (delays[i] - meanDelay);
            denominator += x * x;
        }
        return denominator == 0 ? previousSlope : numerator / denominator;
    }

    private void detect(double slope, double sendMillis, double nowMillis) {
        double trend = Math.min(deltas, MAX_DELTAS) * slope * GAIN;
        if (trend > threshold) {
            timeOver = timeOver < 0 ? sendMillis / 2 : timeOver + sendMillis;
            timesOver++;
            if (timeOver > OVERUSE_MILLIS
                    && timesOver > 1
                    && slope >= previousSlope
                    && queue.millis(nowMillis) > MIN_QUEUE_MILLIS) {
                timeOver = 0;
                timesOver = 0;
                usage = PathUsage.OVERUSED;
            }
        } else {
            timeOver = -1;
            timesOver = 0;
            usage = trend < -threshold ? PathUsage.UNDERUSED : PathUsage.NORMAL;
        }
        previousSlope = slope;
        adaptThreshold(trend, nowMillis);
    }

    private void adaptThreshold(double trend, double nowMillis) {
        double elapsed =
                Double.isNaN(updatedAt)
                        ? 0
                        : Math.clamp(nowMillis - updatedAt, 0, MAX_UPDATE_MILLIS);
        updatedAt = nowMillis;
        double distance = Math.abs(trend) - threshold;
        if (distance > MAX_ADAPT_OFFSET) {
            return;
        }
        double gain = distance < 0 ? THRESHOLD_DOWN : THRESHOLD_UP;
        threshold = Math.clamp(threshold + gain * distance * elapsed, MIN_THRESHOLD, MAX_THRESHOLD);
    }
}
