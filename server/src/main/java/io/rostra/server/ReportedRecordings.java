package io.rostra.server;

import io.rostra.platform.live.ChatLine;
import io.rostra.platform.live.RecordedFile;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.live.StopReason;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tells the platform's memory of recordings as they begin and end. Thread-safe.
///
/// @param events hears of them
/// @param stopping by room, why its recording was told to stop
record ReportedRecordings(
        Recordings recordings,
        RoomEvents events,
        InstantSource clock,
        Map<String, StopReason> stopping)
        implements Recordings {

    ReportedRecordings(Recordings recordings, RoomEvents events, InstantSource clock) {
        this(recordings, events, clock, new ConcurrentHashMap<>());
    }

    @Override
    public void start(String roomId, String sessionId, Listener listener) {
        recordings.start(roomId, sessionId, new Reported(listener));
    }

    @Override
    public void pause(String roomId) {
        recordings.pause(roomId);
    }

    @Override
    public void resume(String roomId) {
        recordings.resume(roomId);
    }

    @Override
    public void stop(String roomId) {
        stop(roomId, StopReason.ASKED);
    }

    @Override
    public void stop(String roomId, StopReason why) {
        if (recordings.current(roomId).isPresent()) {
            stopping.put(roomId, why);
            recordings.stop(roomId);
        }
    }

    @Override
    public Optional<Recording> current(String roomId) {
        return recordings.current(roomId);
    }

    @Override
    public List<Recording> list() {
        return recordings.list();
    }

    @Override
    public Optional<Recording> find(String recordingId) {
        return recordings.find(recordingId);
    }

    @Override
    public Optional<Path> file(String recordingId) {
        return recordings.file(recordingId);
    }

    @Override
    public Optional<String> stored(String recordingId) {
        return recordings.stored(recordingId);
    }

    @Override
    public Optional<String> destination(Recording recording) {
        return recordings.destination(recording);
    }

    @Override
    public Optional<URI> storageLink(String fileId, Duration validFor) {
        return recordings.storageLink(fileId, validFor);
    }

    @Override
    public boolean isShown(String recordingId) {
        return recordings.isShown(recordingId);
    }

    @Override
    public List<RecordedFile> beside(String recordingId) {
        return recordings.beside(recordingId);
    }

    @Override
    public Optional<RecordedFile> findFile(String fileId) {
        return recordings.findFile(fileId);
    }

    @Override
    public void onChat(String roomId, ChatLine line) {
        recordings.onChat(roomId, line);
    }

    @Override
    public Recording clip(String recordingId, Duration from, Duration to) throws ClipException {
        return recordings.clip(recordingId, from, to);
    }

    @Override
    public Recording clipOfLive(String roomId, String sessionId, Duration last)
            throws ClipException {
        return recordings.clipOfLive(roomId, sessionId, last);
    }

    @Override
    public boolean delete(String recordingId) {
        return recordings.delete(recordingId);
    }

    private final class Reported implements Listener {
        private final Listener listener;
        private boolean begun;

        Reported(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onChanged(Recording recording) {
            report(recording);
            listener.onChanged(recording);
        }

        /// Calls come in the order of the states.
        private void report(Recording recording) {
            Instant now = Instant.ofEpochMilli(clock.millis());
            switch (recording.state()) {
                case STARTING, PAUSED -> {}
                case RUNNING -> {
                    if (!begun) {
                        begun = true;
                        events.on(new RoomEvent.RecordingStarted(recording, now));
                    }
                }
                case FINISHING -> {
                    StopReason told = stopping.remove(recording.roomId());
                    events.on(
                            new RoomEvent.RecordingStopped(
                                    recording,
                                    Objects.requireNonNullElse(told, StopReason.LAST_PEER_LEFT),
                                    now));
                }
                case COMPLETED, FAILED -> events.on(ended(recording, now));
            }
        }

        private RoomEvent ended(Recording recording, Instant now) {
            return new RoomEvent.RecordingEnded(
                    recording,
                    recordings.destination(recording).orElse(null),
                    recordings.beside(recording.id()),
                    now);
        }

        @Override
        public void onRefused(int code, String message) {
            listener.onRefused(code, message);
        }
    }
}
