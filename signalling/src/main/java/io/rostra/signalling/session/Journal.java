package io.rostra.signalling.session;

import io.rostra.platform.live.SessionMemory.Entry;
import io.rostra.sfu.net.EventLoop;
import io.rostra.signalling.rpc.KeptJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a session wants to know again after a restart. Changes are collected for a moment and
/// written together; so a crash may cost what was said in its last [#DELAY]. Confined to the room's
/// event loop.
final class Journal {

    /// Where the changes go. Called on the event loop; must not block.
    interface Sink {
        void keep(String roomId, List<Entry> entries);

        void forget(String roomId);

        static Sink none() {
            return new Sink() {
                @Override
                public void keep(String roomId, List<Entry> entries) {}

                @Override
                public void forget(String roomId) {}
            };
        }
    }

    static final Duration DELAY = Duration.ofMillis(200);

    private final String roomId;
    private final EventLoop loop;
    private final Sink sink;
    private final Map<String, Optional<Record>> changes = new LinkedHashMap<>();
    private EventLoop.@Nullable Timer timer;

    Journal(String roomId, EventLoop loop, Sink sink) {
        this.roomId = roomId;
        this.loop = loop;
        this.sink = sink;
    }

    void put(String key, Record value) {
        change(key, Optional.of(value));
    }

    void remove(String key) {
        change(key, Optional.empty());
    }

    private void change(String key, Optional<Record> value) {
        changes.put(key, value);
        if (timer == null) {
            timer = loop.schedule(DELAY, this::flush);
        }
    }

    /// The session is over: nothing of it is of interest any more.
    void forget() {
        stopTimer();
        changes.clear();
        sink.forget(roomId);
    }

    /// Writes what is waiting.
    void flush() {
        stopTimer();
        if (changes.isEmpty()) {
            return;
        }
        var entries = new ArrayList<Entry>();
        changes.forEach((key, value) ->
                entries.add(new Entry(key, value.map(KeptJson::write).orElse(null))));
        changes.clear();
        sink.keep(roomId, entries);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
