package io.rostra.signalling.session;

/// How a client's socket went away without a `leave`.
public enum Disconnect {
    /// The client closed it (1000 or 1001): the page was closed or navigated away. It is back
    /// within seconds, after a reload from the browser's cache, or never.
    CLOSED_BY_CLIENT,
    /// Anything else: the network is gone and the client tries for a minute to come back.
    LOST
}
