package io.rostra.platform.store;

import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvent.PeerIdentity;
import io.rostra.platform.store.Session.JoinFailure;
import io.rostra.platform.store.Session.SessionPeer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Who was in which room, and who was not let in. Blocks; thread-safe.
public final class SessionStore {

    /// Between the time in an id and that of what it names.
    private static final int NEAR_SECONDS = 2;

    private static final String COLUMNS =
            "id, workspace_id, room_id, active, created_at, updated_at";
    private static final String PEER_COLUMNS =
            "session_id, peer_id, name, role, user_id, joined_at, left_at, reason";

    /// Rows deleted in one transaction, so that others wait for a moment only.
    private static final int PURGED_AT_A_TIME = 200;

    private final Database database;
    private final ObjectIds ids;

    SessionStore(Database database, ObjectIds ids) {
        this.database = database;
        this.ids = ids;
    }

    public Optional<Session> find(String workspaceId, String sessionId) {
        return database.read(h -> {
            List<Session> found =
                    h.createQuery(
                                    "SELECT "
                                            + COLUMNS
                                            + " FROM sessions WHERE id = :id AND workspace_id ="
                                            + " :workspace")
                            .bind("id", sessionId)
                            .bind("workspace", workspaceId)
                            .map((row, _) -> session(row))
                            .list();
            return withPeers(h, found).stream().findFirst();
        });
    }

    /// The newest sessions first.
    public List<Session> list(String workspaceId, SessionQuery query) {
        Filter filter =
                Filter.of("workspace_id = :workspace", "workspace", workspaceId)
                        .and("room_id = :room", "room", query.roomId())
                        .and("active = :active", "active", query.active())
                        .and("created_at >= :after", "after", millis(query.after()))
                        .and("created_at <= :before", "before", millis(query.before()))
                        // Ids begin with the seconds of their time, which the index knows.
                        .and("id >= :least", "least", idAt(query.after(), -NEAR_SECONDS))
                        .and("id < :most", "most", idAt(query.before(), NEAR_SECONDS))
                        .and("id < :start", "start", query.start());
        return database.read(h ->
                withPeers(
                        h,
                        h.createQuery(
                                        "SELECT "
                                                + COLUMNS
                                                + " FROM sessions"
                                                + filter.sql()
                                                + " ORDER BY id DESC LIMIT :limit")
                                .bindMap(filter.values())
                                .bind("limit", query.limit())
                                .map((row, _) -> session(row))
                                .list()));
    }

    /// The newest failures first.
    ///
    /// @param peerId null for anybody
    /// @param userId null for anybody
    public List<JoinFailure> failures(
            String roomId,
            @Nullable String peerId,
            @Nullable String userId,
            @Nullable String start,
            int limit) {
        Filter filter =
                Filter.of("room_id = :room", "room", roomId)
                        .and("peer_id = :peer", "peer", peerId)
                        .and("user_id = :user", "user", userId)
                        .and("id < :start", "start", start);
        return database.read(h ->
                h.createQuery(
                                "SELECT id, room_id, peer_id, user_id, role, cause, created_at FROM"
                                        + " join_failures"
                                        + filter.sql()
                                        + " ORDER BY id DESC LIMIT :limit")
                        .bindMap(filter.values())
                        .bind("limit", limit)
                        .map((row, _) -> failure(row))
                        .list());
    }

    /// Ends what a process that died left open, at the time of the last thing it wrote.
    ///
    /// @return how many sessions
    public int closeAbandoned() {
        return database.inTransaction(h -> {
            h.createUpdate(
                            """
                            UPDATE session_peers SET reason = 'server removed peer',
                                left_at = (SELECT s.updated_at FROM sessions s
                                    WHERE s.id = session_peers.session_id)
                            WHERE left_at IS NULL AND session_id IN
                                (SELECT id FROM sessions WHERE active)\
                            """)
                    .execute();
            return h.createUpdate("UPDATE sessions SET active = FALSE WHERE active").execute();
        });
    }

    /// Forgets a few sessions, and the failures and streams, that are older than this.
    ///
    /// @return false when there were none
    public boolean purge(Instant before) {
        return database.inTransaction(h -> {
            List<String> old =
                    h.createQuery(
                                    """
                                    SELECT id FROM sessions WHERE id < :least AND NOT active
                                    ORDER BY id LIMIT :limit\
                                    """)
                            .bind("least", ObjectIds.leastAt(before))
                            .bind("limit", PURGED_AT_A_TIME)
                            .mapTo(String.class)
                            .list();
            if (!old.isEmpty()) {
                h.createUpdate("DELETE FROM session_peers WHERE session_id IN (<ids>)")
                        .bindList("ids", old)
                        .execute();
                QualityStore.forget(h, old);
                PollStore.forget(h, old);
                h.createUpdate("DELETE FROM sessions WHERE id IN (<ids>)")
                        .bindList("ids", old)
                        .execute();
            }
            int others = 0;
            for (String table :
                    List.of("join_failures", "live_streams", "external_streams", "track_events")) {
                others +=
                        h.createUpdate("DELETE FROM " + table + " WHERE id < :least")
                                .bind("least", ObjectIds.leastAt(before))
                                .execute();
            }
            others +=
                    h.createUpdate("DELETE FROM live_audience WHERE stream_id < :least")
                            .bind("least", ObjectIds.leastAt(before))
                            .execute();
            return !old.isEmpty() || others > 0;
        });
    }

    // Writing, in the transaction of whoever writes several things

    static Optional<String> activeSession(Handle handle, String roomId) {
        return handle.createQuery(
                        "SELECT id FROM sessions WHERE room_id = :room AND active ORDER BY id DESC"
                                + " LIMIT 1")
                .bind("room", roomId)
                .mapTo(String.class)
                .findOne();
    }

    static Optional<Instant> startOf(Handle handle, String sessionId) {
        return handle.createQuery("SELECT created_at FROM sessions WHERE id = :id")
                .bind("id", sessionId)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }

    static void open(Handle handle, String workspaceId, RoomEvent.SessionOpened event) {
        handle.createUpdate(
                        """
                        INSERT INTO sessions
                            (id, workspace_id, room_id, active, created_at, updated_at)
                        VALUES (:id, :workspace, :room, TRUE, :now, :now)
                        ON CONFLICT (id) DO NOTHING\
                        """)
                .bind("id", event.sessionId())
                .bind("workspace", workspaceId)
                .bind("room", event.roomId())
                .bind("now", event.at().toEpochMilli())
                .execute();
    }

    static void close(Handle handle, RoomEvent.SessionClosed event) {
        handle.createUpdate("UPDATE sessions SET active = FALSE, updated_at = :now WHERE id = :id")
                .bind("id", event.sessionId())
                .bind("now", event.at().toEpochMilli())
                .execute();
    }

    static void join(Handle handle, String sessionId, PeerIdentity peer, Instant at) {
        handle.createUpdate(
                        """
                        INSERT INTO session_peers
                            (session_id, peer_id, name, role, user_id, joined_at)
                        VALUES (:session, :peer, :name, :role, :user, :now)
                        ON CONFLICT (session_id, peer_id) DO UPDATE SET
                            name = :name, role = :role, left_at = NULL, reason = NULL\
                        """)
                .bind("session", sessionId)
                .bind("peer", cut(peer.peerId(), 64))
                .bind("name", cut(peer.name(), 1024))
                .bind("role", cut(peer.role(), 128))
                .bind("user", cut(peer.userId(), 256))
                .bind("now", at.toEpochMilli())
                .execute();
        // Rooms come back after a restart with the session that was ended for them.
        handle.createUpdate("UPDATE sessions SET active = TRUE, updated_at = :now WHERE id = :id")
                .bind("id", sessionId)
                .bind("now", at.toEpochMilli())
                .execute();
    }

    static void leave(Handle handle, RoomEvent.PeerLeft event) {
        handle.createUpdate(
                        """
                        UPDATE session_peers SET left_at = :now, reason = :reason,
                            name = :name, role = :role
                        WHERE session_id = :session AND peer_id = :peer\
                        """)
                .bind("session", event.sessionId())
                .bind("peer", cut(event.peer().peerId(), 64))
                .bind("reason", event.reason().text())
                .bind("name", cut(event.peer().name(), 1024))
                .bind("role", cut(event.peer().role(), 128))
                .bind("now", event.at().toEpochMilli())
                .execute();
        touch(handle, event.sessionId(), event.at());
    }

    static void changeRole(Handle handle, RoomEvent.RoleChanged event) {
        handle.createUpdate(
                        """
                        UPDATE session_peers SET role = :role
                        WHERE session_id = :session AND peer_id = :peer\
                        """)
                .bind("session", event.sessionId())
                .bind("peer", cut(event.peer().peerId(), 64))
                .bind("role", cut(event.peer().role(), 128))
                .execute();
        touch(handle, event.sessionId(), event.at());
    }

    void fail(Handle handle, String workspaceId, RoomEvent.JoinFailed event) {
        handle.createUpdate(
                        """
                        INSERT INTO join_failures (id, workspace_id, room_id, peer_id, user_id,
                            role, cause, created_at)
                        VALUES (:id, :workspace, :room, :peer, :user, :role, :cause, :now)\
                        """)
                .bind("id", ids.next())
                .bind("workspace", workspaceId)
                .bind("room", event.roomId())
                .bind("peer", cut(event.peer().peerId(), 64))
                .bind("user", cut(event.peer().userId(), 256))
                .bind("role", cut(event.peer().role(), 128))
                .bind("cause", cut(event.cause(), 512))
                .bind("now", event.at().toEpochMilli())
                .execute();
    }

    private static void touch(Handle handle, String sessionId, Instant at) {
        handle.createUpdate("UPDATE sessions SET updated_at = :now WHERE id = :id")
                .bind("id", sessionId)
                .bind("now", at.toEpochMilli())
                .execute();
    }

    /// What clients send may be longer than what we keep, and hold what PostgreSQL cannot.
    static String cut(String text, int length) {
        String kept = text.indexOf(0) < 0 ? text : text.replace("\0", "");
        return kept.length() <= length ? kept : kept.substring(0, length);
    }

    private static List<Session> withPeers(Handle handle, List<Session> sessions) {
        if (sessions.isEmpty()) {
            return sessions;
        }
        Map<String, List<SessionPeer>> peers =
                handle
                        .createQuery(
                                "SELECT "
                                        + PEER_COLUMNS
                                        + " FROM session_peers WHERE session_id IN (<ids>) ORDER BY"
                                        + " joined_at, peer_id")
                        .bindList("ids", sessions.stream().map(Session::id).toList())
                        .map((row, _) -> peer(row))
                        .list()
                        .stream()
                        .collect(
                                Collectors.groupingBy(
                                        SessionPeer::sessionId, HashMap::new, Collectors.toList()));
        return sessions.stream()
                .map(session ->
                        new Session(
                                session.id(),
                                session.workspaceId(),
                                session.roomId(),
                                session.active(),
                                session.createdAt(),
                                session.updatedAt(),
                                peers.getOrDefault(session.id(), List.of())))
                .toList();
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getString("id"),
                row.getString("workspace_id"),
                row.getString("room_id"),
                row.getBoolean("active"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                List.of());
    }

    private static SessionPeer peer(ResultSet row) throws SQLException {
        return new SessionPeer(
                row.getString("session_id"),
                row.getString("peer_id"),
                row.getString("name"),
                row.getString("role"),
                row.getString("user_id"),
                Instant.ofEpochMilli(row.getLong("joined_at")),
                Times.instant(row, "left_at"),
                row.getString("reason"));
    }

    static JoinFailure failure(ResultSet row) throws SQLException {
        return new JoinFailure(
                row.getString("id"),
                row.getString("room_id"),
                row.getString("peer_id"),
                row.getString("user_id"),
                row.getString("role"),
                row.getString("cause"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static @Nullable String idAt(@Nullable Instant instant, int seconds) {
        return instant == null ? null : ObjectIds.leastAt(instant.plusSeconds(seconds));
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
