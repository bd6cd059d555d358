package io.rostra.sfu.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// One system call for each datagram, wherever Java runs.
final class NioDatagramSender implements DatagramSender {

    private final DatagramChannel channel;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(UdpEndpoint.MAX_DATAGRAM);

    NioDatagramSender(DatagramChannel channel) {
        this.channel = channel;
    }

    @Override
    public void send(byte[] buffer, int offset, int length, InetSocketAddress to) {
        datagram.clear();
        datagram.put(buffer, offset, length).flip();
        try {
            channel.send(datagram, to);
        } catch (IOException _) {
            // Unreachable at the moment: consent freshness decides when to give up (RFC 7675).
        }
    }

    @Override
    public void flush() {
        // Everything is sent already.
    }
}
