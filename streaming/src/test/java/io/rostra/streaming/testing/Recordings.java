package io.rostra.streaming.testing;

import io.rostra.media.container.ContainerException;
import io.rostra.media.container.ContainerFrame;
import io.rostra.media.container.ContainerTrack;
import io.rostra.media.container.Demuxer;
import io.rostra.media.mp4.FragmentedMp4Demuxer;
import io.rostra.media.webm.WebmDemuxer;
import io.rostra.sfu.Router;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.streaming.ingest.ChunkIngest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What Chromium's MediaRecorder made (`e2e/tools/record-media.mjs`).
public final class Recordings {
    private Recordings() {}

    public static byte[] bytes(String name) {
        try (InputStream in = Recordings.class.getResourceAsStream("/recordings/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("No recording " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Demuxer demuxer(String nameOrType) {
        return nameOrType.contains("mp4") ? new FragmentedMp4Demuxer() : new WebmDemuxer();
    }

    /// The pictures of a recording.
    public static List<ContainerFrame> pictures(String name) throws ContainerException {
        var pictures = new ArrayList<ContainerFrame>();
        byte[] bytes = bytes(name);
        demuxer(name)
                .push(
                        bytes,
                        0,
                        bytes.length,
                        new Demuxer.Output() {
                            @Override
                            public void onTracks(
                                    List<ContainerTrack> tracks, List<String> refused) {}

                            @Override
                            public void onFrame(ContainerTrack track, ContainerFrame frame) {
                                if (track.codec().video()) {
                                    pictures.add(frame);
                                }
                            }
                        });
        return pictures;
    }

    /// Publishes a recording in a room, at its pace.
    public static ChunkIngest publish(Router room, String peerId, String name) {
        byte[] bytes = bytes(name);
        return room.loop()
                .call(() -> {
                    var ingest = new ChunkIngest(room, peerId, new Quiet());
                    ingest.onChunk(bytes, true);
                    return ingest;
                })
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private record Quiet() implements ChunkIngest.Listener {
        @Override
        public void onTrackPublished(PublishedTrack track) {}

        @Override
        public void onTrackUnpublished(PublishedTrack track) {}

        @Override
        public void onKeyFrameWanted() {}

        @Override
        public void onRestartWanted() {}

        @Override
        public void onProblem(String sentence) {}
    }
}
