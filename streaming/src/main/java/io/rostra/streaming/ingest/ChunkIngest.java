package io.rostra.streaming.ingest;

import io.rostra.media.container.ContainerException;
import io.rostra.media.container.ContainerFrame;
import io.rostra.media.container.ContainerTrack;
import io.rostra.media.container.Demuxer;
import io.rostra.sfu.Router;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one broadcaster records, published in the room: at most one video and one sound. Confined
/// to the room's event loop.
///
/// ```text
/// chunks ─► Demuxer ─► FrameIngest (MediaTimeline, held for PlayoutDelay) ─► LocalTrack (RTP) ─► everybody
/// ```
///
/// A recorder cannot be asked for a key frame as a browser's WebRTC can;
/// [Listener#onKeyFrameWanted] asks for what stands in for it, a recorder that begins anew.
public final class ChunkIngest implements AutoCloseable {
    private static final long KEY_FRAME_NANOS = Duration.ofSeconds(2).toNanos();

    /// Called on the room's loop.
    public interface Listener {
        void onTrackPublished(PublishedTrack track);

        void onTrackUnpublished(PublishedTrack track);

        /// Asked at most every two seconds, while somebody waits.
        void onKeyFrameWanted();

        /// Nothing that comes can be used before the recorder begins anew.
        void onRestartWanted();

        /// A sentence for the broadcaster: something it sends cannot be used. Once a stream.
        void onProblem(String sentence);
    }

    private final EventLoop loop;
    private final Listener listener;
    private final FrameIngest frames;
    private final Demuxer.Output output = new Frames();
    private ContainerStart start = new ContainerStart();
    private @Nullable Demuxer demuxer;
    private boolean broken;
    private long keyFrameAskedAt;
    private boolean keyFrameEverAsked;

    /// @param peerId under which the room knows the broadcaster
    public ChunkIngest(Router router, String peerId, Listener listener) {
        this.loop = router.loop();
        this.listener = listener;
        this.frames = new FrameIngest(router, peerId, new FrameEvents());
    }

    /// Takes the next bytes of the stream.
    ///
    /// @param chunk not kept, never changed
    /// @param init the recorder began anew with this chunk; without it a stream's header is found
    ///   in the bytes
    public void onChunk(byte[] chunk, boolean init) {
        loop.assertInside();
        if (frames.closed() || chunk.length == 0) {
            return;
        }
        if (init) {
            demuxer = null;
            start = new ContainerStart();
            broken = false;
        }
        if (!broken) {
            try {
                demux(chunk);
            } catch (ContainerException e) {
                broken = true;
                listener.onProblem(e.getMessage());
                listener.onRestartWanted();
            }
        }
        frames.go();
    }

    private void demux(byte[] chunk) throws ContainerException {
        byte[] bytes = chunk;
        Demuxer current = demuxer;
        if (current == null) {
            start.add(chunk);
            if (!start.enough()) {
                return;
            }
            bytes = start.bytes();
            current = ContainerStart.demuxerFor(bytes);
            if (current == null) {
                throw new ContainerException(
                        "The media begins neither as WebM nor as fragmented MP4; mark the"
                                + " recorder's first chunk with {init: true} and send every chunk,"
                                + " in order.");
            }
            demuxer = current;
        }
        current.push(bytes, 0, bytes.length, output);
    }

    private final class Frames implements Demuxer.Output {
        @Override
        public void onTracks(List<ContainerTrack> tracks, List<String> refused) {
            frames.begin(tracks);
            refused.forEach(listener::onProblem);
        }

        @Override
        public void onFrame(ContainerTrack track, ContainerFrame frame) {
            frames.onFrame(track, frame);
        }
    }

    /// The room does not want this kind of media from here; for as long as this lives.
    public void refuse(MediaKind kind) {
        frames.refuse(kind);
    }

    private void askForKeyFrame() {
        long now = loop.now();
        if (!keyFrameEverAsked || now - keyFrameAskedAt >= KEY_FRAME_NANOS) {
            keyFrameEverAsked = true;
            keyFrameAskedAt = now;
            listener.onKeyFrameWanted();
        }
    }

    /// Unpublishes everything.
    @Override
    public void close() {
        frames.close();
    }

    private final class FrameEvents implements FrameIngest.Listener {
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
            askForKeyFrame();
        }
    }
}
