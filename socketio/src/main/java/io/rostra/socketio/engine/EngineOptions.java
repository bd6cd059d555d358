package io.rostra.socketio.engine;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/// How an Engine.IO server behaves. Start from [#defaults()].
///
/// @param pingInterval between a pong and the next ping
/// @param pingTimeout within which a pong must follow a ping
/// @param upgradeTimeout within which a WebSocket that probes must take over
/// @param maxPayload bytes of one message or polling body from a client
/// @param maxBufferedBytes bytes that may wait for one client
/// @param maxSessions sessions held at once
/// @param handshakePause how long the packets after a handshake packet wait, so that they do not
///   share its TCP segment: some clients look for the next message only after they have seen the
///   answer
/// @param webSocket whether WebSocket is offered
/// @param polling whether long-polling is offered
/// @param cors which other origins may poll
/// @param admission asked for every handshake; `false` answers 403
/// @param keptHeaders request headers that stay readable in [Handshake]
/// @param version3 whether Engine.IO 3 is spoken too, that is socket.io-client 2
public record EngineOptions(
        Duration pingInterval,
        Duration pingTimeout,
        Duration upgradeTimeout,
        int maxPayload,
        int maxBufferedBytes,
        int maxSessions,
        Duration handshakePause,
        boolean webSocket,
        boolean polling,
        Cors cors,
        Predicate<HttpServerRequest> admission,
        Set<String> keptHeaders,
        boolean version3) {

    public EngineOptions {
        requirePositive(pingInterval, "pingInterval");
        requirePositive(pingTimeout, "pingTimeout");
        requirePositive(upgradeTimeout, "upgradeTimeout");
        if (handshakePause.isNegative()) {
            throw new IllegalArgumentException("handshakePause must not be negative");
        }
        if (maxPayload < 1 || maxBufferedBytes < 1 || maxSessions < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
        if (!webSocket && !polling) {
            throw new IllegalArgumentException("at least one transport must be offered");
        }
        keptHeaders = Set.copyOf(keptHeaders);
    }

    /// The reference server's heartbeat and payload limit.
    public static EngineOptions defaults() {
        return new EngineOptions(
                Duration.ofSeconds(25),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                1_000_000,
                4_000_000,
                100_000,
                Duration.ofMillis(10),
                true,
                true,
                Cors.none(),
                _ -> true,
                Set.of("origin"),
                false);
    }

    public EngineOptions withHeartbeat(Duration interval, Duration timeout) {
        return new EngineOptions(
                interval,
                timeout,
                upgradeTimeout,
                maxPayload,
                maxBufferedBytes,
                maxSessions,
                handshakePause,
                webSocket,
                polling,
                cors,
                admission,
                keptHeaders,
                version3);
    }

    public EngineOptions withLimits(int payload, int bufferedBytes, int sessions) {
        return new EngineOptions(
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                payload,
                bufferedBytes,
                sessions,
                handshakePause,
                webSocket,
                polling,
                cors,
                admission,
                keptHeaders,
                version3);
    }

    public EngineOptions withCors(Cors allowed) {
        return new EngineOptions(
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                maxPayload,
                maxBufferedBytes,
                maxSessions,
                handshakePause,
                webSocket,
                polling,
                allowed,
                admission,
                keptHeaders,
                version3);
    }

    public EngineOptions withAdmission(Predicate<HttpServerRequest> rule) {
        return new EngineOptions(
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                maxPayload,
                maxBufferedBytes,
                maxSessions,
                handshakePause,
                webSocket,
                polling,
                cors,
                rule,
                keptHeaders,
                version3);
    }

    public EngineOptions withVersion3(boolean spoken) {
        return new EngineOptions(
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                maxPayload,
                maxBufferedBytes,
                maxSessions,
                handshakePause,
                webSocket,
                polling,
                cors,
                admission,
                keptHeaders,
                spoken);
    }

    private static void requirePositive(Duration duration, String name) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " must be longer than zero");
        }
    }
}
