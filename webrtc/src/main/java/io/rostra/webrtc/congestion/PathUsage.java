package io.rostra.webrtc.congestion;

/// What the queues along the path do.
enum PathUsage {
    /// They grow: more is sent than the path carries.
    OVERUSED,
    /// They keep their length.
    NORMAL,
    /// They drain.
    UNDERUSED
}
