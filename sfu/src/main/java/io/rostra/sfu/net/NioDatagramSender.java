package io.rostra.sfu.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// One system call for each datagram, wherever Java runs.
final class NioDatagramSender implements DatagramSender {

    private final DatagramChannel channel;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(UdpEndpoint.MAX_DATAGRAM);

    private final DropCounters drops;

    NioDatagramSender(DatagramChannel channel, DropCounters drops) {
        this.channel = channel;
        this.drops = drops;
    }

    @Override
    public void send(byte[] buffer, int offset, int length, InetSocketAddress to) {
        datagram.clear();
        datagram.put(buffer, offset, length).flip();
        try {
            if (channel.send(datagram, to) == 0 && length > 0) {
                drops.count(DropReason.SEND_BUFFER_FULL);
            }
        } catch (IOException _) {
            // Unreachable at the moment: consent freshness decides when to give up (RFC 7675).
        }
    }

    @Override
    public void flush() {
        // Everything is sent already.
    }
}
