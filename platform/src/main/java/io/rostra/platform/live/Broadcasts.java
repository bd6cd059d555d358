package io.rostra.platform.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Live streams of rooms. Thread-safe; no call blocks. Listener calls come on any thread.
public interface Broadcasts {

    /// Starts a live stream of the room. One per room: the caller sees to that.
    void start(String roomId, LiveWish wish, Listener listener);

    /// Stops the room's live stream, if there is one. `onStopped` follows.
    void stop(String roomId);

    /// @param why for those who keep the books
    default void stop(String roomId, StopReason why) {
        stop(roomId);
    }

    /// Shows the audience a piece of text in step with the picture that is on stage now
    /// (EXT-X-DATERANGE).
    ///
    /// @param payload at most [#MAX_METADATA] characters
    /// @param duration for which it is valid, one second to one hour
    /// @return false when the room is not live, or more is waiting than players would show
    /// @throws IllegalArgumentException for a payload or duration out of range, with what is
    ///   allowed
    boolean insertMetadata(String roomId, String payload, Duration duration);

    /// Shows the audience a line of what is said now. Nothing happens when the room is not live.
    default void caption(String roomId, String text) {}

    /// What the room's live stream lacks because more would be too much for this machine, in plain
    /// words; empty when it lacks nothing.
    default Optional<String> degradation(String roomId) {
        return Optional.empty();
    }

    /// Where the audience can see the last live stream of the room again, now that it is over: the
    /// path of a playlist on this server. Empty when nothing is kept.
    default Optional<String> replay(String roomId) {
        return Optional.empty();
    }

    /// Characters of a payload.
    int MAX_METADATA = 100;

    interface Listener {
        /// The playlist and its first segments can be fetched now.
        ///
        /// @param playlistPath path of the multivariant playlist on this server, with leading slash
        void onPlayable(String playlistPath, Instant startedAt);

        /// It could not start, or broke for good; nothing else follows.
        void onFailed(int code, String message);

        /// It ended as asked, or because nobody was left on stage for too long.
        void onStopped();
    }
}
