package io.rostra.socketio.rooms;

import io.rostra.socketio.Socket;
import io.vertx.core.Future;

/// Decides who may create and join rooms. Called on the server's loop; must not block it, the
/// answer may come later, from anywhere. `Socket.auth()` has what the client sent to connect.
public interface RoomAccess {
    /// May the socket create a room?
    Future<Admission> create(Socket socket);

    /// May the socket join a room? `exists` tells whether it was created here; a room from
    /// elsewhere comes to life here when somebody is admitted to it.
    Future<Admission> join(Socket socket, String roomId, boolean exists);

    /// Everybody may create rooms and join those there are; no names, no roles.
    static RoomAccess anonymous() {
        return new RoomAccess() {
            @Override
            public Future<Admission> create(Socket socket) {
                return Future.succeededFuture(Admission.full());
            }

            @Override
            public Future<Admission> join(Socket socket, String roomId, boolean exists) {
                return Future.succeededFuture(
                        exists
                                ? Admission.full()
                                : new Admission.Refused(RoomError.ROOM_NOT_FOUND));
            }
        };
    }
}
