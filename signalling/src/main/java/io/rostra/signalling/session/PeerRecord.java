package io.rostra.signalling.session;

import java.util.List;

/// What is kept of a member over a restart. Its tracks are not: its client publishes them anew.
///
/// @param tokenHash of the token that brought it, see [Peer#hash]
/// @param joinedAt milliseconds since the epoch
record PeerRecord(
        String id,
        String userId,
        String tokenHash,
        String role,
        String name,
        String data,
        long joinedAt,
        boolean onDemandVideo,
        boolean onDemandTracks,
        List<String> groups) {

    PeerRecord {
        groups = List.copyOf(groups);
    }
}
