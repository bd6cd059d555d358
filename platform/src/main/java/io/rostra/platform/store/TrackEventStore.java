package io.rostra.platform.store;

import io.rostra.platform.live.RoomEvent;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Tracks that came, changed and went. Blocks; thread-safe.
public final class TrackEventStore {

    private final Database database;
    private final ObjectIds ids;

    TrackEventStore(Database database, ObjectIds ids) {
        this.database = database;
        this.ids = ids;
    }

    /// @param type `track.add.success`, `track.update.success` or `track.remove.success`
    public record Stored(String id, String type, String sessionId, Content content, Instant at) {}

    /// @param joinedAt of the peer, in RFC 3339
    /// @param kind `audio` or `video`
    public record Content(
            String peerId,
            String userId,
            String userName,
            String role,
            @Nullable String joinedAt,
            String trackId,
            String streamId,
            String kind,
            String source,
            boolean mute) {}

    /// Which events to list; null means "whatever".
    ///
    /// @param start id of the last one of the page before
    public record Query(
            @Nullable String sessionId,
            @Nullable String peerId,
            @Nullable String userId,
            @Nullable String type,
            @Nullable String start,
            int limit) {}

    /// The newest first.
    public List<Stored> list(String roomId, Query query) {
        Filter filter =
                Filter.of("room_id = :room", "room", roomId)
                        .and("session_id = :session", "session", query.sessionId())
                        .and("peer_id = :peer", "peer", query.peerId())
                        .and("user_id = :user", "user", query.userId())
                        .and("type = :type", "type", query.type())
                        .and("id < :start", "start", query.start());
        return database.read(h ->
                h.createQuery(
                                "SELECT id, type, session_id, content, created_at FROM track_events"
                                        + filter.sql()
                                        + " ORDER BY id DESC LIMIT :limit")
                        .bindMap(filter.values())
                        .bind("limit", query.limit())
                        .map((row, _) ->
                                new Stored(
                                        row.getString("id"),
                                        row.getString("type"),
                                        row.getString("session_id"),
                                        StoredJson.read(row.getString("content"), Content.class),
                                        Instant.ofEpochMilli(row.getLong("created_at"))))
                        .list());
    }

    void add(Handle handle, String workspaceId, RoomEvent.TracksChanged event) {
        var batch =
                handle.prepareBatch(
                        """
                        INSERT INTO track_events (id, workspace_id, room_id, session_id, peer_id,
                            user_id, type, content, created_at)
                        VALUES (:id, :workspace, :room, :session, :peer, :user, :type, :content,
                            :now)\
                        """);
        RoomEvent.PeerIdentity peer = event.peer();
        for (RoomEvent.TrackFacts track : event.tracks()) {
            var content =
                    new Content(
                            peer.peerId(),
                            SessionStore.cut(peer.userId(), 256),
                            SessionStore.cut(peer.name(), 1024),
                            peer.role(),
                            peer.joinedAt() == null ? null : peer.joinedAt().toString(),
                            SessionStore.cut(track.id(), 128),
                            SessionStore.cut(track.streamId(), 128),
                            track.kind(),
                            SessionStore.cut(track.source(), 64),
                            track.mute());
            batch.bind("id", ids.next())
                    .bind("workspace", workspaceId)
                    .bind("room", event.roomId())
                    .bind("session", event.sessionId())
                    .bind("peer", SessionStore.cut(peer.peerId(), 64))
                    .bind("user", SessionStore.cut(peer.userId(), 256))
                    .bind(
                            "type",
                            "track." + event.change().name().toLowerCase(Locale.ROOT) + ".success")
                    .bind("content", StoredJson.write(content))
                    .bind("now", event.at().toEpochMilli())
                    .add();
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }
}
