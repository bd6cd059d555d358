package io.rostra.platform.store;

import io.rostra.platform.poll.PollDefinition;
import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomDirectory;
import io.rostra.platform.room.RoomOptions;
import io.rostra.platform.template.Template;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The rooms of all workspaces. Blocks; thread-safe.
public final class RoomStore implements RoomDirectory {

    private static final String COLUMNS =
            "id, name, description, enabled, workspace_id, template_id, options,"
                    + " created_at, updated_at";

    private final Database database;
    private final TemplateStore templates;
    private final ObjectIds ids;
    private final InstantSource clock;

    public RoomStore(
            Database database, TemplateStore templates, ObjectIds ids, InstantSource clock) {
        this.database = database;
        this.templates = templates;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Optional<Room> findRoom(String roomId) {
        return database.read(h -> byId(h, roomId));
    }

    @Override
    public Template templateOf(Room room) {
        return templates
                .find(room.workspaceId(), room.templateId())
                .orElseThrow(
                        () -> new IllegalStateException("room " + room.id() + " has no template"));
    }

    @Override
    public Map<String, PollDefinition> pollsOf(Room room) {
        Map<String, PollDefinition> polls = new LinkedHashMap<>();
        PollStore.all(database, room.workspaceId(), room.options().polls())
                .forEach(poll -> polls.put(poll.id(), poll.definition()));
        return polls;
    }

    @Override
    public void disable(Room room) {
        database.inTransaction(h ->
                h.createUpdate("UPDATE rooms SET enabled = FALSE, updated_at = :now WHERE id = :id")
                        .bind("now", clock.millis())
                        .bind("id", room.id())
                        .execute());
    }

    public Optional<Room> find(String workspaceId, String roomId) {
        return findRoom(roomId).filter(room -> room.workspaceId().equals(workspaceId));
    }

    /// Makes the room, or gives the room of that name (whatever its case) these properties. Whether
    /// it is enabled stays as it was.
    public Room createOrReplace(
            String workspaceId, String templateId, String name, String description) {
        return createOrReplace(workspaceId, templateId, name, description, RoomOptions.NONE);
    }

    public Room createOrReplace(
            String workspaceId,
            String templateId,
            String name,
            String description,
            RoomOptions options) {
        long now = clock.millis();
        return database.inTransaction(h -> {
            h.createUpdate(
                            """
                            INSERT INTO rooms (id, workspace_id, template_id, name, name_key,
                                description, enabled, options, created_at, updated_at)
                            VALUES (:id, :workspace, :template, :name, :key,
                                :description, TRUE, :options, :now, :now)
                            ON CONFLICT (workspace_id, name_key) DO UPDATE SET
                                template_id = :template, name = :name, options = :options,
                                description = :description, updated_at = :now\
                            """)
                    .bind("id", ids.next())
                    .bind("workspace", workspaceId)
                    .bind("template", templateId)
                    .bind("name", name)
                    .bind("key", key(name))
                    .bind("description", description)
                    .bind("options", StoredJson.write(options))
                    .bind("now", now)
                    .execute();
            return byName(h, workspaceId, name).orElseThrow();
        });
    }

    /// Changes what is not null.
    ///
    /// @return the room as it is now, or empty when there is none
    /// @throws NameTakenException when another room has the name
    public Optional<Room> update(String workspaceId, String roomId, RoomChange change)
            throws NameTakenException {
        return database.inTransaction(h -> {
            Room room = byId(h, roomId).orElse(null);
            if (room == null || !room.workspaceId().equals(workspaceId)) {
                return Optional.empty();
            }
            String name = change.name() == null ? room.name() : change.name();
            Room namesake = byName(h, workspaceId, name).orElse(room);
            if (!namesake.id().equals(roomId)) {
                throw new NameTakenException();
            }
            write(h, room, name, change);
            return byId(h, roomId);
        });
    }

    private void write(Handle handle, Room room, String name, RoomChange change) {
        handle.createUpdate(
                        """
                        UPDATE rooms SET name = :name, name_key = :key, description = :description,
                            enabled = :enabled, options = :options, updated_at = :now
                        WHERE id = :id\
                        """)
                .bind("name", name)
                .bind("key", key(name))
                .bind(
                        "description",
                        change.description() == null ? room.description() : change.description())
                .bind("enabled", change.enabled() == null ? room.enabled() : change.enabled())
                .bind("options", StoredJson.write(change.options().apply(room.options())))
                .bind("now", clock.millis())
                .bind("id", room.id())
                .execute();
    }

    /// The newest rooms first.
    public List<Room> list(String workspaceId, RoomQuery query) {
        Filter filter =
                Filter.of("workspace_id = :workspace", "workspace", workspaceId)
                        .and("enabled = :enabled", "enabled", query.enabled())
                        .and(
                                "name_key = :key",
                                "key",
                                query.name() == null ? null : key(query.name()))
                        .and("template_id = :template", "template", query.templateId())
                        .and("created_at >= :after", "after", millis(query.after()))
                        .and("created_at <= :before", "before", millis(query.before()))
                        .and("id < :start", "start", query.start());
        return database.read(h ->
                h.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM rooms"
                                        + filter.sql()
                                        + " ORDER BY id DESC LIMIT :limit")
                        .bindMap(filter.values())
                        .bind("limit", query.limit())
                        .map((row, _) -> room(row))
                        .list());
    }

    /// Rooms that have the text in their name, or as their id, enabled or not, the newest first.
    ///
    /// @param start id of the last room of the page before, or null
    public List<Room> search(String workspaceId, String text, @Nullable String start, int limit) {
        boolean isId = ObjectIds.isValid(text);
        String pattern =
                "%" + key(text).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        Filter filter =
                Filter.of("workspace_id = :workspace", "workspace", workspaceId)
                        .and("id = :id", "id", isId ? text : null)
                        .and(
                                "name_key LIKE :pattern ESCAPE '!'",
                                "pattern",
                                isId || text.isEmpty() ? null : pattern)
                        .and("id < :start", "start", start);
        return database.read(h ->
                h.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM rooms"
                                        + filter.sql()
                                        + " ORDER BY id DESC LIMIT :limit")
                        .bindMap(filter.values())
                        .bind("limit", limit)
                        .map((row, _) -> room(row))
                        .list());
    }

    static void insert(Handle handle, Room room) {
        handle.createUpdate(
                        """
                        INSERT INTO rooms (id, workspace_id, template_id, name, name_key,
                            description, enabled, options, created_at, updated_at)
                        VALUES (:id, :workspace, :template, :name, :key,
                            :description, :enabled, :options, :created, :updated)\
                        """)
                .bind("id", room.id())
                .bind("workspace", room.workspaceId())
                .bind("template", room.templateId())
                .bind("name", room.name())
                .bind("key", key(room.name()))
                .bind("description", room.description())
                .bind("enabled", room.enabled())
                .bind("options", StoredJson.write(room.options()))
                .bind("created", room.createdAt().toEpochMilli())
                .bind("updated", room.updatedAt().toEpochMilli())
                .execute();
    }

    static Optional<Room> byId(Handle handle, String roomId) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM rooms WHERE id = :id")
                .bind("id", roomId)
                .map((row, _) -> room(row))
                .findOne();
    }

    private static Optional<Room> byName(Handle handle, String workspaceId, String name) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + " FROM rooms WHERE workspace_id = :workspace AND name_key = :key")
                .bind("workspace", workspaceId)
                .bind("key", key(name))
                .map((row, _) -> room(row))
                .findOne();
    }

    private static Room room(ResultSet row) throws SQLException {
        return new Room(
                row.getString("id"),
                row.getString("name"),
                row.getString("description"),
                row.getBoolean("enabled"),
                row.getString("workspace_id"),
                row.getString("template_id"),
                options(row.getString("options")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }

    private static RoomOptions options(String json) {
        return json.equals("{}") ? RoomOptions.NONE : StoredJson.read(json, RoomOptions.class);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
