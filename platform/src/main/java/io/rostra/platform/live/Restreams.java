package io.rostra.platform.live;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Live pictures and sound of rooms pushed to other servers by RTMP. Thread-safe; no call blocks.
/// Listener calls come on any thread. URLs hold stream keys: they are never logged nor handed out
/// again.
public interface Restreams {

    /// Targets of one room at a time.
    int MAX_TARGETS = 5;

    /// Pushes the room to further targets, whether it is live for an audience or not. A target that
    /// runs already is left alone.
    ///
    /// @param urls `rtmp://` or `rtmps://`, each with its stream key
    /// @throws IllegalArgumentException saying which one cannot be used, without its key
    void start(String roomId, List<String> urls, Listener listener);

    /// Ends the push to these targets; `onChanged` follows for each.
    void stop(String roomId, List<String> urls);

    /// Ends all pushes of the room.
    void stop(String roomId);

    /// @param why for those who keep the books
    default void stop(String roomId, StopReason why) {
        stop(roomId);
    }

    /// What is pushed where, in the order it was started.
    List<Target> targets(String roomId);

    /// One push.
    ///
    /// @param address the URL without its key
    /// @param since when it reached its state
    /// @param error what the other side or the network said last, in plain words; null if nothing
    record Target(String address, State state, Instant since, @Nullable String error) {}

    /// ```text
    ///  STARTING ──► RUNNING ──connection lost──► RECONNECTING ──► RUNNING
    ///     └──────────────► STOPPED (as asked) or FAILED (gave up) ◄──┘
    /// ```
    enum State {
        STARTING,
        RUNNING,
        RECONNECTING,
        STOPPED,
        FAILED
    }

    interface Listener {
        /// A target has reached another state. Nothing follows STOPPED and FAILED.
        void onChanged(Target target);

        /// None could be started; nothing else follows.
        void onRefused(int code, String message);
    }
}
