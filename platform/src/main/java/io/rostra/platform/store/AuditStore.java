package io.rostra.platform.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who changed what. Blocks; thread-safe.
public final class AuditStore {

    /// @param actor the access key of the token that was used, or a command's name
    /// @param action such as `POST /v2/rooms/{room_id}`
    /// @param subject what it was done to, such as the id of a room
    public record Entry(String id, String actor, String action, String subject, Instant at) {}

    private final Database database;
    private final ObjectIds ids;
    private final InstantSource clock;

    AuditStore(Database database, ObjectIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    public void add(String workspaceId, String actor, String action, String subject) {
        database.inTransaction(h ->
                h.createUpdate(
                                """
                                INSERT INTO audit_log
                                    (id, workspace_id, actor, action, subject, created_at)
                                VALUES (:id, :workspace, :actor, :action, :subject, :now)\
                                """)
                        .bind("id", ids.next())
                        .bind("workspace", workspaceId)
                        .bind("actor", SessionStore.cut(actor, 128))
                        .bind("action", SessionStore.cut(action, 256))
                        .bind("subject", SessionStore.cut(subject, 256))
                        .bind("now", clock.millis())
                        .execute());
    }

    /// The newest first.
    ///
    /// @param start id of the last entry of the page before, or null
    public List<Entry> list(String workspaceId, @Nullable String start, int limit) {
        Filter filter =
                Filter.of("workspace_id = :workspace", "workspace", workspaceId)
                        .and("id < :start", "start", start);
        return database.read(h ->
                h.createQuery(
                                "SELECT id, actor, action, subject, created_at FROM audit_log"
                                        + filter.sql()
                                        + " ORDER BY id DESC LIMIT :limit")
                        .bindMap(filter.values())
                        .bind("limit", limit)
                        .map((row, _) ->
                                new Entry(
                                        row.getString("id"),
                                        row.getString("actor"),
                                        row.getString("action"),
                                        row.getString("subject"),
                                        Instant.ofEpochMilli(row.getLong("created_at"))))
                        .list());
    }

    /// Forgets what is older than this.
    public void purge(Instant before) {
        database.inTransaction(h ->
                h.createUpdate("DELETE FROM audit_log WHERE id < :least")
                        .bind("least", ObjectIds.leastAt(before))
                        .execute());
    }
}
