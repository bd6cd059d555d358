package io.rostra.signalling.rpc;

/// A recording, a push to other servers or captions, as clients are told.
///
/// @param initialisedAt milliseconds since the epoch, 0 for not yet
/// @param startedAt milliseconds since the epoch, 0 for not yet
public record OutputView(State state, long initialisedAt, long startedAt) {

    public enum State {
        NONE,
        /// Accepted, and not running yet.
        INITIALISED,
        STARTED,
        PAUSED,
        STOPPED,
        FAILED
    }

    public static final OutputView NONE = new OutputView(State.NONE, 0, 0);

    public boolean running() {
        return state == State.INITIALISED || state == State.STARTED;
    }
}
