package io.rostra.platform.api;

import io.rostra.platform.store.NameTakenException;
import io.rostra.platform.store.ObjectIds;
import io.rostra.platform.store.StoredTemplate;
import io.rostra.platform.store.TemplateStore;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.ManagementToken;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// `/v2/templates`. Creation is an upsert by name; an update replaces everything. Running rooms
/// follow, see [TemplateStore#addListener].
final class TemplatesResource {

    private final TemplateStore templates;
    private final Json json;

    TemplatesResource(TemplateStore templates, Json json) {
        this.templates = templates;
        this.json = json;
    }

    ApiReply create(ManagementToken caller, ApiRequest request) {
        JsonBody body = json.read(request.body());
        String name = "template-" + Long.toString(System.nanoTime(), 36);
        StoredTemplate stored =
                templates.createOrReplace(
                        caller.workspaceId(),
                        TemplateReader.read(body, name),
                        body.flag("default"));
        return ApiReply.ok(TemplateView.of(stored));
    }

    ApiReply list(ManagementToken caller, ApiRequest request) {
        var params = new QueryParams(request.query());
        int limit = params.limit();
        List<TemplateView> found =
                templates.list(caller.workspaceId(), params.text("start"), limit).stream()
                        .map(TemplateView::of)
                        .toList();
        return ApiReply.ok(new Page<>(limit, found, found.isEmpty() ? "" : found.getLast().id()));
    }

    ApiReply get(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(TemplateView.of(stored(caller, request)));
    }

    ApiReply replace(ManagementToken caller, ApiRequest request) {
        JsonBody body = json.read(request.body());
        body.requiredObject("roles");
        body.requiredObject("settings");
        return changed(
                caller,
                request,
                old -> {
                    Template given = TemplateReader.read(body, old.name());
                    JsonBody settings = body.requiredObject("settings");
                    return given.withSettings(TemplateReader.settings(settings, old.settings()))
                            .withRecordings(old.recordings());
                },
                TemplateView::of);
    }

    ApiReply role(ManagementToken caller, ApiRequest request) {
        Template template = stored(caller, request).template();
        String name = roleName(request);
        return ApiReply.ok(template.role(name).orElseThrow(() -> noRole(name)));
    }

    ApiReply putRole(ManagementToken caller, ApiRequest request) {
        JsonBody body = json.read(request.body());
        String name = roleName(request);
        if (!RoleReader.isName(name)) {
            throw noRole(name);
        }
        String given = body.text("name", RoleReader.MAX_NAME);
        String newName = given == null ? name : given;
        if (!RoleReader.isName(newName)) {
            throw body.bad("name", "may hold letters, digits, spaces and - . _ :");
        }
        return changed(
                caller,
                request,
                old -> old.withRoles(withRole(old.roles(), name, newName, body)),
                stored -> stored.template().roles().get(newName));
    }

    /// A new name takes the place of the old one.
    private static Map<String, Role> withRole(
            Map<String, Role> roles, String name, String newName, JsonBody body) {
        if (!newName.equals(name) && roles.containsKey(newName)) {
            throw body.bad("name", "belongs to another role of the template already");
        }
        Map<String, Role> changed = new LinkedHashMap<>();
        roles.forEach((key, role) -> changed.put(key.equals(name) ? newName : key, role));
        Set<String> names = new LinkedHashSet<>(changed.keySet());
        names.add(newName);
        changed.put(newName, RoleReader.read(newName, body, names));
        if (changed.size() > RoleReader.MOST_ROLES) {
            throw JsonBody.refused("roles", "may have at most " + RoleReader.MOST_ROLES);
        }
        return changed;
    }

    ApiReply deleteRole(ManagementToken caller, ApiRequest request) {
        String name = roleName(request);
        changed(
                caller,
                request,
                old -> {
                    if (!old.roles().containsKey(name)) {
                        throw noRole(name);
                    }
                    Map<String, Role> roles = new LinkedHashMap<>(old.roles());
                    roles.remove(name);
                    return old.withRoles(roles);
                },
                stored -> stored);
        return ApiReply.noContent();
    }

    ApiReply settings(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(TemplateView.settings(stored(caller, request).template()));
    }

    ApiReply putSettings(ManagementToken caller, ApiRequest request) {
        JsonBody body = json.read(request.body());
        return changed(
                caller,
                request,
                old -> old.withSettings(TemplateReader.settings(body, old.settings())),
                stored -> TemplateView.settings(stored.template()));
    }

    ApiReply destinations(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(stored(caller, request).template().destinations());
    }

    ApiReply putDestinations(ManagementToken caller, ApiRequest request) {
        JsonBody body = json.read(request.body());
        return changed(
                caller,
                request,
                old -> old.withDestinations(DestinationsReader.read(body)),
                stored -> stored.template().destinations());
    }

    ApiReply recordings(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(stored(caller, request).template().recordings());
    }

    ApiReply putRecordings(ManagementToken caller, ApiRequest request) {
        List<JsonBody> list = json.readList(request.body());
        if (list.size() != 1) {
            throw new ApiException(
                    ApiError.INVALID_BODY, "the body must be a list of exactly one configuration");
        }
        return changed(
                caller,
                request,
                old -> old.withRecordings(DestinationsReader.recordings(list)),
                stored -> stored.template().recordings());
    }

    private ApiReply changed(
            ManagementToken caller,
            ApiRequest request,
            UnaryOperator<Template> change,
            Function<StoredTemplate, Object> view) {
        String id = id(request);
        try {
            return ApiReply.ok(
                    templates
                            .change(caller.workspaceId(), id, change)
                            .map(view)
                            .orElseThrow(() -> unknown(id)));
        } catch (NameTakenException _) {
            throw JsonBody.refused("name", "belongs to another template already");
        }
    }

    private StoredTemplate stored(ManagementToken caller, ApiRequest request) {
        String id = id(request);
        return templates.read(caller.workspaceId(), id).orElseThrow(() -> unknown(id));
    }

    private static String id(ApiRequest request) {
        String id = request.pathValue("template_id");
        if (!ObjectIds.isValid(id)) {
            throw unknown(id);
        }
        return id;
    }

    private static String roleName(ApiRequest request) {
        return request.pathValue("role_name");
    }

    private static ApiException noRole(String name) {
        return new ApiException(
                ApiError.NOT_FOUND,
                RoleReader.isName(name)
                        ? "the template has no role " + name
                        : "there is no role of such a name");
    }

    private static ApiException unknown(String id) {
        return new ApiException(
                ApiError.NOT_FOUND,
                ObjectIds.isValid(id)
                        ? "there is no template with the id " + id
                        : "template ids have 24 hex digits");
    }
}
