package io.rostra.socketio;

import io.rostra.socketio.engine.EngineOptions;
import java.time.Duration;
import java.util.Optional;

/// How a Socket.IO server behaves. Start from [#defaults()].
///
/// @param engine transports, heartbeat, payload limits, CORS
/// @param connectTimeout within which a client must connect to a namespace
/// @param maxNamespaces namespaces one client may be connected to at once
/// @param maxDynamicNamespaces namespaces made by [SocketIoServer#dynamic] that exist at once
/// @param maxAttachments binary arguments of one packet from a client
/// @param maxAttachmentBytes bytes of them together
/// @param recovery whether clients find their rooms and missed packets after a short absence
public record SocketIoOptions(
        EngineOptions engine,
        Duration connectTimeout,
        int maxNamespaces,
        int maxDynamicNamespaces,
        int maxAttachments,
        int maxAttachmentBytes,
        Optional<Recovery> recovery) {

    /// Connection state recovery.
    ///
    /// @param maxAbsence how long a client may be away
    /// @param maxClients absent clients remembered at once, per namespace
    /// @param maxLogBytes packets remembered, per namespace
    /// @param skipMiddleware whether a client that comes back is not checked again
    public record Recovery(
            Duration maxAbsence, int maxClients, long maxLogBytes, boolean skipMiddleware) {
        public Recovery {
            if (!maxAbsence.isPositive() || maxClients < 1 || maxLogBytes < 1) {
                throw new IllegalArgumentException("recovery needs limits of at least 1");
            }
        }

        public static Recovery defaults() {
            return new Recovery(Duration.ofMinutes(2), 10_000, 16_000_000, true);
        }
    }

    public SocketIoOptions {
        if (!connectTimeout.isPositive()) {
            throw new IllegalArgumentException("connectTimeout must be longer than zero");
        }
        if (maxNamespaces < 1
                || maxDynamicNamespaces < 0
                || maxAttachments < 0
                || maxAttachmentBytes < 0) {
            throw new IllegalArgumentException("limits must not be negative");
        }
    }

    public static SocketIoOptions defaults() {
        return new SocketIoOptions(
                EngineOptions.defaults(),
                Duration.ofSeconds(45),
                16,
                1_000,
                32,
                4_000_000,
                Optional.empty());
    }

    public SocketIoOptions withEngine(EngineOptions options) {
        return new SocketIoOptions(
                options,
                connectTimeout,
                maxNamespaces,
                maxDynamicNamespaces,
                maxAttachments,
                maxAttachmentBytes,
                recovery);
    }

    public SocketIoOptions withConnectTimeout(Duration timeout) {
        return new SocketIoOptions(
                engine,
                timeout,
                maxNamespaces,
                maxDynamicNamespaces,
                maxAttachments,
                maxAttachmentBytes,
                recovery);
    }

    public SocketIoOptions withRecovery(Recovery options) {
        return new SocketIoOptions(
                engine,
                connectTimeout,
                maxNamespaces,
                maxDynamicNamespaces,
                maxAttachments,
                maxAttachmentBytes,
                Optional.of(options));
    }
}
