package io.rostra.signalling.session;

import io.rostra.platform.live.SessionMemory.Entry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A store that is there at once.
final class RememberingSink implements Journal.Sink {

    final Map<String, String> entries = new TreeMap<>();

    @Override
    public void keep(String roomId, List<Entry> changes) {
        for (Entry entry : changes) {
            if (entry.value() == null) {
                entries.remove(entry.key());
            } else {
                entries.put(entry.key(), entry.value());
            }
        }
    }

    @Override
    public void forget(String roomId) {
        entries.clear();
    }
}
