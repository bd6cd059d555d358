package io.rostra.sfu.net;

import io.rostra.webrtc.datachannel.DataChannelEvent;
import io.rostra.webrtc.dtls.DtlsCertificate;
import io.rostra.webrtc.dtls.DtlsRole;
import io.rostra.webrtc.ice.IceCredentials;
import io.rostra.webrtc.peer.PeerConnection;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

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

    private final EventLoop loop;
    private final UdpEndpoint socket;
    private final TransportRegistry registry;
    private final DropCounters drops;
    private final Handler handler;
    private final PeerConnection connection;
    private final Set<String> ufrags = new HashSet<>();
    private final Set<InetSocketAddress> remotes = new HashSet<>();
    private boolean closed;

    public PeerLink(
            EventLoop loop,
            UdpEndpoint socket,
            TransportRegistry registry,
            DropCounters drops,
            DtlsCertificate certificate,
            Handler handler) {
        this.loop = loop;
        this.socket = socket;
        this.registry = registry;
        this.drops = drops;
        this.handler = handler;
        this.connection = new PeerConnection(certificate, DtlsRole.SERVER, loop, loop::now, this);
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
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void onDatagram(
            byte[] buffer, int offset, int length, InetSocketAddress from, long now) {
        connection.onDatagram(buffer, offset, length, from, now);
    }

    @Override
    public void onTransmit(byte[] buffer, int offset, int length, InetSocketAddress to) {
        socket.send(buffer, offset, length, to);
    }

    @Override
    public void onAddressProven(InetSocketAddress address) {
        remotes.add(address);
        registry.addAddress(address, this);
    }

    @Override
    public void onAddressForgotten(InetSocketAddress address) {
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
    }

    private void register(IceCredentials credentials) {
        ufrags.add(credentials.ufrag());
        registry.addUfrag(credentials.ufrag(), this);
    }
}
