package io.rostra.platform.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.rostra.platform.template.Destinations;
import io.rostra.platform.template.Plugins;
import io.rostra.platform.template.RecordingConfig;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.platform.template.TemplateListener;
import io.rostra.platform.template.TemplateSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The templates of all workspaces, their parts kept as JSON. Blocks; thread-safe.
public final class TemplateStore {

    private static final Logger log = LoggerFactory.getLogger(TemplateStore.class);

    private static final String COLUMNS =
            "id, workspace_id, name, is_default, roles, settings, destinations, recordings,"
                    + " plugins, created_at, updated_at";
    private static final TypeReference<LinkedHashMap<String, Role>> ROLES =
            new TypeReference<>() {};
    private static final TypeReference<List<RecordingConfig>> RECORDINGS = new TypeReference<>() {};

    /// Every join reads its room's template. What this process changes is seen at once, what others
    /// change in the same store after so long.
    private static final Duration REMEMBERED = Duration.ofSeconds(2);

    private static final int MOST_REMEMBERED = 1000;

    private record Key(String workspaceId, String templateId) {}

    private record Remembered(Template template, long untilMillis) {}

    private final Database database;
    private final ObjectIds ids;
    private final InstantSource clock;
    private final Map<Key, Remembered> remembered = new ConcurrentHashMap<>();
    private final List<TemplateListener> listeners = new CopyOnWriteArrayList<>();

    public TemplateStore(Database database, ObjectIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// The listener hears of every change made through this object.
    public void addListener(TemplateListener listener) {
        listeners.add(listener);
    }

    public Optional<Template> find(String workspaceId, String templateId) {
        var key = new Key(workspaceId, templateId);
        long now = clock.millis();
        Remembered known = remembered.get(key);
        if (known != null && now < known.untilMillis()) {
            return Optional.of(known.template());
        }
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        Optional<Template> read = read(workspaceId, templateId).map(StoredTemplate::template);
        read.ifPresent(template ->
                remembered.put(key, new Remembered(template, now + REMEMBERED.toMillis())));
        return read;
    }

    /// As it is stored now.
    public Optional<StoredTemplate> read(String workspaceId, String templateId) {
        return database.read(h -> byId(h, workspaceId, templateId));
    }

    /// The template of rooms that name none.
    public Template defaultOf(String workspaceId) {
        return database.read(h ->
                h.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM templates WHERE workspace_id = :workspace AND"
                                        + " is_default")
                        .bind("workspace", workspaceId)
                        .map((row, _) -> template(row))
                        .one()
                        .template());
    }

    /// The newest templates first.
    ///
    /// @param start id of the last one of the page before, or null
    public List<StoredTemplate> list(String workspaceId, @Nullable String start, int limit) {
        Filter filter =
                Filter.of("workspace_id = :workspace", "workspace", workspaceId)
                        .and("id < :start", "start", start);
        return database.read(h ->
                h.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM templates"
                                        + filter.sql()
                                        + " ORDER BY id DESC LIMIT :limit")
                        .bindMap(filter.values())
                        .bind("limit", limit)
                        .map((row, _) -> template(row))
                        .list());
    }

    /// Makes the template, or gives the one of that name these parts.
    ///
    /// @param template its id does not matter
    /// @param makeDefault whether rooms get it from now on that name none; null leaves that as it
    ///   is
    public StoredTemplate createOrReplace(
            String workspaceId, Template template, @Nullable Boolean makeDefault) {
        StoredTemplate stored =
                database.inTransaction(h -> {
                    StoredTemplate old = byName(h, workspaceId, template.name()).orElse(null);
                    String id = old == null ? ids.next() : old.template().id();
                    if (old == null) {
                        insert(h, workspaceId, template.withId(id), false, clock.millis());
                    } else {
                        write(h, template.withId(id));
                    }
                    if (Boolean.TRUE.equals(makeDefault)) {
                        makeDefault(h, workspaceId, id);
                    }
                    return byId(h, workspaceId, id).orElseThrow();
                });
        tell(stored);
        return stored;
    }

    /// Changes a template; others who change it wait meanwhile.
    ///
    /// @return the template as it is now, or empty when there is none
    /// @throws NameTakenException when another template has the new name
    public Optional<StoredTemplate> change(
            String workspaceId, String templateId, UnaryOperator<Template> change)
            throws NameTakenException {
        Optional<StoredTemplate> changed =
                database.inTransaction(h -> {
                    Optional<StoredTemplate> old = byId(h, workspaceId, templateId);
                    if (old.isEmpty()) {
                        return old;
                    }
                    Template template = change.apply(old.get().template()).withId(templateId);
                    Optional<StoredTemplate> namesake = byName(h, workspaceId, template.name());
                    if (namesake.isPresent()
                            && !namesake.get().template().id().equals(templateId)) {
                        throw new NameTakenException();
                    }
                    write(h, template);
                    return byId(h, workspaceId, templateId);
                });
        changed.ifPresent(this::tell);
        return changed;
    }

    private void tell(StoredTemplate stored) {
        remembered.remove(new Key(stored.workspaceId(), stored.template().id()));
        for (TemplateListener listener : listeners) {
            try {
                listener.onTemplateChanged(stored.template());
            } catch (RuntimeException e) {
                log.error("A listener failed on template {}", stored.template().id(), e);
            }
        }
    }

    static void insert(
            Handle handle,
            String workspaceId,
            Template template,
            boolean isDefault,
            long nowMillis) {
        handle.createUpdate(
                        """
                        INSERT INTO templates
                            (id, workspace_id, name, is_default, roles, settings, destinations,
                            recordings, plugins, created_at, updated_at)
                        VALUES (:id, :workspace, :name, :isDefault, :roles, :settings,
                            :destinations, :recordings, :plugins, :now, :now)\
                        """)
                .bind("workspace", workspaceId)
                .bind("isDefault", isDefault)
                .bind("now", nowMillis)
                .bindMap(columns(template))
                .execute();
    }

    private void write(Handle handle, Template template) {
        handle.createUpdate(
                        """
                        UPDATE templates SET name = :name, roles = :roles, settings = :settings,
                            destinations = :destinations, recordings = :recordings,
                            plugins = :plugins, updated_at = :now
                        WHERE id = :id\
                        """)
                .bind("now", clock.millis())
                .bindMap(columns(template))
                .execute();
    }

    private static void makeDefault(Handle handle, String workspaceId, String templateId) {
        handle.createUpdate(
                        "UPDATE templates SET is_default = (id = :id) WHERE workspace_id ="
                                + " :workspace")
                .bind("id", templateId)
                .bind("workspace", workspaceId)
                .execute();
    }

    private static Map<String, Object> columns(Template template) {
        return Map.of(
                "id", template.id(),
                "name", template.name(),
                "roles", StoredJson.write(template.roles()),
                "settings", StoredJson.write(template.settings()),
                "destinations", StoredJson.write(template.destinations()),
                "recordings", StoredJson.write(template.recordings()),
                "plugins", StoredJson.write(template.plugins()));
    }

    private static Optional<StoredTemplate> byId(
            Handle handle, String workspaceId, String templateId) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + " FROM templates WHERE workspace_id = :workspace AND id = :id")
                .bind("workspace", workspaceId)
                .bind("id", templateId)
                .map((row, _) -> template(row))
                .findOne();
    }

    private static Optional<StoredTemplate> byName(Handle handle, String workspaceId, String name) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + " FROM templates WHERE workspace_id = :workspace AND name = :name")
                .bind("workspace", workspaceId)
                .bind("name", name)
                .map((row, _) -> template(row))
                .findOne();
    }

    private static StoredTemplate template(ResultSet row) throws SQLException {
        String settings = row.getString("settings");
        return new StoredTemplate(
                new Template(
                        row.getString("id"),
                        row.getString("name"),
                        StoredJson.read(row.getString("roles"), ROLES),
                        settings.equals("{}")
                                ? TemplateSettings.DEFAULT
                                : StoredJson.read(settings, TemplateSettings.class),
                        StoredJson.read(row.getString("destinations"), Destinations.class),
                        StoredJson.read(row.getString("recordings"), RECORDINGS),
                        StoredJson.read(row.getString("plugins"), Plugins.class)),
                row.getString("workspace_id"),
                row.getBoolean("is_default"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }
}
