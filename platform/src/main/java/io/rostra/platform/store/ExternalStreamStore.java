package io.rostra.platform.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.store.LiveStreamRun.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The pushes to other servers there were and are. Blocks; thread-safe.
public final class ExternalStreamStore {

    private static final String SELECT =
            "SELECT id, room_id, session_id, status, addresses, recording, started_by, stopped_by,"
                    + " reason, created_at, started_at, updated_at, stopped_at"
                    + " FROM external_streams";

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private final Database database;

    ExternalStreamStore(Database database) {
        this.database = database;
    }

    public Optional<ExternalStreamRun> find(String workspaceId, String id) {
        return database.read(h ->
                h.createQuery(SELECT + " WHERE id = :id AND workspace_id = :workspace")
                        .bind("id", id)
                        .bind("workspace", workspaceId)
                        .map((row, _) -> run(row))
                        .findOne());
    }

    /// The newest first.
    public List<ExternalStreamRun> list(String workspaceId, LiveStreamStore.Query query) {
        Filter filter = LiveStreamStore.filter(workspaceId, query);
        return database.read(h ->
                h.createQuery(SELECT + filter.sql() + " ORDER BY id DESC LIMIT :limit")
                        .bindMap(filter.values())
                        .bind("limit", query.limit())
                        .map((row, _) -> run(row))
                        .list());
    }

    /// Those of the room that are not over, the newest first.
    public List<ExternalStreamRun> current(String roomId) {
        return database.read(h ->
                h.createQuery(
                                SELECT
                                        + " WHERE room_id = :room AND status IN ('starting',"
                                        + " 'running', 'stopping') ORDER BY id DESC")
                        .bind("room", roomId)
                        .map((row, _) -> run(row))
                        .list());
    }

    /// Notes that a recording was started along with it.
    public void markRecorded(String id) {
        database.inTransaction(h ->
                h.createUpdate("UPDATE external_streams SET recording = TRUE WHERE id = :id")
                        .bind("id", id)
                        .execute());
    }

    /// Notes that it was told to stop.
    public void markStopping(String id, Instant now) {
        database.inTransaction(h ->
                h.createUpdate(
                                """
                                UPDATE external_streams SET status = 'stopping', updated_at = :now
                                WHERE id = :id AND status IN ('starting', 'running')\
                                """)
                        .bind("id", id)
                        .bind("now", now.toEpochMilli())
                        .execute());
    }

    /// Ends what a process that died left open.
    void closeAbandoned(Instant now) {
        database.inTransaction(h ->
                h.createUpdate(
                                """
                                UPDATE external_streams SET status = 'failed', stopped_at = :now,
                                    updated_at = :now, reason = 'the server stopped'
                                WHERE status IN ('starting', 'running', 'stopping')\
                                """)
                        .bind("now", now.toEpochMilli())
                        .execute());
    }

    static Optional<ExternalStreamRun> byId(Handle handle, String id) {
        return handle.createQuery(SELECT + " WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> run(row))
                .findOne();
    }

    static void request(
            Handle handle, String workspaceId, String sessionId, RoomEvent.PushRequested event) {
        handle.createUpdate(
                        """
                        INSERT INTO external_streams (id, workspace_id, room_id, session_id, status,
                            addresses, recording, started_by, stopped_by, reason, created_at,
                            updated_at)
                        VALUES (:id, :workspace, :room, :session, 'starting', :addresses, FALSE,
                            '', '', '', :now, :now)\
                        """)
                .bind("id", event.streamId())
                .bind("workspace", workspaceId)
                .bind("room", event.roomId())
                .bind("session", sessionId)
                .bind("addresses", StoredJson.write(event.addresses()))
                .bind("now", event.at().toEpochMilli())
                .execute();
    }

    static void start(Handle handle, RoomEvent.PushStarted event) {
        handle.createUpdate(
                        """
                        UPDATE external_streams SET status = 'running', started_at = :now,
                            updated_at = :now
                        WHERE id = :id AND status = 'starting'\
                        """)
                .bind("id", event.streamId())
                .bind("now", event.at().toEpochMilli())
                .execute();
    }

    static void end(Handle handle, String id, Status status, String reason, Instant at) {
        handle.createUpdate(
                        """
                        UPDATE external_streams SET status = :status, reason = :reason,
                            stopped_at = :now, updated_at = :now
                        WHERE id = :id\
                        """)
                .bind("id", id)
                .bind("status", status.text())
                .bind("reason", SessionStore.cut(reason, 512))
                .bind("now", at.toEpochMilli())
                .execute();
    }

    private static ExternalStreamRun run(ResultSet row) throws SQLException {
        return new ExternalStreamRun(
                row.getString("id"),
                row.getString("room_id"),
                row.getString("session_id"),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                StoredJson.read(row.getString("addresses"), TEXTS),
                row.getBoolean("recording"),
                row.getString("started_by"),
                row.getString("stopped_by"),
                row.getString("reason"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Times.instant(row, "started_at"),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                Times.instant(row, "stopped_at"));
    }
}
