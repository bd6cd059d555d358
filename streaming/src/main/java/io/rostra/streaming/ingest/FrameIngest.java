package io.rostra.streaming.ingest;

import io.rostra.media.container.ContainerFrame;
import io.rostra.media.container.ContainerTrack;
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

/// Frames with times of their own, published in the room at an even pace: at most one video and one
/// sound. Confined to the room's event loop.
///
/// Tracks appear with their first frame and go when nothing has come for ten seconds.
public final class FrameIngest implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(10);
    private static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();

    /// Held frames beyond this go out at once.
    private static final int MAX_HELD = 1_000;

    private static final int MAX_HELD_BYTES = 8 << 20;

    /// Called on the room's loop.
    public interface Listener {
        void onTrackPublished(PublishedTrack track);

        void onTrackUnpublished(PublishedTrack track);

        /// Somebody cannot go on before a key frame comes. Asked again until then.
        void onKeyFrameWanted();
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
    private final LocalPublisher publisher;
    private final MediaTimeline timeline = new MediaTimeline();
    private final PlayoutDelay delay = new PlayoutDelay();
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final Map<MediaKind, Slot> slots = new EnumMap<>(MediaKind.class);
    private final Set<MediaKind> refusedKinds = EnumSet.noneOf(MediaKind.class);
    private int heldBytes;
    private boolean ticking;
    private long cameAt;
    private boolean closed;

    /// @param peerId under which the room knows the broadcaster
    public FrameIngest(Router router, String peerId, Listener listener) {
        this.loop = router.loop();
        this.names = TrackNames.random();
        this.publisher =
                router.openLocalPublisher(
                        peerId,
                        new LocalPublisher.Listener() {
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
                                listener.onKeyFrameWanted();
                            }
                        });
    }

    /// What follows is of these tracks, of which the first of each kind counts, and has times of
    /// its own.
    public void begin(List<ContainerTrack> tracks) {
        loop.assertInside();
        flush(); // what is held belongs to the tracks as they were
        timeline.restart();
        var found = new EnumMap<MediaKind, ContainerTrack>(MediaKind.class);
        tracks.forEach(track -> found.putIfAbsent(kindOf(track), track));
        refusedKinds.forEach(found::remove);
        for (MediaKind kind : MediaKind.values()) {
            replace(kind, found.get(kind));
        }
    }

    public void onFrame(ContainerTrack track, ContainerFrame frame) {
        Slot slot = slots.get(kindOf(track));
        if (closed || slot == null || slot.source != track) {
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

    /// To be called after each input: sends what is due.
    public void go() {
        cameAt = loop.now();
        release();
        tickSoon();
    }

    /// The room does not want this kind of media from here; for as long as this lives.
    public void refuse(MediaKind kind) {
        loop.assertInside();
        refusedKinds.add(kind);
        unpublish(slots.remove(kind));
    }

    public boolean closed() {
        return closed || publisher.closed();
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
        if (closed()) {
            return;
        }
        release();
        if (held.isEmpty() && loop.now() - cameAt > IDLE_NANOS) {
            // The slots stay: when the stream goes on its tracks come back.
            new ArrayList<>(slots.values()).forEach(this::unpublish);
            return;
        }
        tickSoon();
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
}
