package io.rostra.socketio.engine;

/// What travels between client and server.
///
/// ```text
/// type     digit   content
/// open     0       JSON: sid, upgrades, pingInterval, pingTimeout, maxPayload
/// close    1
/// ping     2       "probe" while probing a WebSocket
/// pong     3       "probe" while probing a WebSocket
/// message  4       text; binary has no digit, it is a binary frame or "b" and base64
/// upgrade  5
/// noop     6
/// ```
public sealed interface EnginePacket {
    record Open(String handshake) implements EnginePacket {}

    record Close() implements EnginePacket {}

    record Ping(String data) implements EnginePacket {}

    record Pong(String data) implements EnginePacket {}

    record Text(String text) implements EnginePacket {}

    record Binary(byte[] data) implements EnginePacket {}

    record Upgrade() implements EnginePacket {}

    record Noop() implements EnginePacket {}
}
