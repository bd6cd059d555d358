package io.rostra.platform.store;

import io.rostra.platform.live.SessionMemory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.PreparedBatch;

/// [SessionMemory] in the database. Blocks; thread-safe.
public final class SessionMemoryStore implements SessionMemory {

    private final Database database;

    public SessionMemoryStore(Database database) {
        this.database = database;
    }

    @Override
    public Map<String, Map<String, String>> recall() {
        var rooms = new LinkedHashMap<String, Map<String, String>>();
        database.inTransaction(h -> {
            h.createQuery("SELECT room_id, entry, content FROM session_memory")
                    .map((row, _) ->
                            rooms.computeIfAbsent(
                                            row.getString("room_id"), _ -> new LinkedHashMap<>())
                                    .put(row.getString("entry"), row.getString("content")))
                    .list();
            return rooms.size();
        });
        return rooms;
    }

    @Override
    public void keep(String roomId, List<Entry> entries) {
        database.inTransaction(h -> {
            PreparedBatch puts =
                    h.prepareBatch(
                            """
                            INSERT INTO session_memory (room_id, entry, content)
                            VALUES (:room, :entry, :content)
                            ON CONFLICT (room_id, entry) DO UPDATE SET content = :content\
                            """);
            PreparedBatch removals =
                    h.prepareBatch(
                            "DELETE FROM session_memory WHERE room_id = :room AND entry = :entry");
            for (Entry entry : entries) {
                if (entry.value() == null) {
                    removals.bind("room", roomId).bind("entry", entry.key()).add();
                } else {
                    puts.bind("room", roomId)
                            .bind("entry", entry.key())
                            .bind("content", entry.value())
                            .add();
                }
            }
            if (puts.size() > 0) {
                puts.execute();
            }
            if (removals.size() > 0) {
                removals.execute();
            }
            return entries.size();
        });
    }

    @Override
    public void forget(String roomId) {
        database.inTransaction(h ->
                h.createUpdate("DELETE FROM session_memory WHERE room_id = :room")
                        .bind("room", roomId)
                        .execute());
    }
}
