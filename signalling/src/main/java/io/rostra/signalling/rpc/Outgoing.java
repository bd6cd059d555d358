package io.rostra.signalling.rpc;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A message on its way to one or many clients. Its JSON text is made once, by the first socket
/// thread that writes it, and not on the event loop that owns the room. Thread-safe.
public final class Outgoing {

    private @Nullable Supplier<String> encoder;
    private @Nullable String text;

    private Outgoing(Supplier<String> encoder) {
        this.encoder = encoder;
    }

    public static Outgoing notification(Notification notification) {
        return new Outgoing(() -> NotificationCodec.encode(notification));
    }

    public static Outgoing reply(RequestId id, Reply reply) {
        return new Outgoing(() -> RequestCodec.encode(id, reply));
    }

    /// @param id null when the message that failed had none that could be read
    public static Outgoing error(@Nullable RequestId id, ErrorCode code, String reason) {
        return new Outgoing(() -> RequestCodec.encodeError(id, code, reason));
    }

    public synchronized String text() {
        if (text == null && encoder != null) {
            text = encoder.get();
            encoder = null;
        }
        return java.util.Objects.requireNonNull(text);
    }
}
