package io.rostra.sfu.net;

import java.net.InetSocketAddress;

/// A transport that datagrams are for: whoever holds the ICE credentials or the proven address.
public interface DatagramTarget {

    NioEventLoop loop();

    /// Called on [#loop()]; the buffer may be changed, and is used again after the call.
    void onDatagram(byte[] buffer, int offset, int length, InetSocketAddress from, long now);

    /// Takes the packets that come over TCP connections, on [#loop()].
    TcpConnection.PacketHandler streams();
}
