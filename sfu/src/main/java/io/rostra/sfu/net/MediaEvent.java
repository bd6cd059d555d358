package io.rostra.sfu.net;

/// What happens to media often enough to be counted, and is no fault.
public enum MediaEvent {
    /// A packet that a publisher was asked to send again.
    NACKED_BY_SERVER,
    /// A packet of a publisher that came late or again.
    RECOVERED,
    /// A request for a key frame to a publisher.
    KEY_FRAME_ASKED_BY_SERVER,
    /// A packet that a subscriber asked for again.
    NACKED_BY_SUBSCRIBER,
    /// A request for a key frame by a subscriber.
    KEY_FRAME_ASKED_BY_SUBSCRIBER,
    /// A packet that a subscriber was sent again.
    RETRANSMITTED,
    /// A packet of padding that probes a subscriber's path.
    PADDED,
    /// A subscriber's video goes on in a better encoding or layer.
    SWITCHED_UP,
    /// A subscriber's video goes on in a smaller encoding or layer.
    SWITCHED_DOWN
}
