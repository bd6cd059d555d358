package io.rostra.signalling.session;

import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recordings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Recordings that do what the test says.
final class ScriptedRecordings implements Recordings {

    final List<String> calls = new ArrayList<>();
    Listener listener;

    static Recording recording(Recording.State state, String failure) {
        return new Recording(
                "rec1",
                TestRoom.ROOM.id(),
                "s1",
                state,
                Instant.ofEpochMilli(1_700_000_001_000L),
                null,
                Duration.ZERO,
                0,
                0,
                0,
                failure);
    }

    @Override
    public void start(String roomId, String sessionId, Listener newListener) {
        calls.add("start " + roomId);
        listener = newListener;
    }

    @Override
    public void pause(String roomId) {}

    @Override
    public void resume(String roomId) {}

    @Override
    public void stop(String roomId) {
        calls.add("stop " + roomId);
    }

    @Override
    public Optional<Recording> current(String roomId) {
        return Optional.empty();
    }

    @Override
    public List<Recording> list() {
        return List.of();
    }

    @Override
    public Optional<Recording> find(String recordingId) {
        return Optional.empty();
    }

    @Override
    public Optional<Path> file(String recordingId) {
        return Optional.empty();
    }

    @Override
    public boolean delete(String recordingId) {
        return false;
    }
}
