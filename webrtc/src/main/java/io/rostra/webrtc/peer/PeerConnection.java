package io.rostra.webrtc.peer;

import io.rostra.media.rtp.PacketKind;
import io.rostra.webrtc.datachannel.DataChannel;
import io.rostra.webrtc.datachannel.DataChannelEvent;
import io.rostra.webrtc.datachannel.DataChannels;
import io.rostra.webrtc.datachannel.Reliability;
import io.rostra.webrtc.dtls.DtlsCertificate;
import io.rostra.webrtc.dtls.DtlsEndpoint;
import io.rostra.webrtc.dtls.DtlsRole;
import io.rostra.webrtc.dtls.Fingerprint;
import io.rostra.webrtc.dtls.HandshakeResult;
import io.rostra.webrtc.ice.IceCredentials;
import io.rostra.webrtc.ice.IceLiteAgent;
import io.rostra.webrtc.srtp.KeyingMaterial;
import io.rostra.webrtc.srtp.SrtcpContext;
import io.rostra.webrtc.srtp.SrtpContext;
import io.rostra.webrtc.stun.StunMessage;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One transport to one browser: ICE-lite, DTLS, SRTP and SCTP on one five-tuple. It owns no socket
/// and no clock: datagrams and time are handed in, datagrams and events come out through the
/// [Listener]. Confined to one event loop.
///
/// First byte of a datagram (RFC 7983 section 7):
///
/// ```
///                 +----------------+
///                 |        [0..3] -+--> STUN
///     datagram -->|      [20..63] -+--> DTLS ──► SCTP ──► data channels
///                 |    [128..191] -+--> SRTP, SRTCP
///                 +----------------+
/// ```
public final class PeerConnection implements AutoCloseable {

    /// Largest message on a data channel, bytes, in both directions.
    public static final int MAX_MESSAGE_SIZE = 262_144;

    private static final int MAX_EARLY = 8;

    private static final SecureRandom RANDOM = new SecureRandom();

    /// Called on the loop that owns the connection.
    public interface Listener {
        /// A datagram for the network; the array may be used again after the call.
        void onTransmit(byte[] buffer, int offset, int length, InetSocketAddress to);

        /// Datagrams from this address are this connection's: a connectivity check proved it.
        void onAddressProven(InetSocketAddress address);

        /// They are not any more. Not called for those that are left when the connection closes.
        void onAddressForgotten(InetSocketAddress address);

        /// A decrypted RTP packet, in a buffer with room behind it; it may be changed.
        void onRtp(byte[] buffer, int offset, int length, long now);

        /// A decrypted compound or reduced-size RTCP packet.
        void onRtcp(byte[] buffer, int offset, int length, long now);

        /// DTLS is up, the certificate is the one promised, ICE is connected: media can flow.
        void onConnected();

        /// Nothing was heard from the browser for seconds; it may still come back.
        void onDisconnected();

        /// It is over: consent expired, DTLS failed or was closed by the other side.
        void onFailed(String reason);

        void onDataChannel(DataChannelEvent event);

        void onDropped(Drop drop);
    }

    /// Why a datagram was dropped here.
    public enum Drop {
        STUN_REFUSED,
        UNPROVEN_ADDRESS,
        BEFORE_KEYS,
        SRTP_REFUSED
    }

    private final DtlsCertificate certificate;
    private final LongSupplier clock;
    private final Listener listener;
    private final IceLiteAgent ice;
    private final DataChannels channels;
    private final DtlsRole role;
    private final DtlsEndpoint dtls;
    private @Nullable Fingerprint promised;
    private @Nullable HandshakeResult handshake;
    private @Nullable Srtp srtp;

    /// SCTP packets that came before the session description whose fingerprint allows to read them.
    /// The description takes the way through the signalling, so DTLS often is faster, and the
    /// browser would repeat its first packet only after a second.
    private final List<byte[]> early = new ArrayList<>();

    /// DTLS is up and the certificate is the one promised.
    private boolean verified;

    private boolean closed;

    /// @param loop where the DTLS handshake's thread posts its results
    /// @param clock nanoseconds like [System#nanoTime()], for what the handshake's end sets off
    public PeerConnection(
            DtlsCertificate certificate,
            DtlsRole role,
            Executor loop,
            LongSupplier clock,
            Listener listener) {
        this.certificate = certificate;
        this.clock = clock;
        this.listener = listener;
        this.role = role;
        this.ice = new IceLiteAgent(IceCredentials.random(RANDOM));
        this.channels = new DataChannels(role == DtlsRole.CLIENT, RANDOM, MAX_MESSAGE_SIZE);
        this.dtls = new DtlsEndpoint(role, certificate, loop, new DtlsEvents());
    }

    public IceLiteAgent ice() {
        return ice;
    }

    public Fingerprint localFingerprint() {
        return certificate.fingerprint();
    }

    public DtlsRole dtlsRole() {
        return role;
    }

    /// Whether media can flow now: DTLS is verified and the browser is heard.
    public boolean connected() {
        return verified && ice.state() == IceLiteAgent.State.CONNECTED;
    }

    /// New ICE credentials for the next description (RFC 8445 section 9); DTLS and SRTP go on.
    public IceCredentials restartIce() {
        ice.restart(IceCredentials.random(RANDOM));
        return ice.local();
    }

    /// The certificate hash that the other side's description promises. Keys are used only once the
    /// handshake showed the certificate that fits; either may come first.
    public void expectFingerprint(Fingerprint fingerprint, long now) {
        promised = fingerprint;
        verify(now);
    }

    /// The largest message the other side takes, from `a=max-message-size` of its description.
    public void remoteMaxMessageSize(int bytes) {
        channels.peerMaxMessageSize(bytes);
    }

    /// Sends the DTLS hello to the proven address; for the client role.
    public void startDtls() {
        dtls.start();
    }

    public void onDatagram(
            byte[] buffer, int offset, int length, InetSocketAddress from, long now) {
        if (closed) {
            return;
        }
        switch (PacketKind.classify(buffer, offset, length)) {
            case STUN -> onStun(buffer, offset, length, from, now);
            case DTLS -> {
                if (ice.selected() == null) {
                    listener.onDropped(Drop.UNPROVEN_ADDRESS);
                } else {
                    dtls.onDatagram(buffer, offset, length);
                }
            }
            case RTP -> {
                Srtp keys = srtp;
                if (keys == null) {
                    listener.onDropped(Drop.BEFORE_KEYS);
                    return;
                }
                int plain = keys.rtpIn.unprotect(buffer, offset, length);
                if (plain < 0) {
                    listener.onDropped(Drop.SRTP_REFUSED);
                } else {
                    listener.onRtp(buffer, offset, plain, now);
                }
            }
            case RTCP -> {
                Srtp keys = srtp;
                if (keys == null) {
                    listener.onDropped(Drop.BEFORE_KEYS);
                    return;
                }
                int plain = keys.rtcpIn.unprotect(buffer, offset, length);
                if (plain < 0) {
                    listener.onDropped(Drop.SRTP_REFUSED);
                } else {
                    listener.onRtcp(buffer, offset, plain, now);
                }
            }
            case UNKNOWN -> {}
        }
    }

    /// To be called every 10 to 50 ms.
    public void onTick(long now) {
        if (closed) {
            return;
        }
        IceLiteAgent.State before = ice.state();
        ice.onTimeout(now);
        if (ice.state() != before) {
            if (ice.state() == IceLiteAgent.State.DISCONNECTED) {
                listener.onDisconnected();
            } else if (ice.state() == IceLiteAgent.State.FAILED) {
                listener.onFailed("no connectivity check for 30 s");
                return;
            }
        }
        if (channels.nextTimeoutNanos() - now <= 0) {
            channels.onTimeout(now);
            drain(now);
        }
    }

    /// Encrypts one RTP packet in place and sends it. The array needs [SrtpContext#MAX_OVERHEAD]
    /// bytes of room behind the packet.
    ///
    /// @return bytes on the wire, or 0 when it could not be sent
    public int sendRtp(byte[] buffer, int offset, int length) {
        InetSocketAddress to = ice.selected();
        Srtp keys = srtp;
        if (keys == null || to == null || !maySend()) {
            return 0;
        }
        int wire = keys.rtpOut.protect(buffer, offset, length);
        if (wire < 0) {
            return 0;
        }
        listener.onTransmit(buffer, offset, wire, to);
        return wire;
    }

    /// Encrypts one RTCP packet in place and sends it. The array needs [SrtcpContext#MAX_OVERHEAD]
    /// bytes of room behind the packet.
    public void sendRtcp(byte[] buffer, int offset, int length) {
        InetSocketAddress to = ice.selected();
        Srtp keys = srtp;
        if (keys == null || to == null || !maySend()) {
            return;
        }
        int wire = keys.rtcpOut.protect(buffer, offset, length);
        if (wire > 0) {
            listener.onTransmit(buffer, offset, wire, to);
        }
    }

    /// Opens a reliable, ordered data channel; at once or when SCTP is up. A browser begins with
    /// SCTP by itself, so the server's side waits for it.
    public DataChannel openChannel(String label, long now) {
        if (role == DtlsRole.CLIENT) {
            channels.connect(now);
        }
        DataChannel channel = channels.open(label, "", Reliability.RELIABLE, now);
        drain(now);
        return channel;
    }

    /// @return false when the channel is not open or its send buffer is full
    public boolean send(DataChannel channel, String text, long now) {
        boolean accepted = channel.send(text, now);
        drain(now);
        return accepted;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (verified) {
            // The DTLS alert alone may get lost.
            long now = clock.getAsLong();
            channels.abort("closed", now);
            drain(now);
        }
        verified = false;
        dtls.close();
    }

    private void onStun(byte[] buffer, int offset, int length, InetSocketAddress from, long now) {
        StunMessage message = StunMessage.parse(buffer, offset, length);
        IceLiteAgent.State stateBefore = ice.state();
        IceLiteAgent.Reaction reaction = message == null ? null : ice.onMessage(message, from, now);
        if (reaction == null) {
            listener.onDropped(Drop.STUN_REFUSED);
            return;
        }
        if (reaction.forgotten() != null) {
            listener.onAddressForgotten(reaction.forgotten());
        }
        if (reaction.proven() != null) {
            listener.onAddressProven(reaction.proven());
        }
        byte[] response = reaction.response();
        if (response != null) {
            listener.onTransmit(response, 0, response.length, from);
        }
        if (stateBefore != IceLiteAgent.State.CONNECTED && connected()) {
            listener.onConnected();
        }
    }

    /// Not once consent expired (RFC 7675 section 5.1) or DTLS ended.
    private boolean maySend() {
        return verified && ice.state() != IceLiteAgent.State.FAILED;
    }

    private void verify(long now) {
        HandshakeResult result = handshake;
        if (result == null || promised == null || srtp != null) {
            return;
        }
        if (!promised.equals(result.remoteFingerprint())) {
            listener.onFailed("the certificate is not the one promised in the session description");
            return;
        }
        srtp = new Srtp(result.keyingMaterial(), role);
        verified = true;
        if (connected()) {
            listener.onConnected();
        }
        early.forEach(packet -> channels.onPacket(packet, 0, packet.length, now));
        early.clear();
        drain(now);
    }

    /// Hands on what SCTP has to tell, then what it has to send: a listener may have answered.
    private void drain(long now) {
        DataChannelEvent event;
        while ((event = channels.pollEvent()) != null) {
            listener.onDataChannel(event);
        }
        byte[] packet;
        while (dtls.established() && (packet = channels.pollTransmit(now)) != null) {
            dtls.send(packet, 0, packet.length);
        }
    }

    private final class DtlsEvents implements DtlsEndpoint.Listener {
        @Override
        public void onTransmit(byte[] datagram, int offset, int length) {
            InetSocketAddress to = ice.selected();
            if (to != null) {
                listener.onTransmit(datagram, offset, length, to);
            }
        }

        @Override
        public void onEstablished(HandshakeResult result) {
            if (!closed) {
                handshake = result;
                verify(clock.getAsLong());
            }
        }

        @Override
        public void onApplicationData(byte[] data, int offset, int length) {
            if (verified) {
                long now = clock.getAsLong();
                channels.onPacket(data, offset, length, now);
                drain(now);
            } else if (promised == null && early.size() < MAX_EARLY) {
                early.add(Arrays.copyOfRange(data, offset, offset + length));
            }
        }

        @Override
        public void onClosed(String reason) {
            if (!closed) {
                verified = false;
                listener.onFailed(reason);
            }
        }
    }

    /// The four contexts of a keyed transport: "ours" and "theirs" follow from the DTLS role.
    private static final class Srtp {
        private final SrtpContext rtpIn;
        private final SrtpContext rtpOut;
        private final SrtcpContext rtcpIn;
        private final SrtcpContext rtcpOut;

        Srtp(KeyingMaterial keys, DtlsRole role) {
            boolean server = role == DtlsRole.SERVER;
            rtpIn = server ? SrtpContext.ofClient(keys) : SrtpContext.ofServer(keys);
            rtpOut = server ? SrtpContext.ofServer(keys) : SrtpContext.ofClient(keys);
            rtcpIn = server ? SrtcpContext.ofClient(keys) : SrtcpContext.ofServer(keys);
            rtcpOut = server ? SrtcpContext.ofServer(keys) : SrtcpContext.ofClient(keys);
        }
    }
}
