package io.rostra.platform.store;

import io.rostra.platform.store.Session.JoinFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// What went on in a workspace, day by day. Blocks; thread-safe.
public final class UsageStore {

    private static final long DAY_MILLIS = 86_400_000;

    private final Database database;

    UsageStore(Database database) {
        this.database = database;
    }

    /// @param from begin of the day
    /// @param peers who joined that day
    /// @param peerMinutes for how long they stayed, so far
    /// @param streamMinutes for how long the live streams went, so far
    public record Day(
            Instant from,
            long sessions,
            long peers,
            long peerMinutes,
            long streams,
            long streamMinutes,
            long joinFailures) {}

    /// @param first begin of the first day, in whatever time zone the caller lives
    /// @param now for what has not ended
    public List<Day> days(String workspaceId, Instant first, int days, Instant now) {
        var period = new Period(workspaceId, first.toEpochMilli(), days, now.toEpochMilli());
        return database.read(h -> {
            long[] sessions = new long[days];
            long[] peers = new long[days];
            long[] peerMillis = new long[days];
            long[] streams = new long[days];
            long[] streamMillis = new long[days];
            long[] failures = new long[days];
            count(h, period, SESSIONS, sessions, new long[days]);
            count(h, period, PEERS, peers, peerMillis);
            count(h, period, STREAMS, streams, streamMillis);
            count(h, period, FAILURES, failures, new long[days]);
            List<Day> found = new ArrayList<>();
            for (int i = 0; i < days; i++) {
                found.add(
                        new Day(
                                first.plusMillis(i * DAY_MILLIS),
                                sessions[i],
                                peers[i],
                                peerMillis[i] / 60_000,
                                streams[i],
                                streamMillis[i] / 60_000,
                                failures[i]));
            }
            return found;
        });
    }

    private record Period(String workspaceId, long from, int days, long now) {

        long until() {
            return from + days * DAY_MILLIS;
        }
    }

    private static final String SESSIONS =
            """
            SELECT (created_at - :from) / 86400000 AS day, COUNT(*) AS number, 0 AS millis
            FROM sessions
            WHERE workspace_id = :workspace AND id >= :least
                AND created_at >= :from AND created_at < :until
            GROUP BY 1\
            """;

    /// Who came before the period and is still there is not counted.
    private static final String PEERS =
            """
            SELECT (p.joined_at - :from) / 86400000 AS day, COUNT(*) AS number,
                CAST(SUM(COALESCE(p.left_at, :now) - p.joined_at) AS BIGINT) AS millis
            FROM sessions s JOIN session_peers p ON p.session_id = s.id
            WHERE s.workspace_id = :workspace AND s.id >= :least
                AND p.joined_at >= :from AND p.joined_at < :until
            GROUP BY 1\
            """;

    private static final String STREAMS =
            """
            SELECT (created_at - :from) / 86400000 AS day, COUNT(*) AS number,
                CAST(SUM(COALESCE(stopped_at, :now) - created_at) AS BIGINT) AS millis
            FROM live_streams
            WHERE workspace_id = :workspace AND id >= :least
                AND created_at >= :from AND created_at < :until
            GROUP BY 1\
            """;

    private static final String FAILURES =
            """
            SELECT (created_at - :from) / 86400000 AS day, COUNT(*) AS number, 0 AS millis
            FROM join_failures
            WHERE workspace_id = :workspace AND id >= :least
                AND created_at >= :from AND created_at < :until
            GROUP BY 1\
            """;

    private record Count(int day, long number, long millis) {}

    private static void count(
            Handle handle, Period period, String sql, long[] numbers, long[] millis) {
        // A session may be a day older than who joins it.
        Instant least = Instant.ofEpochMilli(period.from() - DAY_MILLIS);
        Query query =
                handle.createQuery(sql)
                        .bind("workspace", period.workspaceId())
                        .bind("least", ObjectIds.leastAt(least))
                        .bind("from", period.from())
                        .bind("until", period.until());
        if (sql.contains(":now")) {
            query.bind("now", period.now());
        }
        query.map((row, _) ->
                        new Count(row.getInt("day"), row.getLong("number"), row.getLong("millis")))
                .forEach(count -> {
                    numbers[count.day()] = count.number();
                    millis[count.day()] = count.millis();
                });
    }

    /// The newest failures of all rooms first.
    public List<JoinFailure> failures(String workspaceId, int limit) {
        return database.read(h ->
                h.createQuery(
                                """
                                SELECT id, room_id, peer_id, user_id, role, cause, created_at
                                FROM join_failures WHERE workspace_id = :workspace
                                ORDER BY id DESC LIMIT :limit\
                                """)
                        .bind("workspace", workspaceId)
                        .bind("limit", limit)
                        .map((row, _) -> SessionStore.failure(row))
                        .list());
    }
}
