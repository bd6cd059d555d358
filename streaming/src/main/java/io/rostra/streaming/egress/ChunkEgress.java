package io.rostra.streaming.egress;

import io.rostra.sfu.Router;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.MediaKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What publishers in a room send, as chunks for Media Source Extensions: copied, never transcoded,
/// muxed once for all who get it, and only while somebody does. The counterpart of
/// [io.rostra.streaming.ingest.ChunkIngest].
///
/// ```text
/// PublishedTrack ─► FrameTap ─► ChunkStream (ChunkFormat, SteadySound) ─► Audience
/// ```
///
/// Of a publisher it takes the first sound and the latest picture: the screen, while one is shared.
/// Works on the room's loop.
public final class ChunkEgress implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(20);

    /// @param init the stream begins, or begins anew, with this chunk
    /// @param keyFrame decoding can begin with this chunk, after the one with `init`
    /// @param type MIME type with codecs
    public record Chunk(byte[] data, boolean init, boolean keyFrame, String type) {}

    /// Called on the room's loop.
    public interface Audience {
        /// Whether anybody gets this publisher's media now.
        boolean wants(String peerId);

        /// @return false when there is no room for it: then the stream begins anew
        boolean onChunk(String peerId, Chunk chunk);

        /// There comes nothing more of this publisher.
        void onEnded(String peerId);
    }

    private record Choice(@Nullable StageTrack video, @Nullable StageTrack audio) {
        Choice with(StageTrack track) {
            return track.kind() == MediaKind.VIDEO
                    ? new Choice(track, audio)
                    : new Choice(video, audio == null ? track : audio);
        }
    }

    private final EventLoop loop;
    private final Stage stage;
    private final Audience audience;
    private final AtomicInteger running;
    private final Map<String, ChunkStream> streams = new HashMap<>();
    private List<StageTrack> tracks = List.of();
    private boolean ticking;
    private boolean closed;

    /// Thread-safe.
    ///
    /// @param running counts the streams of all rooms
    public ChunkEgress(Router router, Audience audience, AtomicInteger running) {
        this.loop = router.loop();
        this.stage = new RouterStage(router);
        this.audience = audience;
        this.running = running;
        stage.watch(this::onTracks);
    }

    /// The audience wants others now. Thread-safe.
    public void reconsider() {
        loop.post(this::choose);
    }

    /// Somebody new is in the audience. Thread-safe.
    public void welcome() {
        loop.post(() -> {
            choose();
            streams.values().forEach(ChunkStream::requestKeyFrame);
        });
    }

    private void onTracks(List<StageTrack> published) {
        tracks = published;
        choose();
    }

    private void choose() {
        if (closed) {
            return;
        }
        var choices = new LinkedHashMap<String, Choice>();
        for (StageTrack track : tracks) {
            if (Program.isUsable(track) && audience.wants(track.peerId())) {
                Choice before = choices.getOrDefault(track.peerId(), new Choice(null, null));
                choices.put(track.peerId(), before.with(track));
            }
        }
        for (String peerId : List.copyOf(streams.keySet())) {
            if (!choices.containsKey(peerId)) {
                end(peerId);
            }
        }
        choices.forEach((peerId, choice) ->
                streams.computeIfAbsent(peerId, this::begin).show(choice.video(), choice.audio()));
        tickSoon();
    }

    private ChunkStream begin(String peerId) {
        running.incrementAndGet();
        return new ChunkStream(stage, chunk -> audience.onChunk(peerId, chunk), loop.now());
    }

    private void end(String peerId) {
        ChunkStream gone = streams.remove(peerId);
        if (gone != null) {
            running.decrementAndGet();
            gone.close();
            audience.onEnded(peerId);
        }
    }

    private void tickSoon() {
        if (!ticking && !closed && !streams.isEmpty()) {
            ticking = true;
            loop.schedule(TICK, this::onTick);
        }
    }

    private void onTick() {
        ticking = false;
        tickSoon(); // first, so that a bug in one stream does not end the time of all
        long now = loop.now();
        streams.values().forEach(stream -> stream.poll(now));
    }

    /// The audience hears nothing more. Thread-safe.
    @Override
    public void close() {
        stage.close();
        loop.post(() -> {
            closed = true;
            streams.values().forEach(ChunkStream::close);
            running.addAndGet(-streams.size());
            streams.clear();
        });
    }
}
