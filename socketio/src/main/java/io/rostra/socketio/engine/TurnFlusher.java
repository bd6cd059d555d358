package io.rostra.socketio.engine;

import java.util.ArrayList;
import java.util.List;

/// Collects the sessions that got something to send during a turn of the loop and flushes each once
/// at its end. Confined to one event loop.
final class TurnFlusher {
    private final Loop loop;
    private final WriteBatch batch = new WriteBatch();
    private final List<EngineSession> dirty = new ArrayList<>();
    private boolean posted;

    TurnFlusher(Loop loop) {
        this.loop = loop;
    }

    void add(EngineSession session) {
        dirty.add(session);
        if (!posted) {
            posted = true;
            loop.post(this::flushAll);
        }
    }

    /// Flushes one session without waiting for the end of the turn.
    void flushNow(EngineSession session) {
        session.flush(batch);
        batch.release();
    }

    private void flushAll() {
        // By index: a flush that completes at once may add its session again.
        for (int i = 0; i < dirty.size(); i++) {
            dirty.get(i).flush(batch);
        }
        dirty.clear();
        posted = false;
        batch.release();
    }
}
