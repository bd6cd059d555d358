package io.rostra.signalling.rpc;

import org.jspecify.annotations.Nullable;

/// A client's message could not be read; the message names the field that is wrong.
public final class MalformedMessageException extends Exception {

    private final @Nullable RequestId id;
    private final String reason;

    MalformedMessageException(@Nullable RequestId id, String reason) {
        super(reason);
        this.id = id;
        this.reason = reason;
    }

    /// The id to answer to, when the message got far enough to have one.
    public @Nullable RequestId id() {
        return id;
    }

    public String reason() {
        return reason;
    }
}
