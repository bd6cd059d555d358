package io.rostra.platform.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.poll.PollDefinition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Polls of backends, and what was answered in rooms. Blocks; thread-safe.
public final class PollStore {

    private static final TypeReference<List<Integer>> NUMBERS = new TypeReference<>() {};

    private final Database database;
    private final ObjectIds ids;
    private final InstantSource clock;

    PollStore(Database database, ObjectIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// A poll as it is kept.
    public record Stored(String id, PollDefinition definition) {}

    /// A time that a poll ran in a session.
    ///
    /// @param stoppedAt null while it runs
    /// @param voters who answered at least one question
    public record Run(
            String id,
            String pollId,
            String sessionId,
            Instant startedAt,
            @Nullable Instant stoppedAt,
            int responses,
            int voters) {}

    /// @param superseded another one took its place
    /// @param original id of the first one, of one that took its place; empty otherwise
    public record Response(
            String id,
            String pollId,
            String sessionId,
            int question,
            String peerId,
            String userId,
            boolean skipped,
            List<Integer> options,
            String text,
            int score,
            long duration,
            boolean superseded,
            String original,
            int retries,
            Instant at) {}

    /// Which responses to list; null means "whatever".
    ///
    /// @param all those as well in whose place others came
    public record Query(
            @Nullable String start, int limit, boolean all, @Nullable Integer question) {}

    public Stored create(String workspaceId, PollDefinition definition) {
        String id = ids.next();
        database.inTransaction(h ->
                h.createUpdate(
                                """
                                INSERT INTO polls (id, workspace_id, content, created_at, updated_at)
                                VALUES (:id, :workspace, :content, :now, :now)\
                                """)
                        .bind("id", id)
                        .bind("workspace", workspaceId)
                        .bind("content", StoredJson.write(definition))
                        .bind("now", clock.millis())
                        .execute());
        return new Stored(id, definition);
    }

    public Optional<Stored> find(String workspaceId, String id) {
        return database.read(h -> find(h, workspaceId, id));
    }

    private static Optional<Stored> find(Handle handle, String workspaceId, String id) {
        return handle.createQuery(
                        "SELECT id, content FROM polls WHERE id = :id AND workspace_id = :workspace")
                .bind("id", id)
                .bind("workspace", workspaceId)
                .map((row, _) -> stored(row))
                .findOne();
    }

    /// Those of these that there are, in this order.
    static List<Stored> all(Database database, String workspaceId, List<String> wanted) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        return database.read(h -> {
            List<Stored> found = new ArrayList<>();
            wanted.forEach(id -> find(h, workspaceId, id).ifPresent(found::add));
            return found;
        });
    }

    /// Changes a poll, as seen by nobody else meanwhile.
    ///
    /// @param change may throw to leave it as it is
    /// @return empty when there is none
    public Optional<Stored> update(
            String workspaceId, String id, UnaryOperator<PollDefinition> change) {
        return database.inTransaction(h -> {
            Optional<Stored> old = find(h, workspaceId, id);
            if (old.isEmpty()) {
                return old;
            }
            PollDefinition changed = change.apply(old.get().definition());
            h.createUpdate("UPDATE polls SET content = :content, updated_at = :now WHERE id = :id")
                    .bind("content", StoredJson.write(changed))
                    .bind("now", clock.millis())
                    .bind("id", id)
                    .execute();
            return Optional.of(new Stored(id, changed));
        });
    }

    // What was answered

    private static final String RUN =
            """
            SELECT r.id, r.poll_id, r.session_id, r.started_at, r.stopped_at,
                (SELECT COUNT(*) FROM poll_responses p WHERE p.poll_id = r.poll_id
                    AND p.session_id = r.session_id AND NOT p.superseded) AS responses,
                (SELECT COUNT(DISTINCT p.voter) FROM poll_responses p
                    WHERE p.poll_id = r.poll_id AND p.session_id = r.session_id) AS voters
            FROM poll_runs r\
            """;

    /// The newest first.
    public List<Run> runs(String pollId, @Nullable String start, int limit) {
        Filter filter =
                Filter.of("r.poll_id = :poll", "poll", pollId).and("r.id < :start", "start", start);
        return database.read(h ->
                h.createQuery(RUN + filter.sql() + " ORDER BY r.id DESC LIMIT :limit")
                        .bindMap(filter.values())
                        .bind("limit", limit)
                        .map((row, _) -> run(row))
                        .list());
    }

    public Optional<Run> run(String pollId, String sessionId) {
        return database.read(h ->
                h.createQuery(RUN + " WHERE r.poll_id = :poll AND r.session_id = :session")
                        .bind("poll", pollId)
                        .bind("session", sessionId)
                        .map((row, _) -> run(row))
                        .findOne());
    }

    /// The newest first.
    public List<Response> responses(String pollId, Query query) {
        Filter filter =
                Filter.of("poll_id = :poll", "poll", pollId)
                        .and("superseded = :superseded", "superseded", query.all() ? null : false)
                        .and("question = :question", "question", query.question())
                        .and("id < :start", "start", query.start());
        return database.read(h ->
                h.createQuery(
                                "SELECT * FROM poll_responses"
                                        + filter.sql()
                                        + " ORDER BY id DESC LIMIT :limit")
                        .bindMap(filter.values())
                        .bind("limit", query.limit())
                        .map((row, _) -> response(row))
                        .list());
    }

    public Optional<Response> response(String pollId, String id) {
        return database.read(h ->
                h.createQuery("SELECT * FROM poll_responses WHERE id = :id AND poll_id = :poll")
                        .bind("id", id)
                        .bind("poll", pollId)
                        .map((row, _) -> response(row))
                        .findOne());
    }

    // Writing, in the transaction of whoever writes several things

    void start(Handle handle, RoomEvent.PollStarted event) {
        if (exists(handle, event.pollId())) {
            handle.createUpdate(
                            """
                            INSERT INTO poll_runs (poll_id, session_id, id, started_at)
                            VALUES (:poll, :session, :id, :now)
                            ON CONFLICT (poll_id, session_id) DO NOTHING\
                            """)
                    .bind("poll", event.pollId())
                    .bind("session", event.sessionId())
                    .bind("id", ids.next())
                    .bind("now", event.at().toEpochMilli())
                    .execute();
        }
    }

    static void stop(Handle handle, RoomEvent.PollStopped event) {
        handle.createUpdate(
                        """
                        UPDATE poll_runs SET stopped_at = :now
                        WHERE poll_id = :poll AND session_id = :session AND stopped_at IS NULL\
                        """)
                .bind("poll", event.pollId())
                .bind("session", event.sessionId())
                .bind("now", event.at().toEpochMilli())
                .execute();
    }

    /// Polls end with their session.
    static void stopAll(Handle handle, RoomEvent.SessionClosed event) {
        handle.createUpdate(
                        """
                        UPDATE poll_runs SET stopped_at = :now
                        WHERE session_id = :session AND stopped_at IS NULL\
                        """)
                .bind("session", event.sessionId())
                .bind("now", event.at().toEpochMilli())
                .execute();
    }

    void answer(Handle handle, RoomEvent.PollAnswered event) {
        if (!exists(handle, event.pollId())) {
            return;
        }
        record Before(String id, String original, int retries) {}
        String voter = SessionStore.cut(event.voter(), 256);
        Optional<Before> before =
                handle.createQuery(
                                """
                                SELECT id, original, retries FROM poll_responses
                                WHERE poll_id = :poll AND session_id = :session
                                    AND question = :question AND voter = :voter
                                    AND NOT superseded\
                                """)
                        .bind("poll", event.pollId())
                        .bind("session", event.sessionId())
                        .bind("question", event.question())
                        .bind("voter", voter)
                        .map((row, _) ->
                                new Before(
                                        row.getString("id"),
                                        row.getString("original"),
                                        row.getInt("retries")))
                        .findFirst();
        before.ifPresent(old ->
                handle.createUpdate("UPDATE poll_responses SET superseded = TRUE WHERE id = :id")
                        .bind("id", old.id())
                        .execute());
        handle.createUpdate(
                        """
                        INSERT INTO poll_responses (id, poll_id, session_id, question, voter,
                            peer_id, user_id, skipped, options, answer, score, duration,
                            superseded, original, retries, created_at)
                        VALUES (:id, :poll, :session, :question, :voter, :peer, :user, :skipped,
                            :options, :answer, :score, :duration, FALSE, :original, :retries,
                            :now)\
                        """)
                .bind("id", ids.next())
                .bind("poll", event.pollId())
                .bind("session", event.sessionId())
                .bind("question", event.question())
                .bind("voter", voter)
                .bind("peer", SessionStore.cut(event.peerId(), 64))
                .bind("user", SessionStore.cut(event.userId(), 256))
                .bind("skipped", event.skipped())
                .bind("options", StoredJson.write(event.options()))
                .bind("answer", SessionStore.cut(event.text(), 2048))
                .bind("score", event.score())
                .bind("duration", event.millis())
                .bind(
                        "original",
                        before.map(old -> old.original().isEmpty() ? old.id() : old.original())
                                .orElse(""))
                .bind("retries", before.map(old -> old.retries() + 1).orElse(0))
                .bind("now", event.at().toEpochMilli())
                .execute();
    }

    private static boolean exists(Handle handle, String pollId) {
        return ObjectIds.isValid(pollId)
                && handle.createQuery("SELECT 1 FROM polls WHERE id = :id")
                        .bind("id", pollId)
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent();
    }

    /// Forgets what was answered in these sessions.
    static void forget(Handle handle, List<String> sessionIds) {
        for (String table : List.of("poll_responses", "poll_runs")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE session_id IN (<ids>)")
                    .bindList("ids", sessionIds)
                    .execute();
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getString("id"),
                StoredJson.read(row.getString("content"), PollDefinition.class));
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                row.getString("id"),
                row.getString("poll_id"),
                row.getString("session_id"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Times.instant(row, "stopped_at"),
                row.getInt("responses"),
                row.getInt("voters"));
    }

    private static Response response(ResultSet row) throws SQLException {
        return new Response(
                row.getString("id"),
                row.getString("poll_id"),
                row.getString("session_id"),
                row.getInt("question"),
                row.getString("peer_id"),
                row.getString("user_id"),
                row.getBoolean("skipped"),
                StoredJson.read(row.getString("options"), NUMBERS),
                row.getString("answer"),
                row.getInt("score"),
                row.getLong("duration"),
                row.getBoolean("superseded"),
                row.getString("original"),
                row.getInt("retries"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
