package io.rostra.server;

import io.rostra.platform.live.Pushes;
import io.rostra.platform.live.Restreams;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.live.StopReason;
import io.rostra.platform.store.ObjectIds;
import io.rostra.streaming.egress.restream.RtmpUrl;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Tells the platform's memory of pushes to other servers as they come and go: one run for each
/// call of [#start], from its first target to its last. Thread-safe.
final class ReportedRestreams implements Restreams, Pushes {

    private final Restreams restreams;
    private final RoomEvents events;
    private final ObjectIds ids;
    private final InstantSource clock;

    /// By id, while they run.
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    private volatile boolean stoppingAll;

    ReportedRestreams(Restreams restreams, RoomEvents events, ObjectIds ids, InstantSource clock) {
        this.restreams = restreams;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void start(String roomId, List<String> urls, Listener listener) {
        List<String> addresses =
                urls.stream().map(url -> RtmpUrl.parse(url).address()).distinct().toList();
        var run = new Run(roomId, List.copyOf(urls), listener);
        runs.put(run.id, run);
        events.on(new RoomEvent.PushRequested(roomId, run.id, addresses, now()));
        restreams.start(roomId, urls, run);
        run.begun();
    }

    @Override
    public void stop(String roomId, List<String> urls) {
        restreams.stop(roomId, urls);
    }

    @Override
    public void stop(String roomId) {
        stop(roomId, StopReason.ASKED);
    }

    @Override
    public void stop(String roomId, StopReason why) {
        runs.values().stream()
                .filter(run -> run.roomId.equals(roomId))
                .forEach(run -> run.told = why);
        restreams.stop(roomId);
    }

    @Override
    public void end(String streamId) {
        Run run = runs.get(streamId);
        if (run != null) {
            run.told = StopReason.ASKED;
            restreams.stop(run.roomId, run.urls);
        }
    }

    /// The server stops.
    void stopAll() {
        stoppingAll = true;
        runs.values().stream().map(run -> run.roomId).distinct().toList().forEach(restreams::stop);
    }

    @Override
    public List<Target> targets(String roomId) {
        return restreams.targets(roomId);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private final class Run implements Listener {
        private final String id = ids.next();
        private final String roomId;
        private final List<String> urls;
        private final Listener listener;

        /// Targets that have not ended, and the call that starts them.
        private final AtomicInteger open = new AtomicInteger(1);

        private final AtomicBoolean started = new AtomicBoolean();
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile @Nullable StopReason told;
        private volatile @Nullable String failure;

        Run(String roomId, List<String> urls, Listener listener) {
            this.roomId = roomId;
            this.urls = urls;
            this.listener = listener;
        }

        /// The call that starts the targets has returned.
        void begun() {
            closeOne();
        }

        @Override
        public void onChanged(Target target) {
            switch (target.state()) {
                case STARTING -> open.incrementAndGet();
                case RUNNING -> {
                    if (started.compareAndSet(false, true)) {
                        events.on(new RoomEvent.PushStarted(roomId, id, now()));
                    }
                }
                case RECONNECTING -> {}
                case STOPPED -> closeOne();
                case FAILED -> {
                    failure = target.address() + ": " + target.error();
                    closeOne();
                }
            }
            listener.onChanged(target);
        }

        @Override
        public void onRefused(int code, String message) {
            finish(new RoomEvent.PushFailed(roomId, id, message, now()));
            listener.onRefused(code, message);
        }

        private void closeOne() {
            if (open.decrementAndGet() > 0) {
                return;
            }
            String broke = failure;
            finish(
                    broke != null && told == null
                            ? new RoomEvent.PushFailed(roomId, id, broke, now())
                            : new RoomEvent.PushStopped(roomId, id, why().text(), now()));
        }

        private StopReason why() {
            return stoppingAll
                    ? StopReason.SERVER_STOPPED
                    : Objects.requireNonNullElse(told, StopReason.LAST_PEER_LEFT);
        }

        private void finish(RoomEvent last) {
            if (over.compareAndSet(false, true)) {
                runs.remove(id);
                events.on(last);
            }
        }
    }
}
