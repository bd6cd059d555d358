package io.rostra.platform.api;

import io.rostra.platform.store.AuditStore;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.token.ManagementToken;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.Workspace;
import io.rostra.platform.workspace.Workspaces;
import java.time.Duration;
import java.util.List;

/// `/v2/workspace`: the caller's workspace, its keys and its audit log. The original has these on
/// its dashboard only.
final class WorkspaceResource {

    private static final int DEFAULT_GRACE_HOURS = 24;
    private static final int MOST_GRACE_HOURS = 90 * 24;

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
