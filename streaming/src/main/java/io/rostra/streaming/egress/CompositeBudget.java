package io.rostra.streaming.egress;

import java.util.HashMap;
import java.util.Map;

/// The processors that all composites of a server may keep busy together. Each takes what its plan
/// costs; a later one gets what is left, and those before it are not disturbed. Thread-safe.
public final class CompositeBudget {

    private final double total;
    private final Map<Object, Double> taken = new HashMap<>();

    /// @param total processors
    public CompositeBudget(double total) {
        this.total = total;
    }

    /// Half of the machine, so that forwarding is never late because of a composite.
    public static CompositeBudget ofThisMachine() {
        return new CompositeBudget(Runtime.getRuntime().availableProcessors() / 2.0);
    }

    /// What `owner` may use, what it has taken already included.
    synchronized double availableTo(Object owner) {
        double others = 0;
        for (Map.Entry<Object, Double> entry : taken.entrySet()) {
            others += entry.getKey() == owner ? 0 : entry.getValue();
        }
        return total - others;
    }

    /// @param processors 0 to give everything back
    synchronized void take(Object owner, double processors) {
        if (processors == 0) {
            taken.remove(owner);
        } else {
            taken.put(owner, processors);
        }
    }
}
