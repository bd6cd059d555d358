package io.rostra.signalling.rpc;

import org.jspecify.annotations.Nullable;

/// A message on its way to one or many clients. Its JSON text is made once, by the first socket
/// thread that writes it, and not on the event loop that owns the room. Thread-safe.
public final class Outgoing {

    /// What is said, for sockets that speak no JSON-RPC.
    public sealed interface Content {
        record Notice(Notification notification) implements Content {}

        record Answer(RequestId id, Reply reply) implements Content {}

        /// @param id null when the message that failed had none that could be read
        record Failure(@Nullable RequestId id, ErrorCode code, String reason) implements Content {}
    }

    private final Content content;
    private @Nullable String text;

    private Outgoing(Content content) {
        this.content = content;
    }

    public static Outgoing notification(Notification notification) {
        return new Outgoing(new Content.Notice(notification));
    }

    public static Outgoing reply(RequestId id, Reply reply) {
        return new Outgoing(new Content.Answer(id, reply));
    }

    /// @param id null when the message that failed had none that could be read
    public static Outgoing error(@Nullable RequestId id, ErrorCode code, String reason) {
        return new Outgoing(new Content.Failure(id, code, reason));
    }

    public Content content() {
        return content;
    }

    public synchronized String text() {
        if (text == null) {
            text =
                    switch (content) {
                        case Content.Notice(var notification) ->
                                NotificationCodec.encode(notification);
                        case Content.Answer(var id, var reply) -> RequestCodec.encode(id, reply);
                        case Content.Failure(var id, var code, var reason) ->
                                RequestCodec.encodeError(id, code, reason);
                    };
        }
        return text;
    }
}
