package io.rostra.server;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveWish;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.live.StopReason;
import io.rostra.platform.store.ObjectIds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tells the platform's memory of live streams as they come and go. Thread-safe.
final class ReportedBroadcasts implements Broadcasts {

    private final LiveBroadcasts broadcasts;
    private final RoomEvents events;
    private final ObjectIds ids;
    private final InstantSource clock;

    /// By room, why its live stream was told to stop.
    private final Map<String, StopReason> stopping = new ConcurrentHashMap<>();

    private volatile boolean stoppingAll;

    ReportedBroadcasts(
            LiveBroadcasts broadcasts, RoomEvents events, ObjectIds ids, InstantSource clock) {
        this.broadcasts = broadcasts;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void start(String roomId, LiveWish wish, Listener listener) {
        String id = ids.next();
        stopping.remove(roomId);
        events.on(new RoomEvent.LiveRequested(roomId, id, "", wish, now()));
        broadcasts.start(roomId, wish, new Reported(roomId, id, listener));
    }

    @Override
    public void stop(String roomId) {
        stop(roomId, StopReason.ASKED);
    }

    @Override
    public void stop(String roomId, StopReason why) {
        stopping.put(roomId, why);
        broadcasts.stop(roomId);
    }

    /// The server stops.
    ///
    /// @return whether there were live streams
    boolean stopAll() {
        stoppingAll = true;
        return broadcasts.stopAll();
    }

    @Override
    public boolean insertMetadata(String roomId, String payload, Duration duration) {
        return broadcasts.insertMetadata(roomId, payload, duration);
    }

    @Override
    public void caption(String roomId, String text) {
        broadcasts.caption(roomId, text);
    }

    @Override
    public Optional<String> degradation(String roomId) {
        return broadcasts.degradation(roomId);
    }

    @Override
    public Optional<String> replay(String roomId) {
        return broadcasts.replay(roomId);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private final class Reported implements Listener {
        private final String roomId;
        private final String id;
        private final Listener listener;
        private volatile boolean playable;

        Reported(String roomId, String id, Listener listener) {
            this.roomId = roomId;
            this.id = id;
            this.listener = listener;
        }

        @Override
        public void onPlayable(String playlistPath, Instant startedAt) {
            playable = true;
            events.on(new RoomEvent.LiveStarted(roomId, id, playlistPath, now()));
            listener.onPlayable(playlistPath, startedAt);
        }

        @Override
        public void onFailed(int code, String message) {
            events.on(new RoomEvent.LiveFailed(roomId, id, playable, message, now()));
            listener.onFailed(code, message);
        }

        @Override
        public void onStopped() {
            StopReason told = stopping.remove(roomId);
            StopReason why =
                    stoppingAll
                            ? StopReason.SERVER_STOPPED
                            : Objects.requireNonNullElse(told, StopReason.LAST_PEER_LEFT);
            events.on(new RoomEvent.LiveStopped(roomId, id, playable, why.text(), now()));
            listener.onStopped();
        }
    }
}
