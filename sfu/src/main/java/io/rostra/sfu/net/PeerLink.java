package io.rostra.sfu.net;

import io.rostra.webrtc.datachannel.DataChannelEvent;
import io.rostra.webrtc.dtls.DtlsCertificate;
import io.rostra.webrtc.dtls.DtlsRole;
import io.rostra.webrtc.ice.IceCredentials;
import io.rostra.webrtc.peer.PeerConnection;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Ties one [PeerConnection] to its loop, the loop's socket and the registry. Confined to its loop.
public final class PeerLink implements DatagramTarget, PeerConnection.Listener, AutoCloseable {

    /// What the owner of the link, publishing or subscribing, makes of it.
    public interface Handler {
        void onRtp(byte[] buffer, int offset, int length, long now);

        void onRtcp(byte[] buffer, int offset, int length, long now);

        /// Media can flow (true), or nothing was heard for seconds or ever will be (false).
        void onConnectedChanged(boolean connected);

        void onDataChannel(DataChannelEvent event);
    }

    private final NioEventLoop loop;
    private final UdpEndpoint socket;
    private final TransportRegistry registry;
    private final DropCounters drops;
    private final Handler handler;
    private final PeerConnection connection;
    private final Set<String> ufrags = new HashSet<>();
    private final Set<InetSocketAddress> remotes = new HashSet<>();
    private final Streams streams = new Streams();
    private boolean closed;

    public PeerLink(
            NioEventLoop loop,
            UdpEndpoint socket,
            TransportRegistry registry,
            DropCounters drops,
            DtlsCertificate certificate,
            DtlsRole role,
            Handler handler) {
        this.loop = loop;
        this.socket = socket;
        this.registry = registry;
        this.drops = drops;
        this.handler = handler;
        this.connection = new PeerConnection(certificate, role, loop, loop::now, this);
        register(connection.ice().local());
    }

    public PeerConnection connection() {
        return connection;
    }

    public int port() {
        return socket.port();
    }

    public void restartIce() {
        IceCredentials superseded = connection.ice().previous();
        register(connection.restartIce());
        if (superseded != null) {
            registry.removeUfrag(superseded.ufrag());
            ufrags.remove(superseded.ufrag());
        }
    }

    @Override
    public NioEventLoop loop() {
        return loop;
    }

    @Override
    public TcpConnection.PacketHandler streams() {
        return streams;
    }

    @Override
    public void onDatagram(
            byte[] buffer, int offset, int length, InetSocketAddress from, long now) {
        connection.onDatagram(buffer, offset, length, from, now);
    }

    @Override
    public void onTransmit(byte[] buffer, int offset, int length, InetSocketAddress to) {
        TcpConnection stream = streams.proven.get(to);
        if (stream == null) {
            socket.send(buffer, offset, length, to);
        } else {
            stream.send(buffer, offset, length);
        }
    }

    @Override
    public void onAddressProven(InetSocketAddress address) {
        if (streams.isSpeaking(address)) {
            streams.onProven();
        } else {
            remotes.add(address);
            registry.addAddress(address, this);
        }
        if (connection.dtlsRole() == DtlsRole.CLIENT) {
            connection.startDtls(); // The first time; nothing happens afterwards.
        }
    }

    @Override
    public void onAddressForgotten(InetSocketAddress address) {
        TcpConnection stream = streams.proven.remove(address);
        if (stream != null) {
            stream.close();
        }
        remotes.remove(address);
        registry.removeAddress(address, this);
    }

    @Override
    public void onRtp(byte[] buffer, int offset, int length, long now) {
        handler.onRtp(buffer, offset, length, now);
    }

    @Override
    public void onRtcp(byte[] buffer, int offset, int length, long now) {
        handler.onRtcp(buffer, offset, length, now);
    }

    @Override
    public void onConnected() {
        handler.onConnectedChanged(true);
    }

    @Override
    public void onDisconnected() {
        handler.onConnectedChanged(false);
    }

    @Override
    public void onFailed(String reason) {
        handler.onConnectedChanged(false);
    }

    @Override
    public void onDataChannel(DataChannelEvent event) {
        handler.onDataChannel(event);
    }

    @Override
    public void onDropped(PeerConnection.Drop drop) {
        drops.count(
                switch (drop) {
                    case STUN_REFUSED -> DropReason.STUN_REFUSED;
                    case UNPROVEN_ADDRESS -> DropReason.UNKNOWN_ADDRESS;
                    case BEFORE_KEYS -> DropReason.SRTP_BEFORE_KEYS;
                    case SRTP_REFUSED -> DropReason.SRTP_REFUSED;
                });
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        connection.close();
        ufrags.forEach(registry::removeUfrag);
        remotes.forEach(address -> registry.removeAddress(address, this));
        List.copyOf(streams.proven.values()).forEach(TcpConnection::close);
    }

    private void register(IceCredentials credentials) {
        ufrags.add(credentials.ufrag());
        registry.addUfrag(credentials.ufrag(), this);
    }

    /// The TCP connections of this transport. One counts from its first authentic check on, which
    /// must be its first packet.
    private final class Streams implements TcpConnection.PacketHandler {
        private final Map<InetSocketAddress, TcpConnection> proven = new HashMap<>();
        private @Nullable TcpConnection speaking;

        @Override
        public void onPacket(TcpConnection from, byte[] packet, int length, long now) {
            if (closed) {
                from.close();
                return;
            }
            speaking = from;
            try {
                if (isProven(from) || TcpConnection.isStun(packet, length)) {
                    connection.onDatagram(packet, 0, length, from.remote(), now);
                }
            } finally {
                speaking = null;
            }
            if (!isProven(from)) {
                drops.count(DropReason.UNKNOWN_ADDRESS);
                from.close();
            }
        }

        @Override
        public void onClosed(TcpConnection stream) {
            if (proven.remove(stream.remote(), stream)) {
                connection.ice().forget(stream.remote());
            }
        }

        boolean isSpeaking(InetSocketAddress address) {
            return speaking != null && speaking.remote().equals(address);
        }

        void onProven() {
            TcpConnection now = speaking;
            if (now != null) {
                proven.put(now.remote(), now);
            }
        }

        private boolean isProven(TcpConnection stream) {
            return proven.get(stream.remote()) == stream;
        }
    }
}
