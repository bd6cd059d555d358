package io.rostra.signalling.session;

/// Which generation of the client SDK is at the other end.
public enum Dialect {
    /// `protocol_version` 2.5.
    CURRENT,
    /// SDK 0.4/0.5, which sends no `protocol_version`: other live stream notifications, requests
    /// per stream on the data channel.
    LEGACY
}
