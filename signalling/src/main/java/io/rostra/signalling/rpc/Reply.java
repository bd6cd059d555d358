package io.rostra.signalling.rpc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of a request that succeeded. Every one is written as an object, since the client
/// throws on a result that is falsy.
public sealed interface Reply {

    record Done() implements Reply {}

    /// @param timestamp milliseconds since the epoch
    record Pong(long timestamp) implements Reply {}

    /// @param answerSdp null when the peer joined without an offer
    record Joined(@Nullable String answerSdp, String sfuNodeId) implements Reply {}

    record Answered(String answerSdp) implements Reply {}

    /// @param timestamp milliseconds since the epoch
    record Sent(String messageId, long timestamp) implements Reply {}

    record Groups(List<String> names) implements Reply {
        public Groups {
            names = List.copyOf(names);
        }
    }
}
