package io.rostra.streaming.worker;

/// Where the worker's pipelines put what they made. Thread-safe.
interface EventOutput {
    void send(WorkerMessage.Event event);
}
