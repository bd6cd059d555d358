package io.rostra.platform.live;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One recording of a room as it is now: an MP4 file, or what will become one.
///
/// @param id unique among all recordings; made of letters, digits and hyphens
/// @param sessionId of the session that was recorded, as given at the start
/// @param startedAt of its first picture; of the request while there is none
/// @param stoppedAt null while it runs
/// @param duration of what can be played, pauses left out
/// @param bytes on disk
/// @param width of the first picture, 0 while there is none
/// @param failure why it failed or ended early, in plain words; null if it did not
/// @param kind what it is of
public record Recording(
        String id,
        String roomId,
        String sessionId,
        State state,
        Instant startedAt,
        @Nullable Instant stoppedAt,
        Duration duration,
        long bytes,
        int width,
        int height,
        @Nullable String failure,
        Kind kind) {

    public enum Kind {
        /// What was recorded as it happened.
        PROGRAM,
        /// A part of a recording, or the last minutes of a live stream.
        CLIP
    }

    public Recording(
            String id,
            String roomId,
            String sessionId,
            State state,
            Instant startedAt,
            @Nullable Instant stoppedAt,
            Duration duration,
            long bytes,
            int width,
            int height,
            @Nullable String failure) {
        this(
                id,
                roomId,
                sessionId,
                state,
                startedAt,
                stoppedAt,
                duration,
                bytes,
                width,
                height,
                failure,
                Kind.PROGRAM);
    }

    /// ```text
    ///              first picture        pause
    ///  STARTING ─────────────► RUNNING ───────► PAUSED
    ///     │                     │  ▲   resume      │
    ///     │ nothing came        │  └───────────────┤ stop
    ///     ▼                     └──► FINISHING ◄───┘
    ///  FAILED ◄── broke ── FINISHING ──► COMPLETED
    /// ```
    public enum State {
        STARTING,
        RUNNING,
        PAUSED,
        /// The file is being made seekable.
        FINISHING,
        COMPLETED,
        FAILED;

        public boolean ended() {
            return this == COMPLETED || this == FAILED;
        }
    }
}
