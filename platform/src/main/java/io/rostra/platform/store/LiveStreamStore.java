package io.rostra.platform.store;

import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.store.LiveStreamRun.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The live streams there were and are. Blocks; thread-safe.
public final class LiveStreamStore {

    private static final String COLUMNS =
            "id, room_id, session_id, status, playlist_path, destination, started_by, stopped_by,"
                    + " reason, recorded, created_at, started_at, updated_at, stopped_at";

    /// A live stream of a day has 5,760.
    private static final int MOST_SAMPLES = 10_000;

    private final Database database;

    LiveStreamStore(Database database) {
        this.database = database;
    }

    /// Which live streams to list; null means "whatever".
    ///
    /// @param start id of the last one of the page before
    public record Query(
            @Nullable String roomId,
            @Nullable String sessionId,
            @Nullable String status,
            @Nullable String start,
            int limit) {}

    public Optional<LiveStreamRun> find(String workspaceId, String id) {
        return database.read(h ->
                h.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM live_streams WHERE id = :id AND workspace_id ="
                                        + " :workspace")
                        .bind("id", id)
                        .bind("workspace", workspaceId)
                        .map((row, _) -> run(row))
                        .findOne());
    }

    /// The newest first.
    public List<LiveStreamRun> list(String workspaceId, Query query) {
        Filter filter = filter(workspaceId, query);
        return database.read(h ->
                h.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM live_streams"
                                        + filter.sql()
                                        + " ORDER BY id DESC LIMIT :limit")
                        .bindMap(filter.values())
                        .bind("limit", query.limit())
                        .map((row, _) -> run(row))
                        .list());
    }

    /// @param viewers how many watched
    public record Sample(Instant at, int viewers) {}

    /// The newest samples, the oldest of them first.
    public List<Sample> audience(String id) {
        return database.read(h ->
                        h.createQuery(
                                        "SELECT at, viewers FROM live_audience WHERE stream_id = :id"
                                                + " ORDER BY at DESC LIMIT :limit")
                                .bind("id", id)
                                .bind("limit", MOST_SAMPLES)
                                .map((row, _) ->
                                        new Sample(
                                                Instant.ofEpochMilli(row.getLong("at")),
                                                row.getInt("viewers")))
                                .list())
                .reversed();
    }

    static void measure(Handle handle, RoomEvent.AudienceMeasured event) {
        handle.createUpdate(
                        """
                        INSERT INTO live_audience (stream_id, at, viewers)
                        VALUES (:stream, :at, :viewers) ON CONFLICT (stream_id, at) DO NOTHING\
                        """)
                .bind("stream", event.streamId())
                .bind("at", event.at().toEpochMilli())
                .bind("viewers", event.viewers())
                .execute();
    }

    static Filter filter(String workspaceId, Query query) {
        return Filter.of("workspace_id = :workspace", "workspace", workspaceId)
                .and("room_id = :room", "room", query.roomId())
                .and("session_id = :session", "session", query.sessionId())
                .and("status = :status", "status", query.status())
                .and("id < :start", "start", query.start());
    }

    /// The live stream of the room that is not over.
    public Optional<LiveStreamRun> current(String roomId) {
        return database.read(h -> current(h, roomId));
    }

    /// Notes that a live stream was told to stop.
    public void markStopping(String id, Instant now) {
        database.inTransaction(h ->
                h.createUpdate(
                                """
                                UPDATE live_streams SET status = 'stopping', updated_at = :now
                                WHERE id = :id AND status IN ('starting', 'running')\
                                """)
                        .bind("id", id)
                        .bind("now", now.toEpochMilli())
                        .execute());
    }

    /// Ends what a process that died left open.
    public void closeAbandoned(Instant now) {
        database.inTransaction(h ->
                h.createUpdate(
                                """
                                UPDATE live_streams SET status = 'failed', stopped_at = :now,
                                    updated_at = :now, reason = 'the server stopped'
                                WHERE status IN ('starting', 'running', 'stopping')\
                                """)
                        .bind("now", now.toEpochMilli())
                        .execute());
    }

    static Optional<LiveStreamRun> current(Handle handle, String roomId) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + " FROM live_streams WHERE room_id = :room AND status IN"
                                + " ('starting', 'running', 'stopping') ORDER BY id DESC LIMIT 1")
                .bind("room", roomId)
                .map((row, _) -> run(row))
                .findOne();
    }

    static Optional<LiveStreamRun> byId(Handle handle, String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM live_streams WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> run(row))
                .findOne();
    }

    static void request(
            Handle handle, String workspaceId, String sessionId, RoomEvent.LiveRequested event) {
        handle.createUpdate(
                        """
                        INSERT INTO live_streams (id, workspace_id, room_id, session_id, status,
                            playlist_path, destination, started_by, stopped_by, reason, created_at,
                            updated_at, recorded)
                        VALUES (:id, :workspace, :room, :session, 'starting', '', :destination,
                            :by, '', '', :now, :now, :recorded)\
                        """)
                .bind("id", event.streamId())
                .bind("workspace", workspaceId)
                .bind("room", event.roomId())
                .bind("session", sessionId)
                .bind("by", event.startedBy())
                .bind("destination", Objects.requireNonNullElse(event.wish().destination(), ""))
                .bind("recorded", event.wish().record())
                .bind("now", event.at().toEpochMilli())
                .execute();
    }

    /// The live stream that a recording was made along with.
    ///
    /// @param startedAt of the recording
    static Optional<LiveStreamRun> recorded(Handle handle, String roomId, Instant startedAt) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + " FROM live_streams WHERE room_id = :room AND recorded"
                                + " AND created_at <= :at AND (stopped_at IS NULL OR stopped_at >="
                                + " :at) ORDER BY id DESC LIMIT 1")
                .bind("room", roomId)
                .bind("at", startedAt.toEpochMilli())
                .map((row, _) -> run(row))
                .findOne();
    }

    static void start(Handle handle, RoomEvent.LiveStarted event) {
        handle.createUpdate(
                        """
                        UPDATE live_streams SET status = 'running', playlist_path = :path,
                            started_at = :now, updated_at = :now
                        WHERE id = :id AND status = 'starting'\
                        """)
                .bind("id", event.streamId())
                .bind("path", event.playlistPath())
                .bind("now", event.at().toEpochMilli())
                .execute();
    }

    static void end(Handle handle, String id, Status status, String by, String reason, Instant at) {
        handle.createUpdate(
                        """
                        UPDATE live_streams SET status = :status, stopped_by = :by,
                            reason = :reason, stopped_at = :now, updated_at = :now
                        WHERE id = :id\
                        """)
                .bind("id", id)
                .bind("status", status.text())
                .bind("by", by)
                .bind("reason", SessionStore.cut(reason, 512))
                .bind("now", at.toEpochMilli())
                .execute();
    }

    private static LiveStreamRun run(ResultSet row) throws SQLException {
        return new LiveStreamRun(
                row.getString("id"),
                row.getString("room_id"),
                row.getString("session_id"),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("playlist_path"),
                row.getString("destination"),
                row.getString("started_by"),
                row.getString("stopped_by"),
                row.getString("reason"),
                row.getBoolean("recorded"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Times.instant(row, "started_at"),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                Times.instant(row, "stopped_at"));
    }
}
