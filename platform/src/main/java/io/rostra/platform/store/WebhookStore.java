package io.rostra.platform.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.rostra.platform.room.RoomOptions;
import io.rostra.platform.store.WebhookEvent.Status;
import io.rostra.platform.webhook.WebhookPayloads.Draft;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What backends are told, and where they want to hear it. Blocks; thread-safe.
public final class WebhookStore {

    /// Of one workspace. Above it, what is new is noted as failed at once: a receiver that has been
    /// away for so much will replay what it wants.
    static final int MOST_PENDING = 100_000;

    private static final int PURGED_AT_A_TIME = 500;
    private static final String COLUMNS =
            "seq, event_id, workspace_id, room_id, type, payload, status, attempts, error, url,"
                    + " replay_id, created_at";
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final Database database;
    private final ObjectIds ids;
    private final InstantSource clock;

    WebhookStore(Database database, ObjectIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    public Optional<WebhookTarget> target(String workspaceId) {
        return database.read(h -> target(h, workspaceId));
    }

    public void setTarget(String workspaceId, WebhookTarget target) {
        database.inTransaction(h ->
                h.createUpdate(
                                """
                                INSERT INTO webhook_targets
                                    (workspace_id, url, headers, signing_secret, updated_at)
                                VALUES (:workspace, :url, :headers, :secret, :now)
                                ON CONFLICT (workspace_id) DO UPDATE SET url = :url,
                                    headers = :headers, signing_secret = :secret,
                                    updated_at = :now\
                                """)
                        .bind("workspace", workspaceId)
                        .bind("url", target.url())
                        .bind("headers", StoredJson.write(target.headers()))
                        .bind("secret", target.signingSecret())
                        .bind("now", clock.millis())
                        .execute());
    }

    public void removeTarget(String workspaceId) {
        database.inTransaction(h ->
                h.createUpdate("DELETE FROM webhook_targets WHERE workspace_id = :workspace")
                        .bind("workspace", workspaceId)
                        .execute());
    }

    /// Where the events of a room go: to the room's own address, else the workspace's.
    public Optional<WebhookTarget> targetOf(String workspaceId, String roomId) {
        return database.read(h -> {
            Optional<WebhookTarget> shared = target(h, workspaceId);
            RoomOptions.Webhook own =
                    RoomStore.byId(h, roomId).map(room -> room.options().webhook()).orElse(null);
            return own == null
                    ? shared
                    : Optional.of(
                            new WebhookTarget(
                                    own.url(),
                                    own.headers(),
                                    shared.map(WebhookTarget::signingSecret).orElse("")));
        });
    }

    // Sending

    /// Ids of rooms whose first waiting event is due, those that wait longest first.
    public List<String> roomsDue(int limit) {
        return database.read(h ->
                h.createQuery(
                                """
                                SELECT DISTINCT room_id FROM webhook_events e
                                WHERE status = 'pending' AND next_at <= :now AND seq =
                                    (SELECT MIN(seq) FROM webhook_events
                                    WHERE room_id = e.room_id AND status = 'pending')
                                LIMIT :limit\
                                """)
                        .bind("now", clock.millis())
                        .bind("limit", limit)
                        .mapTo(String.class)
                        .list());
    }

    /// The room's first waiting event, if it is due.
    public Optional<WebhookEvent> nextOf(String roomId) {
        record Due(WebhookEvent event, long nextAt) {}
        return database.read(h ->
                        h.createQuery(
                                        "SELECT "
                                                + COLUMNS
                                                + ", next_at FROM webhook_events WHERE room_id ="
                                                + " :room AND status = 'pending' ORDER BY seq LIMIT"
                                                + " 1")
                                .bind("room", roomId)
                                .map((row, _) -> new Due(event(row), row.getLong("next_at")))
                                .findOne())
                .filter(due -> due.nextAt() <= clock.millis())
                .map(Due::event);
    }

    public void delivered(WebhookEvent event, String url) {
        write(event, Status.DELIVERED, "", url, 0);
    }

    /// @param nextAt when to try again, or null for never
    public void failed(WebhookEvent event, String error, String url, @Nullable Instant nextAt) {
        write(
                event,
                nextAt == null ? Status.FAILED : Status.PENDING,
                error,
                url,
                nextAt == null ? 0 : nextAt.toEpochMilli());
    }

    private void write(WebhookEvent event, Status status, String error, String url, long nextAt) {
        database.inTransaction(h ->
                h.createUpdate(
                                """
                                UPDATE webhook_events SET status = :status, error = :error,
                                    url = :url, next_at = :next, attempts = attempts + 1,
                                    updated_at = :now
                                WHERE seq = :seq\
                                """)
                        .bind("status", status.text())
                        .bind("error", SessionStore.cut(error, 512))
                        .bind("url", url)
                        .bind("next", nextAt)
                        .bind("now", clock.millis())
                        .bind("seq", event.seq())
                        .execute());
    }

    /// @return whether the event waits to be sent
    boolean enqueue(Handle handle, String workspaceId, String roomId, Draft draft) {
        boolean room = pending(handle, workspaceId) < MOST_PENDING;
        insert(
                handle,
                new WebhookEvent(
                        ids.next(),
                        draft.id(),
                        workspaceId,
                        roomId,
                        draft.type(),
                        draft.json(),
                        room ? Status.PENDING : Status.FAILED,
                        0,
                        room ? "" : "too many events wait for the receiver",
                        "",
                        "",
                        Instant.ofEpochMilli(clock.millis())));
        return room;
    }

    private static void insert(Handle handle, WebhookEvent event) {
        handle.createUpdate(
                        """
                        INSERT INTO webhook_events (seq, event_id, workspace_id, room_id, type,
                            payload, status, attempts, next_at, error, url, replay_id, created_at,
                            updated_at)
                        VALUES (:seq, :event, :workspace, :room, :type, :payload, :status, 0, 0,
                            :error, '', :replay, :now, :now)\
                        """)
                .bind("seq", event.seq())
                .bind("event", event.eventId())
                .bind("workspace", event.workspaceId())
                .bind("room", event.roomId())
                .bind("type", event.type())
                .bind("payload", event.payload())
                .bind("status", event.status().text())
                .bind("error", event.error())
                .bind("replay", event.replayId())
                .bind("now", event.createdAt().toEpochMilli())
                .execute();
    }

    private static long pending(Handle handle, String workspaceId) {
        return handle.createQuery(
                        """
                        SELECT COUNT(*) FROM (SELECT 1 FROM webhook_events
                            WHERE workspace_id = :workspace AND status = 'pending'
                            LIMIT :most) AS waiting\
                        """)
                .bind("workspace", workspaceId)
                .bind("most", MOST_PENDING)
                .mapTo(Long.class)
                .one();
    }

    static boolean isWanted(Handle handle, String workspaceId, RoomOptions options) {
        return options.webhook() != null || target(handle, workspaceId).isPresent();
    }

    // Looking back

    /// Which events to list; null means "whatever".
    ///
    /// @param types empty for all
    public record Query(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String roomId,
            @Nullable String eventId,
            @Nullable Status status,
            List<String> types,
            int limit,
            int offset) {}

    public long count(String workspaceId, Query query) {
        Filter filter = filter(workspaceId, query);
        return database.read(h ->
                h.createQuery("SELECT COUNT(*) FROM webhook_events" + filter.sql() + typesOf(query))
                        .bindMap(filter.values())
                        .bindMap(typeValues(query))
                        .mapTo(Long.class)
                        .one());
    }

    /// The newest first.
    public List<WebhookEvent> list(String workspaceId, Query query) {
        return database.read(h -> list(h, workspaceId, query));
    }

    private static List<WebhookEvent> list(Handle handle, String workspaceId, Query query) {
        Filter filter = filter(workspaceId, query);
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + " FROM webhook_events"
                                + filter.sql()
                                + typesOf(query)
                                + " ORDER BY seq DESC LIMIT :limit OFFSET :offset")
                .bindMap(filter.values())
                .bindMap(typeValues(query))
                .bind("limit", query.limit())
                .bind("offset", query.offset())
                .map((row, _) -> event(row))
                .list();
    }

    private static Filter filter(String workspaceId, Query query) {
        return Filter.of("workspace_id = :workspace", "workspace", workspaceId)
                .and("seq >= :least", "least", idAt(query.from()))
                .and("seq < :most", "most", idAt(query.to()))
                .and("room_id = :room", "room", query.roomId())
                .and("event_id = :event", "event", query.eventId())
                .and(
                        "status = :status",
                        "status",
                        query.status() == null ? null : query.status().text());
    }

    private static String typesOf(Query query) {
        var sql = new StringBuilder();
        for (int i = 0; i < query.types().size(); i++) {
            sql.append(i == 0 ? " AND type IN (" : ", ").append(":type").append(i);
        }
        return sql.isEmpty() ? "" : sql.append(")").toString();
    }

    private static Map<String, Object> typeValues(Query query) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < query.types().size(); i++) {
            values.put("type" + i, query.types().get(i));
        }
        return values;
    }

    // Replays

    /// @param filters as asked for, as JSON
    /// @param failedEvents ids of up to a hundred that failed
    public record Replay(
            String id,
            String filters,
            Instant createdAt,
            long total,
            long delivered,
            long failed,
            List<String> failedEvents) {

        public boolean running() {
            return delivered + failed < total;
        }
    }

    /// Sends events once more. The same request joins a replay that is still running.
    ///
    /// @param asReplay marks a payload
    /// @return the replay, and whether it is new
    public Map.Entry<Replay, Boolean> replay(
            String workspaceId,
            String filters,
            Query query,
            java.util.function.UnaryOperator<String> asReplay) {
        return database.inTransaction(h -> {
            Optional<Replay> running =
                    h.createQuery(
                                    """
                                    SELECT id FROM webhook_replays
                                    WHERE workspace_id = :workspace AND filters = :filters
                                    ORDER BY created_at DESC LIMIT 1\
                                    """)
                            .bind("workspace", workspaceId)
                            .bind("filters", filters)
                            .mapTo(String.class)
                            .findOne()
                            .flatMap(id -> replay(h, workspaceId, id))
                            .filter(Replay::running);
            if (running.isPresent()) {
                return Map.entry(running.get(), false);
            }
            String id = UUID.randomUUID().toString();
            h.createUpdate(
                            """
                            INSERT INTO webhook_replays (id, workspace_id, filters, created_at)
                            VALUES (:id, :workspace, :filters, :now)\
                            """)
                    .bind("id", id)
                    .bind("workspace", workspaceId)
                    .bind("filters", filters)
                    .bind("now", clock.millis())
                    .execute();
            for (WebhookEvent event : list(h, workspaceId, query).reversed()) {
                insert(
                        h,
                        new WebhookEvent(
                                ids.next(),
                                event.eventId(),
                                workspaceId,
                                event.roomId(),
                                event.type(),
                                asReplay.apply(event.payload()),
                                Status.PENDING,
                                0,
                                "",
                                "",
                                id,
                                Instant.ofEpochMilli(clock.millis())));
            }
            return Map.entry(replay(h, workspaceId, id).orElseThrow(), true);
        });
    }

    public Optional<Replay> findReplay(String workspaceId, String id) {
        return database.read(h -> replay(h, workspaceId, id));
    }

    private static Optional<Replay> replay(Handle handle, String workspaceId, String id) {
        Map<String, Long> counts = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT status, COUNT(*) AS events FROM webhook_events
                        WHERE replay_id = :id GROUP BY status\
                        """)
                .bind("id", id)
                .map((row, _) -> Map.entry(row.getString("status"), row.getLong("events")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        List<String> failures =
                handle.createQuery(
                                """
                                SELECT event_id FROM webhook_events
                                WHERE replay_id = :id AND status = 'failed' LIMIT 100\
                                """)
                        .bind("id", id)
                        .mapTo(String.class)
                        .list();
        return handle.createQuery(
                        """
                        SELECT id, filters, created_at FROM webhook_replays
                        WHERE id = :id AND workspace_id = :workspace\
                        """)
                .bind("id", id)
                .bind("workspace", workspaceId)
                .map((row, _) ->
                        new Replay(
                                row.getString("id"),
                                row.getString("filters"),
                                Instant.ofEpochMilli(row.getLong("created_at")),
                                counts.values().stream().mapToLong(Long::longValue).sum(),
                                counts.getOrDefault("delivered", 0L),
                                counts.getOrDefault("failed", 0L),
                                failures))
                .findOne();
    }

    /// Forgets a few events that are older than this.
    ///
    /// @return false when there were none
    public boolean purge(Instant before) {
        return database.inTransaction(h -> {
            List<String> old =
                    h.createQuery("SELECT seq FROM webhook_events WHERE seq < :least LIMIT :limit")
                            .bind("least", ObjectIds.leastAt(before))
                            .bind("limit", PURGED_AT_A_TIME)
                            .mapTo(String.class)
                            .list();
            if (old.isEmpty()) {
                return false;
            }
            h.createUpdate("DELETE FROM webhook_events WHERE seq IN (<ids>)")
                    .bindList("ids", old)
                    .execute();
            h.createUpdate("DELETE FROM webhook_replays WHERE created_at < :before")
                    .bind("before", before.toEpochMilli())
                    .execute();
            return true;
        });
    }

    private static Optional<WebhookTarget> target(Handle handle, String workspaceId) {
        return handle.createQuery(
                        """
                        SELECT url, headers, signing_secret FROM webhook_targets
                        WHERE workspace_id = :workspace\
                        """)
                .bind("workspace", workspaceId)
                .map((row, _) ->
                        new WebhookTarget(
                                row.getString("url"),
                                StoredJson.read(row.getString("headers"), HEADERS),
                                row.getString("signing_secret")))
                .findOne();
    }

    private static WebhookEvent event(ResultSet row) throws SQLException {
        return new WebhookEvent(
                row.getString("seq"),
                row.getString("event_id"),
                row.getString("workspace_id"),
                row.getString("room_id"),
                row.getString("type"),
                row.getString("payload"),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                row.getString("error"),
                row.getString("url"),
                row.getString("replay_id"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static @Nullable String idAt(@Nullable Instant instant) {
        return instant == null ? null : ObjectIds.leastAt(instant);
    }
}
