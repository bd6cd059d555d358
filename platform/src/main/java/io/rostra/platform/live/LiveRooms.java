package io.rostra.platform.live;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The rooms somebody is in now, for those who run the server: look, speak, change, send away.
/// Thread-safe; no call blocks. Where a future holds an [Outcome] other than `DONE`, nothing was
/// changed.
public interface LiveRooms {

    /// Empty when nobody is in the room.
    CompletableFuture<Optional<LiveRoom>> find(String roomId);

    CompletableFuture<Outcome> send(String roomId, Audience audience, String type, String message);

    /// Peers may come back with their tokens; a disabled room lets nobody in.
    ///
    /// @param reason for the peers; may be empty
    CompletableFuture<Outcome> remove(String roomId, Audience audience, String reason);

    CompletableFuture<Outcome> update(String roomId, String peerId, PeerChange change);

    /// Ends the session: sends everybody away.
    ///
    /// @param lock whether the room was disabled with it
    CompletableFuture<Outcome> end(String roomId, boolean lock, String reason);

    /// @return [Outcome#NOT_ENABLED] when it cannot be recorded
    CompletableFuture<Outcome> startLive(String roomId, LiveWish wish);

    CompletableFuture<Outcome> stopLive(String roomId);

    /// Pushes the room to other servers, see [Restreams], and tells its peers.
    ///
    /// @param record whether a recording is started along with it
    CompletableFuture<Outcome> startPushes(String roomId, List<String> urls, boolean record);

    enum Outcome {
        DONE,
        /// Nobody is in the room.
        NOT_ACTIVE,
        NO_SUCH_PEER,
        NO_SUCH_ROLE,
        ROLE_FULL,
        /// This server cannot do that.
        NOT_ENABLED
    }

    /// Whom something concerns.
    sealed interface Audience {
        record Everybody() implements Audience {}

        record OneRole(String role) implements Audience {}

        record OnePeer(String peerId) implements Audience {}
    }

    /// @param peers by id, oldest first
    record LiveRoom(String sessionId, Instant startedAt, Map<String, LivePeer> peers) {}

    /// @param metadata text of the peer's own
    record LivePeer(
            String id,
            String name,
            String userId,
            String metadata,
            String role,
            Instant joinedAt,
            List<LiveTrack> tracks) {}

    /// @param type `audio` or `video`
    /// @param source `regular`, `screen` or a word of the client's
    record LiveTrack(
            String id,
            String streamId,
            boolean mute,
            String type,
            String source,
            String description) {}

    /// New values; null leaves one as it is.
    record PeerChange(@Nullable String name, @Nullable String role, @Nullable String metadata) {}
}
