package io.rostra.platform.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/// The templates of all workspaces, their roles kept as JSON. Blocks; thread-safe.
public final class TemplateStore {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
    private static final TypeReference<LinkedHashMap<String, Role>> ROLES =
            new TypeReference<>() {};

    private record Key(String workspaceId, String templateId) {}

    private final Database database;

    /// Every join reads its room's template, and a template never changes.
    private final Map<Key, Template> found = new ConcurrentHashMap<>();

    public TemplateStore(Database database) {
        this.database = database;
    }

    public Optional<Template> find(String workspaceId, String templateId) {
        var key = new Key(workspaceId, templateId);
        Template known = found.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Template> read = read(workspaceId, templateId);
        read.ifPresent(template -> found.put(key, template));
        return read;
    }

    private Optional<Template> read(String workspaceId, String templateId) {
        return database.inTransaction(h ->
                h.createQuery(
                                """
                                SELECT id, name, roles FROM templates
                                WHERE workspace_id = :workspace AND id = :id\
                                """)
                        .bind("workspace", workspaceId)
                        .bind("id", templateId)
                        .map((row, _) -> template(row))
                        .findOne());
    }

    /// The template of rooms that name none.
    public Template defaultOf(String workspaceId) {
        return database.inTransaction(h ->
                h.createQuery(
                                """
                                SELECT id, name, roles FROM templates
                                WHERE workspace_id = :workspace AND is_default\
                                """)
                        .bind("workspace", workspaceId)
                        .map((row, _) -> template(row))
                        .one());
    }

    static void insertDefault(
            Handle handle, String workspaceId, Template template, long nowMillis) {
        handle.createUpdate(
                        """
                        INSERT INTO templates
                            (id, workspace_id, name, is_default, roles, created_at, updated_at)
                        VALUES (:id, :workspace, :name, TRUE, :roles, :now, :now)\
                        """)
                .bind("id", template.id())
                .bind("workspace", workspaceId)
                .bind("name", template.name())
                .bind("roles", write(template))
                .bind("now", nowMillis)
                .execute();
    }

    private static String write(Template template) {
        try {
            return JSON.writeValueAsString(template.roles());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("template cannot be written as JSON", e);
        }
    }

    private static Template template(ResultSet row) throws SQLException {
        try {
            return new Template(
                    row.getString("id"),
                    row.getString("name"),
                    JSON.readValue(row.getString("roles"), ROLES));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the roles of template " + row.getString("id") + " are damaged", e);
        }
    }
}
