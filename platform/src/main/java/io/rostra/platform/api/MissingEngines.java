package io.rostra.platform.api;

import io.rostra.platform.store.RoomStore;
import io.rostra.platform.token.AppToken;
import io.rostra.platform.token.ManagementToken;
import java.util.List;

/// Resources of the original for which this server has no engine. Lists are empty, single things
/// are not found, and who starts one is told that it is not there.
final class MissingEngines {

    private final RoomStore rooms;

    MissingEngines(RoomStore rooms) {
        this.rooms = rooms;
    }

    record Empty(int limit, List<String> data, String last) {}

    ApiReply list(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(new Empty(request.params().limit(), List.of(), ""));
    }

    ApiReply none(ManagementToken caller, ApiRequest request) {
        throw new ApiException(ApiError.NOT_FOUND, "there is none with this id");
    }

    ApiReply refuseInRoom(ManagementToken caller, ApiRequest request) {
        RoomsResource.owned(rooms, caller, request);
        return refuse(caller, request);
    }

    static ApiReply noSip() {
        throw new ApiException(
                ApiError.NOT_ENABLED, "SIP: this server calls no telephones and takes no calls");
    }

    static ApiReply noSip(AppToken caller, ApiRequest request) {
        return noSip();
    }

    ApiReply refuse(ManagementToken caller, ApiRequest request) {
        throw new ApiException(ApiError.NOT_ENABLED, "this server has no engine for what you ask");
    }
}
