package io.rostra.signalling.rpc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a peer finds others that it has not been told of, as in large rooms.
public sealed interface PeerQuery extends Request {

    /// Most peers in one reply, whatever is asked for.
    int MAX_LIMIT = 100;

    int DEFAULT_LIMIT = 10;

    record Get(String peerId) implements PeerQuery {}

    record Find(Filter filter, int limit) implements PeerQuery {}

    /// @param iterator null for the one used last
    record Next(@Nullable String iterator, int limit) implements PeerQuery {}

    /// @param text part of a name, in any case
    record Search(String text, int limit, int offset) implements PeerQuery {}

    /// @param role null for any
    /// @param group null for any
    /// @param peerIds empty for any
    record Filter(@Nullable String role, @Nullable String group, List<String> peerIds) {
        public Filter {
            peerIds = List.copyOf(peerIds);
        }
    }
}
