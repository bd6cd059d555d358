package io.rostra.platform.store;

import io.rostra.platform.live.RoomEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// How well peers were served, over time. Kept as long as their sessions. Blocks; thread-safe.
public final class QualityStore {

    /// A peer of a session that lasted a day has 2,880.
    private static final int MOST_SAMPLES = 100_000;

    private final Database database;

    QualityStore(Database database) {
        this.database = database;
    }

    /// @param score connection quality, 0 (disconnected) to 5
    public record Sample(Instant at, int score) {}

    /// By peer id, the oldest samples first.
    public Map<String, List<Sample>> ofSession(String sessionId) {
        Map<String, List<Sample>> found = new LinkedHashMap<>();
        database.read(h -> {
            h.createQuery(
                            "SELECT peer_id, at, score FROM peer_quality WHERE session_id = :session"
                                    + " ORDER BY at, peer_id LIMIT :limit")
                    .bind("session", sessionId)
                    .bind("limit", MOST_SAMPLES)
                    .map((row, _) ->
                            Map.entry(
                                    row.getString("peer_id"),
                                    new Sample(
                                            Instant.ofEpochMilli(row.getLong("at")),
                                            row.getInt("score"))))
                    .forEach(entry ->
                            found.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                                    .add(entry.getValue()));
            return found;
        });
        return found;
    }

    static void add(Handle handle, RoomEvent.QualityMeasured event) {
        var batch =
                handle.prepareBatch(
                        "INSERT INTO peer_quality (session_id, peer_id, at, score)"
                                + " VALUES (:session, :peer, :at, :score)"
                                + " ON CONFLICT (session_id, peer_id, at) DO NOTHING");
        event.worst()
                .forEach((peer, score) ->
                        batch.bind("session", event.sessionId())
                                .bind("peer", SessionStore.cut(peer, 64))
                                .bind("at", event.at().toEpochMilli())
                                .bind("score", score)
                                .add());
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    static void forget(Handle handle, List<String> sessionIds) {
        handle.createUpdate("DELETE FROM peer_quality WHERE session_id IN (<ids>)")
                .bindList("ids", sessionIds)
                .execute();
    }
}
