package io.rostra.streaming.ingest;

import io.rostra.media.container.ContainerException;
import io.rostra.media.container.ContainerFrame;
import io.rostra.media.container.ContainerTrack;
import io.rostra.media.container.Demuxer;
import io.rostra.sfu.Router;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.LocalPublisher;
import io.rostra.sfu.publish.LocalTrack;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one broadcaster records, published in the room: at most one video and one sound. Confined
/// to the room's event loop.
///
/// ```text
/// chunks ─► Demuxer ─► MediaTimeline ─► held for PlayoutDelay ─► LocalTrack (RTP) ─► everybody
/// ```
///
/// Tracks appear with their first frame and go when nothing has come for ten seconds. A recorder
/// cannot be asked for a key frame as a browser's WebRTC can; [Listener#onKeyFrameWanted] asks for
/// what stands in for it, a recorder that begins anew.
public final class ChunkIngest implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(10);
    private static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long KEY_FRAME_NANOS = Duration.ofSeconds(2).toNanos();

    /// Held frames beyond this go out at once.
    private static final int MAX_HELD = 1_000;

    private static final int MAX_HELD_BYTES = 8 << 20;

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

    private record Held(MediaKind kind, long timeMicros, ContainerFrame frame) {}

    /// What stands for a kind of media now.
    private static final class Slot {
        final ContainerTrack source;
        @Nullable LocalTrack track;
        long lastMicros = Long.MIN_VALUE;

        Slot(ContainerTrack source) {
            this.source = source;
        }
    }

    private final EventLoop loop;
    private final TrackNames names;
    private final Listener listener;
    private final LocalPublisher publisher;
    private final MediaTimeline timeline = new MediaTimeline();
    private final PlayoutDelay delay = new PlayoutDelay();
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final Map<MediaKind, Slot> slots = new EnumMap<>(MediaKind.class);
    private final Set<MediaKind> refusedKinds = EnumSet.noneOf(MediaKind.class);
    private final Demuxer.Output output = new Frames();
    private ContainerStart start = new ContainerStart();
    private @Nullable Demuxer demuxer;
    private boolean broken;
    private int heldBytes;
    private boolean ticking;
    private long chunkAt;
    private long keyFrameAskedAt;
    private boolean keyFrameEverAsked;
    private boolean closed;

    /// @param peerId under which the room knows the broadcaster
    public ChunkIngest(Router router, String peerId, Listener listener) {
        this.loop = router.loop();
        this.names = TrackNames.random();
        this.listener = listener;
        this.publisher = router.openLocalPublisher(peerId, new PublisherEvents());
    }

    /// Takes the next bytes of the stream.
    ///
    /// @param chunk not kept, never changed
    /// @param init the recorder began anew with this chunk; without it a stream's header is found
    ///   in the bytes
    public void onChunk(byte[] chunk, boolean init) {
        loop.assertInside();
        if (closed || publisher.closed() || chunk.length == 0) {
            return;
        }
        if (init) {
            demuxer = null;
            start = new ContainerStart();
            broken = false;
        }
        chunkAt = loop.now();
        if (!broken) {
            try {
                demux(chunk);
            } catch (ContainerException e) {
                broken = true;
                listener.onProblem(e.getMessage());
                listener.onRestartWanted();
            }
        }
        release();
        tickSoon();
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
            flush(); // what is held belongs to the tracks as they were
            timeline.restart();
            var found = new EnumMap<MediaKind, ContainerTrack>(MediaKind.class);
            tracks.forEach(track -> found.putIfAbsent(kindOf(track), track));
            refusedKinds.forEach(found::remove);
            for (MediaKind kind : MediaKind.values()) {
                replace(kind, found.get(kind));
            }
            refused.forEach(listener::onProblem);
        }

        @Override
        public void onFrame(ContainerTrack track, ContainerFrame frame) {
            Slot slot = slots.get(kindOf(track));
            if (slot == null || slot.source != track) {
                return;
            }
            long now = nowMicros();
            long time = timeline.map(frame.timeMicros(), now);
            delay.onFrame(now - time, now);
            held.add(new Held(kindOf(track), time, frame));
            heldBytes += frame.data().length;
            if (held.size() > MAX_HELD || heldBytes > MAX_HELD_BYTES) {
                flush();
            }
        }
    }

    /// The room does not want this kind of media from here; for as long as this lives.
    public void refuse(MediaKind kind) {
        loop.assertInside();
        refusedKinds.add(kind);
        unpublish(slots.remove(kind));
    }

    private static MediaKind kindOf(ContainerTrack track) {
        return track.codec().video() ? MediaKind.VIDEO : MediaKind.AUDIO;
    }

    /// A recorder that began anew goes on with the track that is there when it is coded alike.
    private void replace(MediaKind kind, @Nullable ContainerTrack source) {
        Slot before = slots.remove(kind);
        if (source == null) {
            unpublish(before);
            return;
        }
        var slot = new Slot(source);
        if (before != null && alike(before.source, source)) {
            slot.track = before.track;
            slot.lastMicros = before.lastMicros;
        } else {
            unpublish(before);
        }
        slots.put(kind, slot);
    }

    private static boolean alike(ContainerTrack a, ContainerTrack b) {
        if (a.codec() != b.codec() || a.parameterSets().size() != b.parameterSets().size()) {
            return false;
        }
        for (int i = 0; i < a.parameterSets().size(); i++) {
            if (!Arrays.equals(a.parameterSets().get(i), b.parameterSets().get(i))) {
                return false;
            }
        }
        return true;
    }

    private void unpublish(@Nullable Slot slot) {
        if (slot != null && slot.track != null) {
            LocalTrack track = slot.track;
            slot.track = null;
            publisher.unpublish(track);
        }
    }

    private void release() {
        long now = nowMicros();
        for (Held next = held.peek();
                next != null && next.timeMicros() + delay.micros() <= now;
                next = held.peek()) {
            sendNext();
        }
    }

    private void flush() {
        while (!held.isEmpty()) {
            sendNext();
        }
    }

    private void sendNext() {
        Held next = held.remove();
        heldBytes -= next.frame().data().length;
        Slot slot = slots.get(next.kind());
        if (slot == null || publisher.closed()) {
            return;
        }
        LocalTrack track = slot.track;
        if (track == null) {
            track = publisher.publish(names.describe(next.kind()), slot.source);
            slot.track = track;
        }
        slot.lastMicros = Math.max(slot.lastMicros + 1, next.timeMicros());
        track.send(slot.lastMicros, next.frame().data(), loop.now());
    }

    private void tickSoon() {
        if (!ticking && !closed && (!held.isEmpty() || !slots.isEmpty())) {
            ticking = true;
            loop.schedule(TICK, this::onTick);
        }
    }

    private void onTick() {
        ticking = false;
        if (closed || publisher.closed()) {
            return;
        }
        release();
        if (held.isEmpty() && loop.now() - chunkAt > IDLE_NANOS) {
            // The slots stay: when the stream goes on its tracks come back.
            new ArrayList<>(slots.values()).forEach(this::unpublish);
            return;
        }
        tickSoon();
    }

    private void askForKeyFrame() {
        long now = loop.now();
        if (!keyFrameEverAsked || now - keyFrameAskedAt >= KEY_FRAME_NANOS) {
            keyFrameEverAsked = true;
            keyFrameAskedAt = now;
            listener.onKeyFrameWanted();
        }
    }

    private long nowMicros() {
        return loop.now() / 1_000;
    }

    /// Unpublishes everything.
    @Override
    public void close() {
        loop.assertInside();
        if (!closed) {
            closed = true;
            held.clear();
            publisher.close();
        }
    }

    private final class PublisherEvents implements LocalPublisher.Listener {
        @Override
        public void onTrackPublished(PublishedTrack track) {
            listener.onTrackPublished(track);
        }

        @Override
        public void onTrackUnpublished(PublishedTrack track) {
            listener.onTrackUnpublished(track);
        }

        @Override
        public void onKeyFrameWanted(LocalTrack track) {
            askForKeyFrame();
        }
    }
}
