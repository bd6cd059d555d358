package io.rostra.server;

import java.net.BindException;
import java.nio.file.Path;

/// The server cannot start; the message says why and what to do.
public final class StartException extends Exception {

    private static final long serialVersionUID = 1;

    StartException(String message) {
        super(message);
    }

    static StartException dataDirInUse(Path dataDir) {
        return new StartException(
                "The data folder %s is in use by another Rostra. Stop it, or set another folder with ROSTRA_DATA_DIR."
                        .formatted(dataDir));
    }

    /// @param kind the sort of port, as in "UDP port"
    /// @param variable sets another port
    static StartException cannotListen(String kind, int port, String variable, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        boolean inUse = cause instanceof BindException && !reason.contains("denied");
        return new StartException(
                inUse || reason.contains("in use")
                        ? "%s %d is in use by another program, perhaps another Rostra. Stop it, or start with %s=%d."
                                .formatted(kind, port, variable, port + 1)
                        : "%s %d cannot be opened: %s. Set another with %s."
                                .formatted(kind, port, reason, variable));
    }
}
