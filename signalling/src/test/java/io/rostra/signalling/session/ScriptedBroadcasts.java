package io.rostra.signalling.session;

import io.rostra.platform.live.Broadcasts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Live streams that do what the test says.
final class ScriptedBroadcasts implements Broadcasts {

    final List<String> calls = new ArrayList<>();
    Listener listener;

    @Override
    public void start(String roomId, Listener newListener) {
        calls.add("start " + roomId);
        listener = newListener;
    }

    @Override
    public void stop(String roomId) {
        calls.add("stop " + roomId);
    }

    @Override
    public boolean insertMetadata(String roomId, String payload, Duration duration) {
        calls.add("metadata " + roomId + " " + payload + " " + duration.toSeconds());
        return true;
    }
}
