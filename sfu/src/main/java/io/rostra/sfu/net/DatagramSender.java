package io.rostra.sfu.net;

import java.net.InetSocketAddress;

/// Puts datagrams on the wire, at the latest when its loop's turn ends. Confined to that loop.
sealed interface DatagramSender permits NioDatagramSender, TrainSender {

    /// Takes one datagram; a full socket buffer loses it, as the network might.
    ///
    /// @param length at most [UdpEndpoint#MAX_DATAGRAM]
    void send(byte[] buffer, int offset, int length, InetSocketAddress to);

    /// Sends what was taken and not sent yet.
    void flush();
}
