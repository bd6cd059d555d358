package io.rostra.streaming.egress;

import io.rostra.streaming.worker.WorkerConfig;
import java.time.Duration;

/// @param worker how the transcoding worker is started
/// @param emptyStageGrace how long a live stream waits for somebody to come back on stage
/// @param composite whether several publishers are shown together
public record EgressConfig(
        WorkerConfig worker, Duration emptyStageGrace, CompositeConfig composite) {

    public EgressConfig(WorkerConfig worker) {
        this(worker, CompositeConfig.OFF);
    }

    public EgressConfig(WorkerConfig worker, CompositeConfig composite) {
        this(worker, Duration.ofSeconds(10), composite);
    }
}
