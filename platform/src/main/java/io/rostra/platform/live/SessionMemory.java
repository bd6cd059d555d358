package io.rostra.platform.live;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What running sessions want to know again after a restart of the process: texts by key, for each
/// room. Every call blocks; thread-safe.
public interface SessionMemory {

    /// All that is kept: by room, then by key.
    Map<String, Map<String, String>> recall();

    /// Keeps the entries, all or none, beside those kept before.
    void keep(String roomId, List<Entry> entries);

    /// Forgets everything about the room.
    void forget(String roomId);

    /// @param value null forgets the key
    record Entry(String key, @Nullable String value) {}

    /// Keeps nothing.
    static SessionMemory none() {
        return new SessionMemory() {
            @Override
            public Map<String, Map<String, String>> recall() {
                return Map.of();
            }

            @Override
            public void keep(String roomId, List<Entry> entries) {}

            @Override
            public void forget(String roomId) {}
        };
    }
}
