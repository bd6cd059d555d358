package io.rostra.streaming.egress.recording;

import java.nio.file.Path;

/// @param directory of our own; made when missing
/// @param minFreeBytes a recording does not start, or ends, when less than this is free on its disk
public record RecordingConfig(Path directory, long minFreeBytes) {

    private static final long GIBIBYTE = 1L << 30;

    /// Room for the database and the logs stays free.
    public RecordingConfig(Path directory) {
        this(directory, GIBIBYTE);
    }
}
