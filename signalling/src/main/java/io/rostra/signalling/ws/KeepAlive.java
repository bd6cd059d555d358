package io.rostra.signalling.ws;

import java.time.Duration;

/// How a dead connection is noticed: browsers answer ping frames (RFC 6455 section 5.5.2) even
/// where a hidden tab's timers are throttled, which the SDK's own pings are subject to.
///
/// @param silence after which a connection counts as dead
public record KeepAlive(Duration pingInterval, Duration silence) {

    public static final KeepAlive DEFAULT =
            new KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(30));
}
