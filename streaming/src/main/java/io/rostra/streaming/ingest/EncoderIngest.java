package io.rostra.streaming.ingest;

import io.rostra.media.container.AvcConfiguration;
import io.rostra.media.container.ContainerCodec;
import io.rostra.media.container.ContainerException;
import io.rostra.media.container.ContainerFrame;
import io.rostra.media.container.ContainerTrack;
import io.rostra.media.flv.FlvPacket;
import io.rostra.sfu.Router;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.streaming.worker.IngestPacket;
import io.rostra.streaming.worker.IngestPacket.Kind;
import io.rostra.streaming.worker.IngestProcess;
import io.rostra.streaming.worker.WorkerConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an RTMP encoder sends, published in the room. Confined to the room's event loop.
///
/// ```text
/// H.264 ──────────────────────────────────────────────────► FrameIngest ─► everybody
/// AAC, and H.264 with B-frames ─► child process ─► Opus, H.264 ─┘
/// ```
///
/// H.264 is copied as it is. With B-frames frames come in another order than they are shown in,
/// which WebRTC cannot say; those streams are encoded anew, at the cost of a transcoder.
public final class EncoderIngest implements AutoCloseable {

    /// Called on the room's loop.
    public interface Listener extends FrameIngest.Listener {
        /// The stream cannot go on: a sentence for the broadcaster.
        void onProblem(String sentence);

        /// Frames come in another order than they are shown in, so they are encoded anew.
        void onReordered();

        @Override
        default void onKeyFrameWanted() {}
    }

    private final EventLoop loop;
    private final WorkerConfig worker;
    private final Listener listener;
    private final FrameIngest frames;
    private @Nullable IngestProcess child;
    private AvcConfiguration configuration = AvcConfiguration.BYTE_STREAM;
    private byte[] configurationRecord = {};
    private @Nullable ContainerTrack video;
    private @Nullable ContainerTrack audio;

    /// Tracks of which [FrameIngest] does not know yet.
    private boolean changed;

    private boolean reordered;

    /// Frames were dropped in front of the child: nothing is of use before the next key frame.
    private boolean behind;

    private boolean closed;

    /// @param peerId under which the room knows the broadcaster
    public EncoderIngest(Router router, String peerId, WorkerConfig worker, Listener listener) {
        this.loop = router.loop();
        this.worker = worker;
        this.listener = listener;
        this.frames =
                new FrameIngest(
                        router,
                        peerId,
                        new FrameIngest.Listener() {
                            @Override
                            public void onTrackPublished(PublishedTrack track) {
                                listener.onTrackPublished(track);
                            }

                            @Override
                            public void onTrackUnpublished(PublishedTrack track) {
                                listener.onTrackUnpublished(track);
                            }

                            @Override
                            public void onKeyFrameWanted() {
                                forceKeyFrame();
                            }
                        });
    }

    /// @param millis when it is decoded, on the encoder's clock; never wraps
    public void onPacket(FlvPacket packet, long millis) {
        loop.assertInside();
        if (closed || frames.closed()) {
            return;
        }
        try {
            switch (packet) {
                case FlvPacket.VideoConfiguration(var record) -> configureVideo(record);
                case FlvPacket.Video(boolean key, int composition, var data) ->
                        onVideo(millis, key, composition, data);
                case FlvPacket.AudioConfiguration(var config) -> configureAudio(config);
                case FlvPacket.Audio(var data) -> {
                    if (audio != null) {
                        announce();
                        toChild(new IngestPacket(Kind.AAC, millis * 1_000, data));
                    }
                }
                case FlvPacket.Nothing() -> {}
            }
            frames.go();
        } catch (ContainerException e) {
            listener.onProblem(e.getMessage());
        } catch (IOException e) {
            listener.onProblem("The transcoder could not be started: " + e.getMessage());
        }
    }

    private void configureVideo(byte[] record) throws ContainerException, IOException {
        if (Arrays.equals(record, configurationRecord)) {
            return;
        }
        configuration = AvcConfiguration.parse(record);
        configurationRecord = record;
        useVideo(configuration.parameterSets());
        if (reordered) {
            toChild(new IngestPacket(Kind.AVC_CONFIGURATION, 0, record));
        }
    }

    /// @param sets parameter sets, where they do not stand in the frames
    private void useVideo(List<byte[]> sets) {
        video = new ContainerTrack(1, ContainerCodec.H264, reordered ? List.of() : sets);
        changed = true;
    }

    private void configureAudio(byte[] config) throws IOException {
        if (audio == null) {
            audio = new ContainerTrack(2, ContainerCodec.OPUS);
            changed = true;
        }
        toChild(new IngestPacket(Kind.AAC_CONFIGURATION, 0, config));
    }

    private void onVideo(long millis, boolean keyFrame, int composition, byte[] data)
            throws ContainerException, IOException {
        if (video == null) {
            return;
        }
        if (composition != 0 && !reordered) {
            reordered = true;
            useVideo(List.of());
            toChild(new IngestPacket(Kind.AVC_CONFIGURATION, 0, configurationRecord));
            listener.onReordered();
            behind = !keyFrame;
        }
        announce();
        if (!reordered) {
            byte[] frame = configuration.toLengthPrefixed(data);
            if (frame.length > 0) {
                frames.onFrame(video, new ContainerFrame(millis * 1_000, keyFrame, frame));
            }
            return;
        }
        if (behind && !keyFrame) {
            return;
        }
        long shown = (millis + composition) * 1_000;
        behind = !toChild(new IngestPacket(Kind.AVC, shown, data));
    }

    private void announce() {
        if (changed) {
            changed = false;
            var tracks = new ArrayList<ContainerTrack>();
            if (video != null) {
                tracks.add(video);
            }
            if (audio != null) {
                tracks.add(audio);
            }
            frames.begin(tracks);
        }
    }

    private void forceKeyFrame() {
        IngestProcess present = child;
        if (reordered && present != null) {
            present.send(new IngestPacket(Kind.FORCE_KEY_FRAME, 0, new byte[0]));
        }
    }

    private boolean toChild(IngestPacket packet) throws IOException {
        IngestProcess present = child;
        if (present == null) {
            present =
                    IngestProcess.start(
                            worker,
                            new IngestProcess.Listener() {
                                @Override
                                public void onPacket(IngestPacket made) {
                                    loop.post(() -> fromChild(made));
                                }

                                @Override
                                public void onFailed() {
                                    loop.post(() -> {
                                        if (!closed) {
                                            listener.onProblem("The transcoder failed.");
                                        }
                                    });
                                }
                            });
            child = present;
        }
        return present.send(packet);
    }

    private void fromChild(IngestPacket packet) {
        if (closed || frames.closed()) {
            return;
        }
        try {
            switch (packet.kind()) {
                case OPUS -> put(audio, packet.micros(), true, packet.data());
                case H264, H264_KEY_FRAME ->
                        put(
                                video,
                                packet.micros(),
                                packet.kind() == Kind.H264_KEY_FRAME,
                                AvcConfiguration.BYTE_STREAM.toLengthPrefixed(packet.data()));
                case AAC_CONFIGURATION, AAC, AVC_CONFIGURATION, AVC, FORCE_KEY_FRAME -> {}
            }
            frames.go();
        } catch (ContainerException e) {
            listener.onProblem(e.getMessage());
        }
    }

    private void put(@Nullable ContainerTrack track, long micros, boolean key, byte[] data) {
        if (track != null && data.length > 0) {
            frames.onFrame(track, new ContainerFrame(micros, key, data));
        }
    }

    /// The room does not want this kind of media from here; for as long as this lives.
    public void refuse(MediaKind kind) {
        frames.refuse(kind);
    }

    /// Unpublishes everything.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            frames.close();
            if (child != null) {
                child.close();
            }
        }
    }
}
