package io.rostra.streaming.ingest;

import io.rostra.media.container.Demuxer;
import io.rostra.media.mp4.FragmentedMp4Demuxer;
import io.rostra.media.webm.WebmDemuxer;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// Gathers a stream's first bytes, which recorders like to send one by one, until they tell what it
/// is. Not thread-safe.
final class ContainerStart {
    private static final int NEEDED = 8;

    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

    void add(byte[] chunk) {
        gathered.writeBytes(chunk);
    }

    boolean enough() {
        return gathered.size() >= NEEDED;
    }

    byte[] bytes() {
        return gathered.toByteArray();
    }

    /// @return null when it is nothing we know
    static @Nullable Demuxer demuxerFor(byte[] start) {
        if (WebmDemuxer.isStart(start)) {
            return new WebmDemuxer();
        }
        return FragmentedMp4Demuxer.isStart(start) ? new FragmentedMp4Demuxer() : null;
    }
}
