package io.rostra.server;

import io.rostra.platform.live.Broadcasts;
import io.rostra.sfu.Router;
import io.rostra.sfu.Sfu;
import io.rostra.streaming.egress.EgressConfig;
import io.rostra.streaming.egress.LiveEgress;
import io.rostra.streaming.egress.LiveSink;
import io.rostra.streaming.egress.hls.HlsConfig;
import io.rostra.streaming.egress.hls.HlsOrigin;
import io.rostra.streaming.egress.hls.HlsStream;
import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.VideoFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Joins what the platform asks for (a live stream of a room) with what `streaming` does (frames of
/// a router into playlists). Thread-safe.
final class LiveBroadcasts implements Broadcasts, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveBroadcasts.class);

    private static final Duration SHORTEST_METADATA = Duration.ofSeconds(1);
    private static final Duration LONGEST_METADATA = Duration.ofHours(1);

    private final Sfu sfu;
    private final HlsOrigin origin;
    private final EgressConfig egressConfig;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    LiveBroadcasts(Sfu sfu, HlsOrigin origin, EgressConfig egressConfig) {
        this.sfu = sfu;
        this.origin = origin;
        this.egressConfig = egressConfig;
    }

    @Override
    public void start(String roomId, Listener listener) {
        Optional<Router> router = sfu.findRouter(roomId);
        if (router.isEmpty()) {
            listener.onFailed(409, "Nobody is in the room.");
            return;
        }
        var run = new Run(roomId, listener);
        if (runs.putIfAbsent(roomId, run) != null) {
            listener.onFailed(409, "The room is live already.");
            return;
        }
        log.info("Room {} goes live", roomId);
        run.egress = LiveEgress.start(router.get(), egressConfig, run::openSink, run);
        if (run.ended) {
            run.egress.close();
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
    public void close() {
        runs.values().forEach(Run::end);
    }

    /// One live stream of one room.
    private final class Run implements LiveEgress.Listener {
        private final String roomId;
        private final Listener listener;
        private volatile @Nullable LiveEgress egress;
        private volatile @Nullable HlsStream stream;
        private volatile boolean playable;
        private volatile boolean ended;

        Run(String roomId, Listener listener) {
            this.roomId = roomId;
            this.listener = listener;
        }

        LiveSink openSink(Instant epoch, Runnable keyFrameRequest) {
            var path = new String[1];
            Runnable onPlayable =
                    () -> {
                        playable = true;
                        log.info("Room {} is live", roomId);
                        listener.onPlayable(path[0], Instant.now());
                    };
            var opened =
                    new HlsStream(HlsConfig.defaults(), epoch, keyFrameRequest::run, onPlayable);
            path[0] = opened.path();
            origin.add(opened);
            stream = opened;
            return new HlsSink(opened);
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
        public void onFailed(RuntimeException cause) {
            if (finish()) {
                listener.onFailed(500, "The live stream broke; go live again to start a new one.");
            }
        }

        void end() {
            if (finish()) {
                log.info("Room {} is no longer live", roomId);
                listener.onStopped();
            }
        }

        /// @return false when it had ended before
        private synchronized boolean finish() {
            if (ended) {
                return false;
            }
            ended = true;
            runs.remove(roomId, this);
            LiveEgress current = egress;
            if (current != null) {
                current.close();
            }
            return true;
        }
    }

    /// The playlists as the end of a live stream.
    private record HlsSink(HlsStream stream) implements LiveSink {
        @Override
        public void onVideo(VideoFrame frame) {
            stream.onVideo(frame);
        }

        @Override
        public void onAudio(AudioFrame frame) {
            stream.onAudio(frame);
        }

        @Override
        public void onDiscontinuity() {
            stream.onDiscontinuity();
        }

        @Override
        public void onClock(long nowNanos) {
            stream.onClock(nowNanos);
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
