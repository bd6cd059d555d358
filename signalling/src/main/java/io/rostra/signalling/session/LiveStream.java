package io.rostra.signalling.session;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveWish;
import io.rostra.platform.live.StopReason;
import io.rostra.sfu.net.EventLoop;
import io.rostra.signalling.rpc.HlsView;
import io.rostra.signalling.rpc.Notification.Failure;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The state of the room's live stream. Confined to the room's event loop.
///
/// ```
///        start            playable
///  OFF ────────► STARTING ────────► LIVE         failed, or stopped by itself: OFF
///   ▲ stopped       │ stop           │ stop
///   └───────────── STOPPING ◄────────┘
///                   │  ▲
///             start ▼  │ stop
///                 RESTARTING ──stopped──► STARTING
/// ```
///
/// A room has one broadcast at a time, so a start that comes while the last one still ends waits.
final class LiveStream {

    private enum Phase {
        OFF,
        STARTING,
        LIVE,
        STOPPING,
        RESTARTING
    }

    /// Hears of every change that clients should know.
    interface Listener {
        void onLiveChanged(@Nullable Failure failure);

        /// Nothing of the broadcast is left.
        void onLiveOver();
    }

    private final String roomId;
    private final Broadcasts broadcasts;
    private LiveWish wish = LiveWish.ANY;
    private final EventLoop loop;
    private final InstantSource clock;
    private final Listener listener;
    private Phase phase = Phase.OFF;
    private @Nullable Run run;
    private String playlistPath = "";
    private long initialisedAt;
    private long startedAt;

    LiveStream(
            String roomId,
            Broadcasts broadcasts,
            EventLoop loop,
            InstantSource clock,
            Listener listener) {
        this.roomId = roomId;
        this.broadcasts = broadcasts;
        this.loop = loop;
        this.clock = clock;
        this.listener = listener;
    }

    /// Nothing happens when it runs already.
    void start(LiveWish newWish) {
        switch (phase) {
            case OFF -> {
                wish = newWish;
                begin();
                listener.onLiveChanged(null);
            }
            case STOPPING -> {
                phase = Phase.RESTARTING;
                wish = newWish;
                initialisedAt = clock.millis();
                listener.onLiveChanged(null);
            }
            case STARTING, LIVE, RESTARTING -> {}
        }
    }

    /// Nothing happens when it does not run.
    void stop(StopReason why) {
        switch (phase) {
            case STARTING, LIVE -> {
                phase = Phase.STOPPING;
                listener.onLiveChanged(null);
                broadcasts.stop(roomId, why);
            }
            case RESTARTING -> {
                phase = Phase.STOPPING;
                listener.onLiveChanged(null);
            }
            case OFF, STOPPING -> {}
        }
    }

    private void begin() {
        phase = Phase.STARTING;
        initialisedAt = clock.millis();
        run = new Run();
        broadcasts.start(roomId, wish, run);
    }

    /// Whether it runs or is about to, for the audience.
    boolean running() {
        return switch (phase) {
            case STARTING, LIVE, RESTARTING -> true;
            case OFF, STOPPING -> false;
        };
    }

    /// Whether nothing of it is left.
    boolean over() {
        return phase == Phase.OFF;
    }

    /// As a client sees it that reached us by this origin. The legacy dialect has no word for a
    /// stream that cannot be played yet.
    HlsView view(String baseUrl, Dialect dialect) {
        return switch (phase) {
            case LIVE ->
                    new HlsView(
                            HlsView.State.STARTED,
                            baseUrl + playlistPath,
                            initialisedAt,
                            startedAt);
            case STARTING, RESTARTING ->
                    dialect == Dialect.LEGACY
                            ? HlsView.OFF
                            : new HlsView(HlsView.State.INITIALISED, "", initialisedAt, 0);
            case OFF, STOPPING -> HlsView.OFF;
        };
    }

    private void playable(String path, Instant at) {
        if (phase == Phase.STARTING) {
            phase = Phase.LIVE;
            playlistPath = path;
            startedAt = at.toEpochMilli();
            listener.onLiveChanged(null);
        }
    }

    private void ended(@Nullable Failure failure) {
        run = null;
        Phase before = phase;
        switch (before) {
            case RESTARTING -> begin();
            case STOPPING -> {
                phase = Phase.OFF;
                listener.onLiveOver();
            }
            case STARTING, LIVE -> {
                phase = Phase.OFF;
                listener.onLiveChanged(failure);
                listener.onLiveOver();
            }
            case OFF -> {}
        }
    }

    /// One broadcast, from its start to its end; what it still says afterwards is not heard. Called
    /// on any thread.
    private final class Run implements Broadcasts.Listener {
        @Override
        public void onPlayable(String path, Instant at) {
            post(() -> playable(path, at));
        }

        @Override
        public void onFailed(int code, String message) {
            post(() -> ended(new Failure(code, message)));
        }

        @Override
        public void onStopped() {
            post(() -> ended(null));
        }

        private void post(Runnable event) {
            loop.post(() -> {
                if (run == this) {
                    event.run();
                }
            });
        }
    }
}
