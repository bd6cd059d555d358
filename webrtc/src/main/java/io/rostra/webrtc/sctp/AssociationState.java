package io.rostra.webrtc.sctp;

/// Where an association stands (RFC 9260 section 4).
///
/// ```text
///                     +---------+
///       connect       | CLOSED  |  COOKIE ECHO with a cookie of ours
///      +--------------+         +-----------------------+
///      v              +---------+                       |
///  +-------------+  INIT ACK   +---------------+        |
///  | COOKIE_WAIT +------------>| COOKIE_ECHOED |        |
///  +-------------+             +-------+-------+        |
///                           COOKIE ACK |                |
///                                      v                v
///                             +------------------------------+
///                             |          ESTABLISHED         |
///                             +---+----------------------+---+
///                        shutdown |                      | SHUTDOWN
///                                 v                      v
///                   +------------------+      +-------------------+
///                   | SHUTDOWN_PENDING |      | SHUTDOWN_RECEIVED |
///                   +--------+---------+      +---------+---------+
///          all acknowledged  |                          | all acknowledged
///                            v        SHUTDOWN          v
///                   +---------------+        +-------------------+
///                   | SHUTDOWN_SENT +------->| SHUTDOWN_ACK_SENT |
///                   +--------+------+        +----------+--------+
///               SHUTDOWN ACK |                          | SHUTDOWN COMPLETE
///                            v                          v
///  any state,       +------------------------------------------+
///  ABORT, timeouts  |                   ENDED                  |
///  ---------------->+------------------------------------------+
/// ```
enum AssociationState {
    CLOSED,
    COOKIE_WAIT,
    COOKIE_ECHOED,
    ESTABLISHED,
    SHUTDOWN_PENDING,
    SHUTDOWN_SENT,
    SHUTDOWN_RECEIVED,
    SHUTDOWN_ACK_SENT,
    ENDED;

    /// We have asked for the association and it is not there yet.
    boolean opening() {
        return this == COOKIE_WAIT || this == COOKIE_ECHOED;
    }

    /// The user may still queue messages.
    boolean takesMessages() {
        return this == CLOSED || opening() || this == ESTABLISHED;
    }

    /// The peer may still send data: it has not said that it is done.
    boolean receivesData() {
        return this == ESTABLISHED || this == SHUTDOWN_PENDING || this == SHUTDOWN_SENT;
    }
}
