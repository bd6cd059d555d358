package io.rostra.streaming.egress.restream;

import io.rostra.streaming.worker.WorkerConfig;
import java.time.Duration;

/// @param worker how child processes are started
/// @param patience a server that takes nothing for so long is given up
/// @param firstBackoff how long to wait after the first failure; doubles with each
/// @param longestBackoff at most
/// @param attempts that may fail in a row before the push ends; one that ran for longer than
///   `healthy` starts the count again
public record PushConfig(
        WorkerConfig worker,
        Duration patience,
        Duration firstBackoff,
        Duration longestBackoff,
        Duration healthy,
        int attempts) {

    /// Tries for about five minutes.
    public PushConfig(WorkerConfig worker) {
        this(
                worker,
                Duration.ofSeconds(15),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                14);
    }
}
