package io.rostra.socketio;

import io.vertx.core.Future;

/// Decides whether a client may connect to a namespace. Called on the server's loop; the answer may
/// come later, from anywhere. Any failure keeps the client out; only a [ConnectRefusedException]
/// tells it why.
@FunctionalInterface
public interface Middleware {
    Future<Void> check(Socket socket);
}
