package io.rostra.signalling.rpc;

import java.util.List;

/// A peer as the others see it; the same complete object goes into every message about peers.
///
/// @param joinedAt milliseconds since the epoch
/// @param data the app's own text, usually JSON, never looked into
public record PeerView(
        String peerId,
        String role,
        String name,
        String data,
        String userId,
        long joinedAt,
        List<String> groups,
        List<Track> tracks) {

    public PeerView {
        groups = List.copyOf(groups);
        tracks = List.copyOf(tracks);
    }

    public PeerView withoutTracks() {
        return new PeerView(peerId, role, name, data, userId, joinedAt, groups, List.of());
    }
}
