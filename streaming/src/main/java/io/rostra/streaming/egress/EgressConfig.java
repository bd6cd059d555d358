package io.rostra.streaming.egress;

import io.rostra.streaming.worker.WorkerConfig;
import java.time.Duration;

/// @param worker how the transcoding worker is started
/// @param emptyStageGrace how long a live stream waits for somebody to come back on stage
public record EgressConfig(WorkerConfig worker, Duration emptyStageGrace) {

    public EgressConfig(WorkerConfig worker) {
        this(worker, Duration.ofSeconds(10));
    }
}
