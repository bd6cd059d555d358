package io.rostra.streaming.egress;

import io.rostra.media.container.ContainerException;
import io.rostra.media.container.ContainerFrame;
import io.rostra.media.container.ContainerTrack;
import io.rostra.media.container.Demuxer;
import io.rostra.streaming.egress.ChunkEgress.Chunk;
import io.rostra.streaming.testing.Recordings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Takes chunks as a viewer does, and keeps the frames of each beginning apart.
final class ChunkPlayer {
    final List<Playing> beginnings = new CopyOnWriteArrayList<>();

    /// What came from one beginning to the next.
    static final class Playing implements Demuxer.Output {
        final String type;
        final List<ContainerFrame> pictures = new CopyOnWriteArrayList<>();
        final List<ContainerFrame> sounds = new CopyOnWriteArrayList<>();
        final List<Chunk> chunks = new CopyOnWriteArrayList<>();
        private final Demuxer demuxer;

        Playing(String type) {
            this.type = type;
            this.demuxer = Recordings.demuxer(type);
        }

        private void push(Chunk chunk) {
            try {
                demuxer.push(chunk.data(), 0, chunk.data().length, this);
            } catch (ContainerException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void onTracks(List<ContainerTrack> tracks, List<String> refused) {
            if (!refused.isEmpty()) {
                throw new AssertionError(refused);
            }
        }

        @Override
        public void onFrame(ContainerTrack track, ContainerFrame frame) {
            (track.codec().video() ? pictures : sounds).add(frame);
        }
    }

    boolean take(Chunk chunk) {
        if (chunk.init()) {
            beginnings.add(new Playing(chunk.type()));
        }
        Playing playing = beginnings.getLast();
        playing.push(chunk);
        if (!chunk.init()) {
            playing.chunks.add(chunk);
        }
        return true;
    }

    Playing last() {
        return beginnings.getLast();
    }

    List<String> types() {
        return beginnings.stream().map(playing -> playing.type).toList();
    }
}
