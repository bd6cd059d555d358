package io.rostra.signalling.session;

import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Outgoing;
import io.rostra.signalling.rpc.Reply;
import io.rostra.signalling.rpc.RequestId;
import org.jspecify.annotations.Nullable;

/// Answers one message of a client: exactly once when it is a request, not at all when it is a
/// notification.
final class Responder {

    private final ClientSocket socket;
    private final @Nullable RequestId id;
    private boolean answered;

    /// @param id null for a notification
    Responder(ClientSocket socket, @Nullable RequestId id) {
        this.socket = socket;
        this.id = id;
        this.answered = id == null;
    }

    void done() {
        reply(new Reply.Done());
    }

    void reply(Reply reply) {
        if (id != null && !answered) {
            answered = true;
            socket.send(Outgoing.reply(id, reply));
        }
    }

    /// Whoever sent a notification is warned, which SDKs log.
    void refuse(ErrorCode code, String reason) {
        if (id == null) {
            socket.send(Outgoing.notification(new Notification.Warning(code, reason)));
        } else if (!answered) {
            answered = true;
            socket.send(Outgoing.error(id, code, reason));
        }
    }
}
