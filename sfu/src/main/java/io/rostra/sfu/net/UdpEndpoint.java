package io.rostra.sfu.net;

import io.rostra.media.rtp.PacketKind;
import io.rostra.webrtc.ice.IceCredentials;
import io.rostra.webrtc.stun.StunMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One loop's socket on the public media port. All loops share the port (`SO_REUSEPORT`): a
/// datagram that lands here but belongs to another loop's transport is copied and posted there;
/// sending never crosses. Confined to its loop, except construction.
public final class UdpEndpoint implements AutoCloseable, NioEventLoop.ChannelHandler {

    /// Bytes; more than any path carries.
    public static final int MAX_DATAGRAM = 2048;

    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;

    /// Datagrams read in one turn before tasks and timers have theirs.
    private static final int READ_BATCH = 256;

    private final NioEventLoop loop;
    private final DatagramChannel channel;
    private final TransportRegistry registry;
    private final DropCounters drops;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final DatagramSender sender;
    private final byte[] datagram = new byte[MAX_DATAGRAM];

    private UdpEndpoint(
            NioEventLoop loop,
            DatagramChannel channel,
            TransportRegistry registry,
            DropCounters drops) {
        this.loop = loop;
        this.channel = channel;
        this.registry = registry;
        this.drops = drops;
        this.sender = senderFor(channel, drops);
    }

    /// @return one that sends in trains, unless the system has none or `rostra.sfu.trains` is false
    private static DatagramSender senderFor(DatagramChannel channel, DropCounters drops) {
        DatagramSender plain = new NioDatagramSender(channel, drops);
        boolean trains = !System.getProperty("rostra.sfu.trains", "true").equals("false");
        return trains
                ? TrainSender.of(channel, drops).<DatagramSender>map(s -> s).orElse(plain)
                : plain;
    }

    /// Binds the port on all addresses of the machine.
    ///
    /// @param port 0 to let the system choose
    /// @throws IOException when the port is taken
    public static UdpEndpoint bind(
            NioEventLoop loop, int port, TransportRegistry registry, DropCounters drops)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            channel.bind(new InetSocketAddress(port));
            channel.configureBlocking(false);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        var endpoint = new UdpEndpoint(loop, channel, registry, drops);
        loop.register(channel, SelectionKey.OP_READ, endpoint);
        loop.atEndOfTurn(endpoint.sender::flush);
        return endpoint;
    }

    /// Fails when another process has the port. Binding alone would not tell: with `SO_REUSEPORT` a
    /// second server of the same user would silently get half of the first one's datagrams.
    ///
    /// @throws IOException when the port is taken
    public static void requireFree(int port) throws IOException {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.bind(new InetSocketAddress(port));
        }
    }

    public int port() {
        return channel.socket().getLocalPort();
    }

    /// Sends one datagram, at the latest when the loop's turn ends; a full socket buffer loses it,
    /// as the network might.
    public void send(byte[] buffer, int offset, int length, InetSocketAddress to) {
        loop.assertInside();
        if (length <= MAX_DATAGRAM) {
            sender.send(buffer, offset, length, to);
        }
    }

    @Override
    public void onReady(SelectionKey key, long now) {
        try {
            for (int i = 0; i < READ_BATCH; i++) {
                readBuffer.clear();
                var from = (InetSocketAddress) channel.receive(readBuffer);
                if (from == null) {
                    return;
                }
                readBuffer.flip();
                int length = readBuffer.remaining();
                readBuffer.get(datagram, 0, length);
                route(length, from, now);
            }
        } catch (IOException _) {
            // An ICMP error of an earlier send; the next read goes on.
        }
    }

    private void route(int length, InetSocketAddress from, long now) {
        DatagramTarget target = find(length, from);
        if (target == null) {
            return;
        }
        EventLoop owner = target.loop();
        if (owner == loop) {
            target.onDatagram(datagram, 0, length, from, now);
        } else {
            byte[] copy = Arrays.copyOf(datagram, MAX_DATAGRAM);
            owner.post(() -> target.onDatagram(copy, 0, length, from, now));
        }
    }

    /// STUN finds its transport by user name, since an address may change hands; everything else
    /// must come from an address that STUN has proven.
    private @Nullable DatagramTarget find(int length, InetSocketAddress from) {
        PacketKind kind = PacketKind.classify(datagram, 0, length);
        if (kind == PacketKind.UNKNOWN) {
            drops.count(DropReason.NOT_WEBRTC);
            return null;
        }
        if (kind == PacketKind.STUN) {
            StunMessage message = StunMessage.parse(datagram, 0, length);
            if (message == null) {
                drops.count(DropReason.STUN_REFUSED);
                return null;
            }
            String ufrag = IceCredentials.receiverUfrag(message);
            if (ufrag != null) {
                DatagramTarget target = registry.byUfrag(ufrag);
                if (target == null) {
                    drops.count(DropReason.UNKNOWN_USERNAME);
                }
                return target;
            }
        }
        DatagramTarget target = registry.byAddress(from);
        if (target == null) {
            drops.count(DropReason.UNKNOWN_ADDRESS);
        }
        return target;
    }

    /// To be called when the loop has ended, so that nothing is sent on what is closed.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // Closed is what was wanted.
        }
    }
}
