package io.rostra.socketio.engine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A revision of the Engine.IO protocol.
///
/// | | 3 | 4 |
/// |---|---|---|
/// | clients | socket.io-client 2 | socket.io-client 3 and later |
/// | who pings | the client | the server |
/// | binary WebSocket frame | a type byte (4), then the data | the data |
/// | polling payload | `length:packet` in a row, or binary | packets with 0x1E between them |
public enum EngineProtocol {
    V3,
    V4;

    /// That of the `EIO` parameter of a request.
    static Optional<EngineProtocol> of(@Nullable String parameter) {
        return switch (parameter) {
            case "3" -> Optional.of(V3);
            case "4" -> Optional.of(V4);
            case null, default -> Optional.empty();
        };
    }
}
