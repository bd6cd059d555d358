package io.rostra.signalling.session;

import io.rostra.platform.live.Restreams;
import java.util.ArrayList;
import java.util.List;

/// Pushes that do what the test says.
final class ScriptedRestreams implements Restreams {

    final List<String> calls = new ArrayList<>();
    Listener listener;

    @Override
    public void start(String roomId, List<String> urls, Listener newListener) {
        if (urls.stream().anyMatch(url -> !url.startsWith("rtmp"))) {
            throw new IllegalArgumentException("not an rtmp URL");
        }
        calls.add("start " + roomId + " " + urls.size());
        listener = newListener;
    }

    @Override
    public void stop(String roomId, List<String> urls) {}

    @Override
    public void stop(String roomId) {
        calls.add("stop " + roomId);
    }

    @Override
    public List<Target> targets(String roomId) {
        return List.of();
    }
}
