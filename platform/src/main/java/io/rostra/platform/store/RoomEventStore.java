package io.rostra.platform.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.RoomEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// What happened in rooms beside people coming and going: tracks that came, changed and went,
/// failures that clients told of, recordings that were made. Blocks; thread-safe.
public final class RoomEventStore {

    public static final String RECORDED = "beam.recording.success";

    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]*+\\.[\\w-]++\\.[\\w-]++");

    private final Database database;
    private final ObjectIds ids;

    RoomEventStore(Database database, ObjectIds ids) {
        this.database = database;
        this.ids = ids;
    }

    /// @param type such as `track.add.success`
    /// @param sessionId empty outside of one
    /// @param peerId empty when it concerns none
    /// @param content what its type says, by names of JSON; older rows of tracks have other names
    public record Stored(
            String id,
            String type,
            String sessionId,
            String peerId,
            String userId,
            Map<String, Object> content,
            Instant at) {}

    /// Which events to list; null means "whatever".
    ///
    /// @param types empty for all
    /// @param start id of the last one of the page before
    public record Query(
            @Nullable String sessionId,
            @Nullable String peerId,
            @Nullable String userId,
            List<String> types,
            @Nullable String start,
            int limit) {
        public Query {
            types = List.copyOf(types);
        }
    }

    /// The newest first.
    public List<Stored> list(String roomId, Query query) {
        Filter filter =
                Filter.of("room_id = :room", "room", roomId)
                        .and("session_id = :session", "session", query.sessionId())
                        .and("peer_id = :peer", "peer", query.peerId())
                        .and("user_id = :user", "user", query.userId())
                        .and("id < :start", "start", query.start());
        String types = query.types().isEmpty() ? "" : " AND type IN (<types>)";
        return database.read(h -> {
            var select =
                    h.createQuery(
                                    "SELECT id, type, session_id, peer_id, user_id, content,"
                                            + " created_at FROM track_events"
                                            + filter.sql()
                                            + types
                                            + " ORDER BY id DESC LIMIT :limit")
                            .bindMap(filter.values())
                            .bind("limit", query.limit());
            if (!types.isEmpty()) {
                select.bindList("types", query.types());
            }
            return select.map((row, _) ->
                            new Stored(
                                    row.getString("id"),
                                    row.getString("type"),
                                    row.getString("session_id"),
                                    row.getString("peer_id"),
                                    row.getString("user_id"),
                                    StoredJson.read(row.getString("content"), MEMBERS),
                                    Instant.ofEpochMilli(row.getLong("created_at"))))
                    .list();
        });
    }

    void tracks(Handle handle, String workspaceId, RoomEvent.TracksChanged event) {
        PreparedBatch batch = insert(handle);
        String type = "track." + event.change().name().toLowerCase(Locale.ROOT) + ".success";
        for (RoomEvent.TrackFacts track : event.tracks()) {
            Map<String, Object> content = about(event.peer());
            content.put("track_id", SessionStore.cut(track.id(), 128));
            content.put("stream_id", SessionStore.cut(track.streamId(), 128));
            content.put("type", track.kind());
            content.put("source", SessionStore.cut(track.source(), 64));
            content.put("mute", track.mute());
            add(batch, workspaceId, event, event.sessionId(), event.peer(), type, content);
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    void failed(Handle handle, String workspaceId, RoomEvent.ClientFailed event) {
        // Clients write down the addresses they could not reach, with the token in them.
        String details = TOKEN.matcher(event.details()).replaceAll("(token)");
        Map<String, Object> content = new LinkedHashMap<>(StoredJson.read(details, MEMBERS));
        content.putAll(about(event.peer()));
        PreparedBatch batch = insert(handle);
        add(batch, workspaceId, event, event.sessionId(), event.peer(), event.type(), content);
        batch.execute();
    }

    void recorded(Handle handle, String workspaceId, RoomEvent.RecordingEnded event) {
        Recording recording = event.recording();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("beam_id", recording.id());
        content.put("recording_id", recording.id());
        content.put("recording_path", "recordings/" + recording.id() + ".mp4");
        content.put("size", recording.bytes());
        content.put("duration", recording.duration().toSeconds());
        content.put("max_width", recording.width());
        content.put("max_height", recording.height());
        content.put("created_at", recording.startedAt().toString());
        content.put("started_at", recording.startedAt().toString());
        content.put("stopped_at", String.valueOf(recording.stoppedAt()));
        PreparedBatch batch = insert(handle);
        add(batch, workspaceId, event, recording.sessionId(), null, RECORDED, content);
        batch.execute();
    }

    private static Map<String, Object> about(RoomEvent.PeerIdentity peer) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("user_name", SessionStore.cut(peer.name(), 1024));
        content.put("role", peer.role());
        if (peer.joinedAt() != null) {
            content.put("joined_at", peer.joinedAt().toString());
        }
        return content;
    }

    private static PreparedBatch insert(Handle handle) {
        return handle.prepareBatch(
                """
                INSERT INTO track_events (id, workspace_id, room_id, session_id, peer_id,
                    user_id, type, content, created_at)
                VALUES (:id, :workspace, :room, :session, :peer, :user, :type, :content, :now)\
                """);
    }

    private void add(
            PreparedBatch batch,
            String workspaceId,
            RoomEvent event,
            String sessionId,
            RoomEvent.@Nullable PeerIdentity peer,
            String type,
            Map<String, Object> content) {
        batch.bind("id", ids.next())
                .bind("workspace", workspaceId)
                .bind("room", event.roomId())
                .bind("session", sessionId)
                .bind("peer", peer == null ? "" : SessionStore.cut(peer.peerId(), 64))
                .bind("user", peer == null ? "" : SessionStore.cut(peer.userId(), 256))
                .bind("type", type)
                .bind("content", StoredJson.write(content))
                .bind("now", event.at().toEpochMilli())
                .add();
    }
}
