package io.rostra.signalling.rpc;

/// The live stream as one peer sees it.
///
/// @param url absolute, by the host by which this peer reached us; empty until it can be played
/// @param initialisedAt milliseconds since the epoch, 0 for not yet
/// @param startedAt milliseconds since the epoch, 0 for not yet
public record HlsView(State state, String url, long initialisedAt, long startedAt) {

    public enum State {
        OFF,
        /// Accepted; the URL is not known to clients yet.
        INITIALISED,
        /// The playlist and its first segments can be fetched.
        STARTED
    }

    public static final HlsView OFF = new HlsView(State.OFF, "", 0, 0);

    public boolean running() {
        return state != State.OFF;
    }
}
