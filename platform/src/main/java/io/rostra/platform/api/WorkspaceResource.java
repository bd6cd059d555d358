package io.rostra.platform.api;

import io.rostra.platform.store.AuditStore;
import io.rostra.platform.store.ObjectIds;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.token.ManagementToken;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.TokenEndpointRules;
import io.rostra.platform.workspace.Workspace;
import io.rostra.platform.workspace.Workspaces;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/v2/workspace`: the caller's workspace, its keys and its audit log. The original has these on
/// its dashboard only.
final class WorkspaceResource {

    private static final int DEFAULT_GRACE_HOURS = 24;
    private static final int MOST_GRACE_HOURS = 90 * 24;
    private static final int MOST_RULES = 100;
    private static final Pattern ORIGIN =
            Pattern.compile(
                    "https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?|https?://\\[[0-9a-f:]+](?::[0-9]{1,5})?");

    private final PlatformStores stores;
    private final Workspaces workspaces;
    private final Json json;

    WorkspaceResource(PlatformStores stores, Workspaces workspaces, Json json) {
        this.stores = stores;
        this.workspaces = workspaces;
        this.json = json;
    }

    record WorkspaceView(
            String id, String subdomain, String accessKey, List<RetiredView> retiredKeys) {}

    record RetiredView(String accessKey, String expiresAt) {}

    ApiReply get(ManagementToken caller, ApiRequest request) {
        Workspace workspace = workspaces.byId(caller.workspaceId()).orElseThrow();
        return ApiReply.ok(
                new WorkspaceView(
                        workspace.id(),
                        workspace.subdomain(),
                        workspace.keys().accessKey(),
                        workspaces.retired().stream()
                                .filter(key -> key.workspaceId().equals(workspace.id()))
                                .map(key ->
                                        new RetiredView(
                                                key.keys().accessKey(), key.expiresAt().toString()))
                                .toList()));
    }

    /// @param secret shown this once
    record NewKeys(String accessKey, String secret, int graceHours) {}

    /// Tokens of the old keys count for some hours more, so that backends can follow one by one.
    ApiReply rotateKeys(ManagementToken caller, ApiRequest request) {
        JsonBody body = json.read(request.body());
        int hours = body.integer("grace_hours", 0, MOST_GRACE_HOURS, DEFAULT_GRACE_HOURS);
        Workspace inForce = workspaces.byId(caller.workspaceId()).orElseThrow();
        if (!stores.workspaces().all().contains(inForce)) {
            throw new ApiException(
                    ApiError.CONFLICT,
                    "the keys of this workspace come from the server's configuration; change them"
                            + " there");
        }
        KeyPair keys =
                stores.workspaces()
                        .rotateKeys(caller.workspaceId(), Duration.ofHours(hours))
                        .orElseThrow();
        workspaces.replace(
                workspaces.all().stream()
                        .map(each ->
                                each.equals(inForce)
                                        ? new Workspace(each.id(), each.subdomain(), keys)
                                        : each)
                        .toList(),
                stores.workspaces().retiredKeys());
        return ApiReply.ok(new NewKeys(keys.accessKey(), keys.secret(), hours));
    }

    record RulesView(
            boolean enabled, List<String> origins, List<String> roomIds, List<String> roles) {

        static RulesView of(TokenEndpointRules rules) {
            return new RulesView(rules.on(), rules.origins(), rules.rooms(), rules.roles());
        }
    }

    ApiReply tokenEndpoint(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(RulesView.of(stores.workspaces().tokenEndpoint(caller.workspaceId())));
    }

    /// Replaces all rules; what is absent restricts nothing.
    ApiReply setTokenEndpoint(ManagementToken caller, ApiRequest request) {
        JsonBody body = json.read(request.body());
        body.allowOnly(List.of("enabled", "origins", "room_ids", "roles"));
        List<String> origins = given(body.texts("origins", MOST_RULES, 300));
        List<String> rooms = given(body.texts("room_ids", MOST_RULES, 24));
        for (int i = 0; i < origins.size(); i++) {
            if (!ORIGIN.matcher(origins.get(i)).matches()) {
                throw body.bad("origins[" + i + "]", "must look like https://app.example.org");
            }
        }
        for (int i = 0; i < rooms.size(); i++) {
            if (!ObjectIds.isValid(rooms.get(i))
                    || stores.rooms().find(caller.workspaceId(), rooms.get(i)).isEmpty()) {
                throw body.bad("room_ids[" + i + "]", "names no room of yours");
            }
        }
        var rules =
                new TokenEndpointRules(
                        body.flag("enabled", true),
                        origins,
                        rooms,
                        given(body.texts("roles", MOST_RULES, RoleReader.MAX_NAME)));
        stores.workspaces().setTokenEndpoint(caller.workspaceId(), rules);
        return ApiReply.ok(RulesView.of(rules));
    }

    private static List<String> given(@Nullable List<String> texts) {
        return texts == null ? List.of() : texts;
    }

    record EntryView(String id, String actor, String action, String subject, String createdAt) {

        static EntryView of(AuditStore.Entry entry) {
            return new EntryView(
                    entry.id(),
                    entry.actor(),
                    entry.action(),
                    entry.subject(),
                    entry.at().toString());
        }
    }

    ApiReply auditLog(ManagementToken caller, ApiRequest request) {
        int limit = request.params().limit();
        List<EntryView> found =
                stores
                        .audit()
                        .list(caller.workspaceId(), request.params().text("start"), limit)
                        .stream()
                        .map(EntryView::of)
                        .toList();
        return ApiReply.ok(new Page<>(limit, found, found.isEmpty() ? "" : found.getLast().id()));
    }
}
