package io.rostra.sfu.net;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts of what was dropped, by reason. Thread-safe.
public final class DropCounters {

    private final Map<DropReason, LongAdder> counts = new EnumMap<>(DropReason.class);

    public DropCounters() {
        for (DropReason reason : DropReason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    public void count(DropReason reason) {
        adder(reason).increment();
    }

    public long total(DropReason reason) {
        return adder(reason).sum();
    }

    private LongAdder adder(DropReason reason) {
        LongAdder adder = counts.get(reason);
        if (adder == null) {
            throw new IllegalStateException("Every reason has a counter");
        }
        return adder;
    }
}
