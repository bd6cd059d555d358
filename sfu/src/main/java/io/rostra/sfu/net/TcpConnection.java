package io.rostra.sfu.net;

import io.rostra.media.rtp.PacketKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One connection that a browser opened for ICE-TCP (RFC 6544): packets with their length in front
/// (RFC 4571). Its first packet says which transport it is for; from then on it belongs to that
/// transport's loop. Confined to one loop at a time.
public final class TcpConnection implements NioEventLoop.ChannelHandler, AutoCloseable {

    private static final byte[] NOTHING = {};
    private static final int LENGTH = 2;
    private static final int OUT_BYTES = 256 * 1024;

    private final SocketChannel channel;
    private NioEventLoop loop;
    private final InetSocketAddress remote;
    private final DropCounters drops;
    private final ByteBuffer in = ByteBuffer.allocate(8 * UdpEndpoint.MAX_DATAGRAM);
    private final byte[] packet = new byte[UdpEndpoint.MAX_DATAGRAM];

    /// What the network has not taken yet, ready to be read.
    private @Nullable ByteBuffer out;

    private @Nullable SelectionKey key;
    private PacketHandler handler;
    private boolean closed;

    /// Its first byte was looked at.
    private boolean begun;

    /// To whom the connection goes, and the packet that said so.
    private @Nullable DatagramTarget heir;

    private byte[] heirloom = NOTHING;
    private int heirloomLength;

    /// Takes the packets of a connection.
    interface PacketHandler {
        /// @param packet good during the call, with room behind it; it may be changed
        void onPacket(TcpConnection from, byte[] packet, int length, long now);

        void onClosed(TcpConnection connection);

        /// Whether a connection that begins so has another protocol.
        default boolean takesStream(byte first) {
            return false;
        }

        /// The connection is the handler's from now on.
        default void onStream(TcpConnection from, SocketChannel stream, byte[] begun) {}
    }

    /// @param loop where it is registered
    TcpConnection(
            NioEventLoop loop, SocketChannel channel, DropCounters drops, PacketHandler handler)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.remote = (InetSocketAddress) channel.getRemoteAddress();
        this.drops = drops;
        this.handler = handler;
    }

    public InetSocketAddress remote() {
        return remote;
    }

    /// From after this packet on, the connection belongs to that target, which gets the packet
    /// first. To be called by the handler of that packet.
    void giveTo(DatagramTarget target, int length) {
        heir = target;
        heirloom = Arrays.copyOf(packet, packet.length);
        heirloomLength = length;
    }

    @Override
    public void onReady(SelectionKey ready, long now) {
        if (closed) {
            return;
        }
        key = ready;
        try {
            if (out != null && out.hasRemaining()) {
                flush();
            }
            if (ready.isValid() && ready.isReadable()) {
                if (channel.read(in) < 0) {
                    close();
                    return;
                }
                if (!begun && in.position() > 0) {
                    begun = true;
                    if (handler.takesStream(in.get(0))) {
                        giveAway(ready);
                        return;
                    }
                }
                takePackets(now);
                handOver();
            }
        } catch (IOException _) {
            close();
        }
    }

    private void giveAway(SelectionKey ready) {
        closed = true;
        ready.cancel();
        byte[] first = new byte[in.flip().remaining()];
        in.get(first);
        handler.onStream(this, channel, first);
    }

    private void handOver() {
        DatagramTarget target = heir;
        if (target == null || closed) {
            return;
        }
        heir = null;
        handler = target.streams();
        if (target.loop() == loop) {
            takeOver();
            return;
        }
        if (key != null) {
            key.cancel();
            key = null;
        }
        loop = target.loop();
        loop.register(channel, SelectionKey.OP_READ, this);
        loop.post(this::takeOver);
    }

    /// On the loop of the new handler.
    private void takeOver() {
        byte[] first = heirloom;
        heirloom = NOTHING;
        long now = loop.now();
        handler.onPacket(this, first, heirloomLength, now);
        takePackets(now);
    }

    /// Hands on every complete packet.
    private void takePackets(long now) {
        in.flip();
        takeComplete(now);
        in.compact();
    }

    private void takeComplete(long now) {
        while (!closed && heir == null && in.remaining() >= LENGTH) {
            int length = in.getShort(in.position()) & 0xFFFF;
            if (length > packet.length) {
                drops.count(DropReason.NOT_WEBRTC);
                close();
                return;
            }
            if (in.remaining() < LENGTH + length) {
                return;
            }
            in.getShort();
            in.get(packet, 0, length);
            handler.onPacket(this, packet, length, now);
        }
    }

    /// Sends one packet. What a slow connection cannot take is lost, as on a congested path: the
    /// newest first, so that what is under way stays whole.
    void send(byte[] buffer, int offset, int length) {
        if (closed) {
            return;
        }
        ByteBuffer waiting = out;
        if (waiting == null) {
            waiting = ByteBuffer.allocateDirect(OUT_BYTES).flip();
            out = waiting;
        }
        if (waiting.capacity() - waiting.remaining() < LENGTH + length) {
            return;
        }
        boolean idle = !waiting.hasRemaining();
        waiting.compact();
        waiting.putShort((short) length).put(buffer, offset, length).flip();
        if (idle) {
            try {
                flush();
            } catch (IOException _) {
                close();
            }
        }
    }

    private void flush() throws IOException {
        ByteBuffer waiting = out;
        if (waiting == null) {
            return;
        }
        channel.write(waiting);
        SelectionKey present = key;
        if (present != null && present.isValid()) {
            int interest = SelectionKey.OP_READ;
            present.interestOps(
                    waiting.hasRemaining() ? interest | SelectionKey.OP_WRITE : interest);
        }
    }

    static boolean isStun(byte[] packet, int length) {
        return PacketKind.classify(packet, 0, length) == PacketKind.STUN;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException _) {
            // Closed is what was wanted.
        }
        handler.onClosed(this);
    }
}
