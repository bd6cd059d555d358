package io.rostra.signalling.session;

import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.MetadataRequest;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;

/// How much a peer may tell all others. What it tells is sent to each of them and waits for those
/// who are slow, so a flood of it would cost them their sockets. Confined to the room's event loop.
final class FanOut {

    static final int CHARACTERS_PER_SECOND = 64_000;
    static final int BURST = 1_024_000;

    /// What surrounds the words.
    private static final int OVERHEAD = 256;

    private final RateLimit limit;

    FanOut(long now) {
        this.limit = new RateLimit(CHARACTERS_PER_SECOND, BURST, now);
    }

    /// @throws RequestException when the peer has told too much lately
    void check(Request request, long now) throws RequestException {
        int words = words(request);
        if (words >= 0 && !limit.allow(OVERHEAD + words, now)) {
            throw new RequestException(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "More than one peer may tell all others: wait, then ask again");
        }
    }

    /// Characters that others are sent; negative when they are sent nothing.
    private static int words(Request request) {
        return switch (request) {
            case Request.Broadcast message -> message.message().length() + message.type().length();
            case Request.PeerUpdate(var name, var data) ->
                    (name == null ? 0 : name.length()) + (data == null ? 0 : data.length());
            case Request.GroupJoin(var group) -> group.length();
            case Request.GroupLeave(var group) -> group.length();
            case MetadataRequest.Set set -> set.data() == null ? 0 : set.data().text().length();
            default -> -1;
        };
    }
}
