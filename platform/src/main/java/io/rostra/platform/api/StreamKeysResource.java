package io.rostra.platform.api;

import io.rostra.platform.room.Room;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.store.StreamKey;
import io.rostra.platform.store.StreamKeyStore;
import io.rostra.platform.token.ManagementToken;
import java.util.List;

/// `/v2/stream-keys`: the key with which OBS and the like push into a room.
final class StreamKeysResource {

    private final RoomStore rooms;
    private final StreamKeyStore keys;
    private final String publicUrl;
    private final int rtmpPort;

    /// @param publicUrl where others reach the server, or empty to take it from each request
    StreamKeysResource(RoomStore rooms, StreamKeyStore keys, String publicUrl, int rtmpPort) {
        this.rtmpPort = rtmpPort;
        this.rooms = rooms;
        this.keys = keys;
        this.publicUrl = publicUrl;
    }

    /// @param url where to push by RTMP, with the key as the stream's name
    /// @param whipUrl where to push by WHIP, with the key as bearer token; ours
    record StreamKeyView(
            String id,
            String roomId,
            String key,
            String url,
            String whipUrl,
            String customerId,
            String appId,
            boolean enabled,
            String createdAt,
            String updatedAt) {}

    record StreamKeys(List<StreamKeyView> data, String last) {}

    record Done(String message) {}

    ApiReply create(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.enabled(rooms, caller, request);
        return ApiReply.ok(
                keys.create(room.id())
                        .map(key -> view(key, room, request))
                        .orElseThrow(() ->
                                new ApiException(
                                        ApiError.INVALID_BODY,
                                        "the room has an active stream key already; disable it"
                                                + " first")));
    }

    ApiReply list(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.enabled(rooms, caller, request);
        StreamKeyView view =
                keys.ofRoom(room.id())
                        .map(key -> view(key, room, request))
                        .orElseThrow(StreamKeysResource::none);
        return ApiReply.ok(new StreamKeys(List.of(view), view.id()));
    }

    /// Whoever pushes with the key is put out.
    ApiReply disable(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.enabled(rooms, caller, request);
        if (!keys.disable(room.id())) {
            throw none();
        }
        return ApiReply.ok(new Done("key disabled successfully"));
    }

    private StreamKeyView view(StreamKey key, Room room, ApiRequest request) {
        String origin = publicUrl.isEmpty() ? request.origin() : publicUrl;
        return new StreamKeyView(
                key.id(),
                key.roomId(),
                key.key(),
                rtmpUrl(origin),
                origin + "/whip",
                room.workspaceId(),
                room.workspaceId(),
                true,
                key.createdAt().toString(),
                key.createdAt().toString());
    }

    private String rtmpUrl(String origin) {
        String authority = origin.substring(origin.indexOf("//") + 2);
        String host = authority.replaceFirst(":[0-9]+$", "");
        return "rtmp://" + host + ":" + rtmpPort + "/live";
    }

    private static ApiException none() {
        return new ApiException(ApiError.NOT_FOUND, "the room has no active stream key");
    }
}
