package io.rostra.signalling.session;

import java.time.Duration;

/// Limits of one room session.
///
/// @param maxPeers in the room, those in their grace period included
/// @param maxTracksPerPeer published at a time
/// @param maxMessageLength characters of a chat message
/// @param largeRoom members from which on clients are not told of everybody any more
/// @param grace how long a peer whose connection was lost stays a member: the SDK notices after up
///   to 15 s and then tries for 60 s
/// @param closedGrace the same for a peer whose client closed the socket without saying `leave`
public record SessionConfig(
        int maxPeers,
        int maxTracksPerPeer,
        int maxMessageLength,
        int largeRoom,
        Duration grace,
        Duration closedGrace) {

    public static final SessionConfig DEFAULT =
            new SessionConfig(5000, 20, 65_536, 300, Duration.ofSeconds(75), Duration.ofSeconds(4));

    public SessionConfig {
        if (maxPeers < 1 || maxTracksPerPeer < 1 || maxMessageLength < 1 || largeRoom < 1) {
            throw new IllegalArgumentException("Limits of a session must be positive");
        }
        if (grace.isNegative() || closedGrace.isNegative()) {
            throw new IllegalArgumentException("Grace periods of a session must not be negative");
        }
    }
}
