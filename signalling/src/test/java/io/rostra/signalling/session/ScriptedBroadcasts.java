package io.rostra.signalling.session;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveWish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Live streams that do what the test says.
final class ScriptedBroadcasts implements Broadcasts {

    final List<String> calls = new ArrayList<>();
    Listener listener;
    LiveWish lastWish = LiveWish.ANY;

    @Override
    public void start(String roomId, LiveWish wish, Listener newListener) {
        calls.add("start " + roomId);
        lastWish = wish;
        listener = newListener;
    }

    @Override
    public void stop(String roomId) {
        calls.add("stop " + roomId);
    }

    @Override
    public void caption(String roomId, String text) {
        calls.add("caption " + text);
    }

    @Override
    public boolean insertMetadata(String roomId, String payload, Duration duration) {
        calls.add("metadata " + roomId + " " + payload + " " + duration.toSeconds());
        return true;
    }
}
