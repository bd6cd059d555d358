package io.rostra.platform.api;

import io.rostra.platform.live.Intake;
import io.rostra.platform.token.ManagementToken;
import io.rostra.platform.workspace.Workspaces;

/// `/v2/drain`, ours: the operator has the server take nobody new, so that it can be stopped when
/// the rooms have emptied. For the first workspace alone: it concerns all of them.
final class DrainResource {

    private final Intake intake;
    private final Workspaces workspaces;

    DrainResource(Intake intake, Workspaces workspaces) {
        this.intake = intake;
        this.workspaces = workspaces;
    }

    record DrainView(boolean draining) {}

    ApiReply get(ManagementToken caller, ApiRequest request) {
        requireOperator(caller);
        return view();
    }

    ApiReply begin(ManagementToken caller, ApiRequest request) {
        requireOperator(caller);
        intake.close();
        return view();
    }

    ApiReply end(ManagementToken caller, ApiRequest request) {
        requireOperator(caller);
        intake.open();
        return view();
    }

    private ApiReply view() {
        return ApiReply.ok(new DrainView(!intake.isOpen()));
    }

    private void requireOperator(ManagementToken caller) {
        if (!caller.workspaceId().equals(workspaces.first().id())) {
            throw new ApiException(
                    ApiError.FORBIDDEN, "only the first workspace's keys may drain the server");
        }
    }
}
