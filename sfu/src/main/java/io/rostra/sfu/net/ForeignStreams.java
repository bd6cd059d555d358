package io.rostra.sfu.net;

import java.nio.channels.SocketChannel;

/// Takes those TCP connections to the media port that do not begin as ICE-TCP does. Called on the
/// loop that listens, which must not be blocked.
public interface ForeignStreams {

    ForeignStreams NONE =
            new ForeignStreams() {
                @Override
                public boolean takes(byte first) {
                    return false;
                }

                @Override
                public void take(SocketChannel channel, byte[] begun) {
                    throw new IllegalStateException("Nothing was to be taken");
                }
            };

    /// @param first byte of a connection
    boolean takes(byte first);

    /// @param channel not registered with any selector, non-blocking; the taker closes it
    /// @param begun what was read already
    void take(SocketChannel channel, byte[] begun);
}
