package io.rostra.signalling.session;

import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.RequestException;

/// Says no in the same words everywhere.
final class Permission {

    private Permission() {}

    /// @param what the role may not do, as in "start a poll"
    static void require(Peer peer, boolean allowed, String what) throws RequestException {
        if (!allowed) {
            throw new RequestException(
                    ErrorCode.FORBIDDEN, "The role " + peer.role().name() + " may not " + what);
        }
    }
}
