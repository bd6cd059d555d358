package io.rostra.server;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveWish;
import io.rostra.streaming.egress.hls.HlsConfig;
import io.rostra.streaming.egress.hls.HlsOrigin;
import io.rostra.streaming.egress.hls.HlsStream;
import io.rostra.streaming.egress.hls.Packager;
import io.rostra.streaming.egress.hls.RewindStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Live streams for an audience: the program of a room as playlists. Thread-safe.
final class LiveBroadcasts implements Broadcasts, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveBroadcasts.class);

    private static final Duration SHORTEST_METADATA = Duration.ofSeconds(1);
    private static final Duration LONGEST_METADATA = Duration.ofHours(1);

    private final Programs programs;
    private final HlsOrigin origin;
    private final Rewind rewind;
    private final Audience.Directory audiences;
    private final RoomLooks looks;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    /// The last stream of each room that can be seen again.
    private final Map<String, Over> over = new ConcurrentHashMap<>();

    private record Over(String streamId, String path) {}

    /// How far the audience can seek back.
    ///
    /// @param window zero for no further than a player needs
    /// @param directory for what does not fit in memory; emptied on each start
    /// @param minFreeBytes that stay free on its disk
    record Rewind(Duration window, Path directory, long minFreeBytes) {}

    LiveBroadcasts(
            Programs programs,
            HlsOrigin origin,
            Rewind rewind,
            Audience.Directory audiences,
            RoomLooks looks) {
        this.audiences = audiences;
        this.looks = looks;
        this.programs = programs;
        this.origin = origin;
        this.rewind = rewind;
        try {
            RewindStore.clear(rewind.directory());
        } catch (IOException e) {
            log.warn("Segments of earlier live streams cannot be removed: {}", e.toString());
        }
    }

    @Override
    public void start(String roomId, LiveWish wish, Listener listener) {
        var run = new Run(roomId, listener);
        if (runs.putIfAbsent(roomId, run) != null) {
            listener.onFailed(409, "The room is live already.");
            return;
        }
        looks.wish(roomId, wish);
        audiences
                .of(roomId, wish.destination())
                .whenComplete((audience, failure) -> {
                    if (failure != null) {
                        log.warn("Room {}: its template cannot be read: {}", roomId, failure);
                    }
                    begin(run, failure == null ? audience : Audience.ANY);
                });
    }

    private void begin(Run run, Audience audience) {
        run.audience = audience;
        if (!programs.use(run.roomId, run) && run.finish()) {
            run.listener.onFailed(409, "Nobody is in the room.");
        }
        if (run.isOver()) {
            programs.leave(run.roomId, run); // it was stopped before it had begun
        }
    }

    @Override
    public void stop(String roomId) {
        Run run = runs.get(roomId);
        if (run != null) {
            run.end();
        }
    }

    @Override
    public boolean insertMetadata(String roomId, String payload, Duration duration) {
        if (payload.isEmpty() || payload.length() > MAX_METADATA) {
            throw new IllegalArgumentException(
                    "payload must have 1 to " + MAX_METADATA + " characters");
        }
        if (duration.compareTo(SHORTEST_METADATA) < 0 || duration.compareTo(LONGEST_METADATA) > 0) {
            throw new IllegalArgumentException("duration must be between 1 s and 1 h");
        }
        Run run = runs.get(roomId);
        HlsStream stream = run == null ? null : run.stream;
        return stream != null && stream.insertMetadata(payload, duration);
    }

    @Override
    public void caption(String roomId, String text) {
        Run run = runs.get(roomId);
        HlsStream stream = run == null ? null : run.stream;
        if (stream != null) {
            stream.addCaption(text);
        }
    }

    /// Writes the newest part of the room's live stream as two movies; blocks.
    ///
    /// @return false when there is nothing
    boolean saveLast(String roomId, Duration last, Path video, Path audio) throws IOException {
        Run run = runs.get(roomId);
        HlsStream stream = run == null ? null : run.stream;
        return stream != null && stream.saveLast(last, video, audio);
    }

    /// @return whether there were any
    boolean stopAll() {
        List<Run> all = List.copyOf(runs.values());
        all.forEach(Run::end);
        return !all.isEmpty();
    }

    @Override
    public Optional<String> degradation(String roomId) {
        return programs.degradation(roomId);
    }

    @Override
    public Optional<String> replay(String roomId) {
        Over last = over.get(roomId);
        if (last == null) {
            return Optional.empty();
        }
        if (!origin.serves(last.streamId())) {
            over.remove(roomId, last);
            return Optional.empty();
        }
        return Optional.of(last.path());
    }

    @Override
    public void close() {
        stopAll();
    }

    /// One live stream of one room.
    private final class Run implements Programs.User {
        private final String roomId;
        private final Listener listener;
        private @Nullable Packager packager;
        private volatile @Nullable HlsStream stream;
        private volatile boolean playable;
        private volatile Audience audience = Audience.ANY;
        private boolean ended;

        Run(String roomId, Listener listener) {
            this.roomId = roomId;
            this.listener = listener;
        }

        @Override
        public synchronized void onOpen(Packager opened, Instant epoch) {
            if (ended) {
                return;
            }
            var path = new String[1];
            Runnable onPlayable =
                    () -> {
                        playable = true;
                        listener.onPlayable(path[0], Instant.now());
                    };
            HlsStream started = newStream(epoch, onPlayable);
            path[0] = started.path();
            origin.add(started);
            packager = opened;
            stream = started;
            opened.join(started);
        }

        private HlsStream newStream(Instant epoch, Runnable onPlayable) {
            HlsConfig config =
                    HlsConfig.defaults()
                            .withMostSizes(audience.mostSizes())
                            .withCaptions(audience.captions());
            Duration own = audience.window();
            Duration window = own == null ? rewind.window() : own;
            if (window.isZero()) {
                return new HlsStream(config, epoch, onPlayable);
            }
            return new HlsStream(
                    config.withWindow(window),
                    epoch,
                    id -> new RewindStore(rewind.directory().resolve(id), rewind.minFreeBytes()),
                    onPlayable);
        }

        @Override
        public void onStageEmpty() {
            if (playable) {
                end();
            } else if (finish()) {
                listener.onFailed(
                        409,
                        "Nobody on stage sends sound or picture, so there is nothing to show.");
            }
        }

        @Override
        public void onBroken() {
            if (finish()) {
                listener.onFailed(500, "The live stream broke; go live again to start a new one.");
            }
        }

        synchronized boolean isOver() {
            return ended;
        }

        void end() {
            if (finish()) {
                listener.onStopped();
            }
        }

        /// @return false when it had ended before
        boolean finish() {
            HlsStream last;
            Packager from;
            synchronized (this) {
                if (ended) {
                    return false;
                }
                ended = true;
                last = stream;
                from = packager;
            }
            runs.remove(roomId, this);
            looks.forget(roomId);
            if (from != null && last != null) {
                from.leave(last);
                if (last.hasReplay()) {
                    over.put(roomId, new Over(last.id(), last.path()));
                }
            }
            programs.leave(roomId, this);
            return true;
        }
    }
}
