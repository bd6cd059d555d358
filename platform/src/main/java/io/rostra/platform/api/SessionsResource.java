package io.rostra.platform.api;

import io.rostra.platform.store.ObjectIds;
import io.rostra.platform.store.QualityStore;
import io.rostra.platform.store.Session;
import io.rostra.platform.store.SessionQuery;
import io.rostra.platform.store.SessionStore;
import io.rostra.platform.token.ManagementToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/v2/sessions`: who was in which room, and when.
final class SessionsResource {

    private final SessionStore sessions;
    private final QualityStore quality;

    SessionsResource(SessionStore sessions, QualityStore quality) {
        this.sessions = sessions;
        this.quality = quality;
    }

    record SessionView(
            String id,
            String roomId,
            String customerId,
            String appId,
            boolean active,
            Map<String, PeerView> peers,
            String createdAt,
            String updatedAt) {

        static SessionView of(Session session) {
            Map<String, PeerView> peers = new LinkedHashMap<>();
            session.peers().forEach(peer -> peers.put(peer.peerId(), PeerView.of(peer)));
            return new SessionView(
                    session.id(),
                    session.roomId(),
                    session.workspaceId(),
                    session.workspaceId(),
                    session.active(),
                    peers,
                    session.createdAt().toString(),
                    session.updatedAt().toString());
        }
    }

    /// @param user an older name of `userId`
    /// @param reason why the peer left; ours
    record PeerView(
            String id,
            String sessionId,
            String name,
            String role,
            String userId,
            String user,
            String joinedAt,
            @Nullable String leftAt,
            @Nullable String reason) {

        static PeerView of(Session.SessionPeer peer) {
            return new PeerView(
                    peer.peerId(),
                    peer.sessionId(),
                    peer.name(),
                    peer.role(),
                    peer.userId(),
                    peer.userId(),
                    peer.joinedAt().toString(),
                    peer.leftAt() == null ? null : peer.leftAt().toString(),
                    peer.reason());
        }
    }

    ApiReply list(ManagementToken caller, ApiRequest request) {
        QueryParams params = request.params();
        int limit = params.limit();
        var query =
                new SessionQuery(
                        params.text("room_id"),
                        params.flag("active"),
                        params.instant("after"),
                        params.instant("before"),
                        params.text("start"),
                        limit);
        List<SessionView> found =
                sessions.list(caller.workspaceId(), query).stream().map(SessionView::of).toList();
        return ApiReply.ok(new Page<>(limit, found, found.isEmpty() ? "" : found.getLast().id()));
    }

    ApiReply get(ManagementToken caller, ApiRequest request) {
        String id = request.pathValue("session_id");
        return ApiReply.ok(
                (ObjectIds.isValid(id)
                                ? sessions.find(caller.workspaceId(), id)
                                : java.util.Optional.<Session>empty())
                        .map(SessionView::of)
                        .orElseThrow(() ->
                                new ApiException(
                                        ApiError.NOT_FOUND, "there is no session with this id")));
    }

    /// @param at when the sample was taken
    /// @param score 0 (disconnected) to 5
    record SampleView(String at, int score) {}

    record QualityView(String sessionId, Map<String, List<SampleView>> peers) {}

    /// `/v2/sessions/{session_id}/quality`, ours: how well each peer was served over time.
    ApiReply quality(ManagementToken caller, ApiRequest request) {
        String id = request.pathValue("session_id");
        if (!ObjectIds.isValid(id) || sessions.find(caller.workspaceId(), id).isEmpty()) {
            throw new ApiException(ApiError.NOT_FOUND, "there is no session with this id");
        }
        Map<String, List<SampleView>> peers = new LinkedHashMap<>();
        quality.ofSession(id)
                .forEach((peer, samples) ->
                        peers.put(
                                peer,
                                samples.stream()
                                        .map(each ->
                                                new SampleView(each.at().toString(), each.score()))
                                        .toList()));
        return ApiReply.ok(new QualityView(id, peers));
    }
}
