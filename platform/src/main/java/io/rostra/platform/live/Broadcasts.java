package io.rostra.platform.live;

import java.time.Instant;

/// Live streams of rooms. Thread-safe; no call blocks. Listener calls come on any thread.
public interface Broadcasts {

    /// Starts a live stream of the room. One per room: the caller sees to that.
    void start(String roomId, Listener listener);

    /// Stops the room's live stream, if there is one. `onStopped` follows.
    void stop(String roomId);

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
