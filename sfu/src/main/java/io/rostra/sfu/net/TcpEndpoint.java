package io.rostra.sfu.net;

import io.rostra.webrtc.ice.IceCredentials;
import io.rostra.webrtc.stun.StunMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The TCP twin of the media port, for browsers that UDP does not reach (RFC 6544, passive side).
/// Accepts connections, waits for the first packet of each, which must be a connectivity check for
/// a transport of ours, and gives the connection to that. Confined to its loop, except
/// construction.
public final class TcpEndpoint implements AutoCloseable, NioEventLoop.ChannelHandler {

    /// Strangers at a time; more than that are turned away.
    static final int MAX_STRANGERS = 256;

    /// A check follows the connection at once.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NioEventLoop loop;
    private final ServerSocketChannel channel;
    private final TransportRegistry registry;
    private final DropCounters drops;
    private final Strangers strangers = new Strangers();
    private volatile ForeignStreams foreign = ForeignStreams.NONE;

    /// Those that have not said whom they are for, and since when.
    private final Map<TcpConnection, Long> waiting = new LinkedHashMap<>();

    private TcpEndpoint(
            NioEventLoop loop,
            ServerSocketChannel channel,
            TransportRegistry registry,
            DropCounters drops) {
        this.loop = loop;
        this.channel = channel;
        this.registry = registry;
        this.drops = drops;
    }

    /// Listens on all addresses of the machine.
    ///
    /// @throws IOException when the port is taken
    public static TcpEndpoint listen(
            NioEventLoop loop, int port, TransportRegistry registry, DropCounters drops)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(port));
            channel.configureBlocking(false);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        var endpoint = new TcpEndpoint(loop, channel, registry, drops);
        loop.register(channel, SelectionKey.OP_ACCEPT, endpoint);
        return endpoint;
    }

    /// Who gets the connections that are none of ICE. On any thread.
    public void giveOthersTo(ForeignStreams taker) {
        foreign = taker;
    }

    @Override
    public void onReady(SelectionKey key, long now) {
        closeSilent(now);
        try {
            SocketChannel accepted;
            while ((accepted = channel.accept()) != null) {
                welcome(accepted, now);
            }
        } catch (IOException _) {
            // Too many open files, or the client is gone already.
        }
    }

    private void welcome(SocketChannel accepted, long now) throws IOException {
        if (waiting.size() >= MAX_STRANGERS) {
            accepted.close();
            return;
        }
        try {
            accepted.configureBlocking(false);
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var connection = new TcpConnection(loop, accepted, drops, strangers);
            waiting.put(connection, now);
            loop.register(accepted, SelectionKey.OP_READ, connection);
            loop.schedule(PATIENCE, () -> closeSilent(loop.now()));
        } catch (IOException _) {
            accepted.close();
        }
    }

    private void closeSilent(long now) {
        waiting.entrySet().stream()
                .takeWhile(entry -> now - entry.getValue() >= PATIENCE.toNanos())
                .map(Map.Entry::getKey)
                .toList()
                .forEach(TcpConnection::close);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // Closed is what was wanted.
        }
    }

    private final class Strangers implements TcpConnection.PacketHandler {
        @Override
        public boolean takesStream(byte first) {
            return foreign.takes(first);
        }

        @Override
        public void onStream(TcpConnection from, SocketChannel stream, byte[] begun) {
            waiting.remove(from);
            foreign.take(stream, begun);
        }

        @Override
        public void onPacket(TcpConnection from, byte[] packet, int length, long now) {
            DatagramTarget target = find(packet, length);
            if (target == null) {
                from.close();
                return;
            }
            waiting.remove(from);
            from.giveTo(target, length);
        }

        private @Nullable DatagramTarget find(byte[] packet, int length) {
            StunMessage message =
                    TcpConnection.isStun(packet, length)
                            ? StunMessage.parse(packet, 0, length)
                            : null;
            if (message == null) {
                drops.count(DropReason.NOT_WEBRTC);
                return null;
            }
            String ufrag = IceCredentials.receiverUfrag(message);
            DatagramTarget target = ufrag == null ? null : registry.byUfrag(ufrag);
            if (target == null) {
                drops.count(DropReason.UNKNOWN_USERNAME);
            }
            return target;
        }

        @Override
        public void onClosed(TcpConnection connection) {
            waiting.remove(connection);
        }
    }
}
