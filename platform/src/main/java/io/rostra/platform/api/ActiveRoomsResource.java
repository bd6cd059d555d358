package io.rostra.platform.api;

import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.LiveRooms.Audience;
import io.rostra.platform.live.LiveRooms.LivePeer;
import io.rostra.platform.live.LiveRooms.LiveRoom;
import io.rostra.platform.live.LiveRooms.LiveTrack;
import io.rostra.platform.live.LiveRooms.Outcome;
import io.rostra.platform.live.LiveRooms.PeerChange;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.room.Room;
import io.rostra.platform.store.NameTakenException;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.store.RoomChange;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.token.ManagementToken;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/v2/active-rooms`: rooms somebody is in.
final class ActiveRoomsResource {

    private static final int MAX_MESSAGE = 65_536;
    private static final int MAX_TYPE = 256;
    private static final int MAX_NAME = 1024;
    private static final int MAX_METADATA = 16 * 1024;
    private static final int MAX_REASON = 1024;

    private final RoomStore rooms;
    private final LiveRooms live;
    private final RoomEvents events;
    private final InstantSource clock;
    private final Json json;

    ActiveRoomsResource(PlatformStores stores, LivePorts ports, Json json) {
        this.rooms = stores.rooms();
        this.live = ports.rooms();
        this.events = ports.memory();
        this.clock = stores.clock();
        this.json = json;
    }

    record ActiveRoom(String id, String name, String customerId, ActiveSession session) {}

    record ActiveSession(String id, String createdAt, List<String> peers) {}

    record Peers(Map<String, PeerView> peers) {}

    /// @param tracks null in lists
    record PeerView(
            String id,
            String name,
            String userId,
            String metadata,
            String role,
            String joinedAt,
            @Nullable Map<String, TrackView> tracks) {

        static PeerView of(LivePeer peer) {
            Map<String, TrackView> tracks = new LinkedHashMap<>();
            peer.tracks().forEach(track -> tracks.put(track.id(), TrackView.of(track)));
            return new PeerView(
                    peer.id(),
                    peer.name(),
                    peer.userId(),
                    peer.metadata(),
                    peer.role(),
                    peer.joinedAt().toString(),
                    tracks);
        }
    }

    record TrackView(
            String id,
            String streamId,
            boolean mute,
            String type,
            String source,
            String description) {

        static TrackView of(LiveTrack track) {
            return new TrackView(
                    track.id(),
                    track.streamId(),
                    track.mute(),
                    track.type(),
                    track.source(),
                    track.description());
        }
    }

    record Done(String message) {}

    ApiReply get(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.owned(rooms, caller, request);
        LiveRoom found = find(room);
        return ApiReply.ok(
                new ActiveRoom(
                        room.id(),
                        room.name(),
                        room.workspaceId(),
                        new ActiveSession(
                                found.sessionId(),
                                found.startedAt().toString(),
                                List.copyOf(found.peers().keySet()))));
    }

    ApiReply peers(ManagementToken caller, ApiRequest request) {
        LiveRoom found = find(RoomsResource.owned(rooms, caller, request));
        String user = request.params().text("user_id");
        String role = request.params().text("role");
        Map<String, PeerView> peers = new LinkedHashMap<>();
        found.peers().values().stream()
                .filter(peer -> user == null || peer.userId().equals(user))
                .filter(peer -> role == null || peer.role().equals(role))
                .forEach(peer -> peers.put(peer.id(), PeerView.of(peer)));
        return ApiReply.ok(new Peers(peers));
    }

    ApiReply peer(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(peerView(RoomsResource.owned(rooms, caller, request), request));
    }

    ApiReply updatePeer(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.owned(rooms, caller, request);
        JsonBody body = json.read(request.body());
        var change =
                new PeerChange(
                        body.text("name", MAX_NAME),
                        body.text("role", RoleReader.MAX_NAME),
                        body.text("metadata", MAX_METADATA));
        String role = change.role();
        if (role != null && rooms.templateOf(room).role(role).isEmpty()) {
            throw body.bad(
                    "role",
                    "must be one of " + String.join(", ", rooms.templateOf(room).roles().keySet()));
        }
        check(Waiting.on(live.update(room.id(), request.pathValue("peer_id"), change)));
        return ApiReply.ok(peerView(room, request));
    }

    ApiReply sendMessage(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.owned(rooms, caller, request);
        JsonBody body = json.read(request.body());
        String message = body.requiredText("message", MAX_MESSAGE);
        String type = body.text("type", MAX_TYPE);
        Audience audience = audience(body);
        check(
                Waiting.on(
                        live.send(
                                room.id(),
                                audience == null ? new Audience.Everybody() : audience,
                                type == null || type.isEmpty() ? "chat" : type,
                                message)));
        return ApiReply.ok(new Done("message sent"));
    }

    ApiReply removePeers(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.owned(rooms, caller, request);
        JsonBody body = json.read(request.body());
        Audience audience = audience(body);
        if (audience == null) {
            throw body.bad("peer_id", "or role is missing");
        }
        String reason = body.text("reason", MAX_REASON);
        check(Waiting.on(live.remove(room.id(), audience, reason == null ? "" : reason)));
        return ApiReply.ok(new Done("peer remove request submitted"));
    }

    ApiReply endRoom(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.owned(rooms, caller, request);
        JsonBody body = json.read(request.body());
        String reason = body.text("reason", MAX_REASON);
        boolean lock = body.flag("lock", false);
        if (Waiting.on(live.find(room.id())).isEmpty()) {
            events.on(
                    new RoomEvent.RoomEndFailed(
                            room.id(), lock, reason == null ? "" : reason, clock.instant()));
            throw notActive();
        }
        if (lock) {
            // First, so that nobody who is sent away comes back.
            disable(room);
        }
        check(Waiting.on(live.end(room.id(), lock, reason == null ? "" : reason)));
        return ApiReply.ok(new Done("session is ending"));
    }

    private void disable(Room room) {
        try {
            rooms.update(room.workspaceId(), room.id(), new RoomChange(null, null, false));
        } catch (NameTakenException e) {
            throw new IllegalStateException("the name was not changed", e);
        }
    }

    /// A peer wins over a role. The SDK's types spell the peer's id in their own way.
    private static @Nullable Audience audience(JsonBody body) {
        String peer = body.text("peer_id", 64);
        if (peer == null) {
            peer = body.text("peerId", 64);
        }
        String role = body.text("role", RoleReader.MAX_NAME);
        if (peer != null && !peer.isEmpty()) {
            return new Audience.OnePeer(peer);
        }
        return role != null && !role.isEmpty() ? new Audience.OneRole(role) : null;
    }

    private PeerView peerView(Room room, ApiRequest request) {
        LivePeer peer = find(room).peers().get(request.pathValue("peer_id"));
        if (peer == null) {
            throw noPeer();
        }
        return PeerView.of(peer);
    }

    private LiveRoom find(Room room) {
        return Waiting.on(live.find(room.id())).orElseThrow(ActiveRoomsResource::notActive);
    }

    static void check(Outcome outcome) {
        switch (outcome) {
            case DONE -> {}
            case NOT_ACTIVE -> throw notActive();
            case NO_SUCH_PEER -> throw noPeer();
            case NO_SUCH_ROLE -> throw JsonBody.refused("role", "is not known in the room");
            case ROLE_FULL -> throw JsonBody.refused("role", "has no place left in the room");
            case NOT_ENABLED ->
                    throw new ApiException(
                            ApiError.NOT_ENABLED, "the role of a peer in a room cannot be changed");
        }
    }

    static ApiException notActive() {
        return new ApiException(ApiError.NOT_FOUND, "session not found: nobody is in the room");
    }

    private static ApiException noPeer() {
        return new ApiException(ApiError.NOT_FOUND, "the peer is not in the room");
    }
}
