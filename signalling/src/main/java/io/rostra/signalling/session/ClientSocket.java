package io.rostra.signalling.session;

import io.rostra.sfu.TransportOptions;
import io.rostra.signalling.rpc.Outgoing;

/// One client's WebSocket as a session sees it. Thread-safe; no call blocks. A client that does not
/// read what it is sent loses its socket, see there.
public interface ClientSocket {

    Dialect dialect();

    /// Origin by which this client reached the server, such as `https://live.example.org:8443`.
    String baseUrl();

    /// How this client's media gets here.
    TransportOptions transportOptions();

    void send(Outgoing message);

    /// Asks the client's network stack to confirm what was sent so far.
    ///
    /// @param number larger with each call
    default void mark(long number) {}

    /// The largest number of [#mark] that was confirmed, 0 while there is none; [Long#MAX_VALUE]
    /// for a socket that never loses anything.
    default long confirmed() {
        return Long.MAX_VALUE;
    }

    /// Closes after what was sent before. Whatever the reason, a client of the SDK that has not
    /// left by itself takes it for a network drop and comes back.
    void close(CloseReason reason);

    /// Status codes of RFC 6455 section 7.4.
    enum CloseReason {
        LEFT(1000, "left"),
        REPLACED(1000, "replaced by a newer connection"),
        REFUSED(1008, "refused"),
        TOO_BIG(1009, "message too big"),
        SILENT(1001, "no sign of life"),
        SLOW(1013, "does not read"),
        RESTART(1012, "server restarts");

        private final int code;
        private final String text;

        CloseReason(int code, String text) {
            this.code = code;
            this.text = text;
        }

        public int code() {
            return code;
        }

        public String text() {
            return text;
        }
    }
}
