package io.rostra.platform.operator;

import java.time.Duration;

/// Somebody was not let in.
public final class LoginException extends Exception {

    private static final long serialVersionUID = 1;

    public enum Reason {
        /// The password or the link is not right.
        WRONG,
        /// There were too many tries.
        TOO_MANY,
        /// The server has too much to do.
        BUSY
    }

    private final Reason reason;
    private final Duration wait;

    LoginException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
        this.wait = Duration.ZERO;
    }

    /// There were too many tries.
    ///
    /// @param wait until the next one
    LoginException(Duration wait) {
        super(Reason.TOO_MANY.name(), null, false, false);
        this.reason = Reason.TOO_MANY;
        this.wait = wait;
    }

    public Reason reason() {
        return reason;
    }

    public long waitSeconds() {
        return Math.max(1, wait.toSeconds());
    }
}
