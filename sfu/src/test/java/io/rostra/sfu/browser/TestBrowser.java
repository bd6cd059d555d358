package io.rostra.sfu.browser;

import io.rostra.media.rtcp.CompoundPacket;
import io.rostra.media.rtcp.RtcpPacket;
import io.rostra.media.rtp.PacketKind;
import io.rostra.webrtc.datachannel.DataChannel;
import io.rostra.webrtc.datachannel.DataChannelEvent;
import io.rostra.webrtc.datachannel.DataChannels;
import io.rostra.webrtc.dtls.DtlsCertificate;
import io.rostra.webrtc.dtls.DtlsEndpoint;
import io.rostra.webrtc.dtls.DtlsRole;
import io.rostra.webrtc.dtls.Fingerprint;
import io.rostra.webrtc.dtls.HandshakeResult;
import io.rostra.webrtc.ice.IceCredentials;
import io.rostra.webrtc.sdp.SessionDescription;
import io.rostra.webrtc.srtp.SrtcpContext;
import io.rostra.webrtc.srtp.SrtpContext;
import io.rostra.webrtc.stun.MessageIntegrity;
import io.rostra.webrtc.stun.StunClass;
import io.rostra.webrtc.stun.StunMessage;
import io.rostra.webrtc.stun.StunWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The browser's side of one connection: full ICE as the controlling agent, DTLS client, SRTP and
/// data channels, on a UDP socket of its own or over TCP. It knows nothing of tracks: see
/// [TestPublisher] and [TestSubscriber]. Confined to its [BrowserLoop], construction included.
public final class TestBrowser implements AutoCloseable {

    /// What the connection tells.
    public interface Listener {
        default void onConnected() {}

        /// A decrypted RTP packet, the listener's to keep.
        default void onRtp(byte[] packet) {}

        default void onRtcp(List<RtcpPacket> packets) {}

        default void onMessage(String text) {}

        default void onClosed(String reason) {}
    }

    private static final long EAGER_CHECK_NANOS = Duration.ofMillis(50).toNanos();
    private static final long CONSENT_CHECK_NANOS = Duration.ofMillis(2_500).toNanos();
    private static final int ROOM = 64;
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;
    private static final int MAX_MESSAGE = 262_144;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DtlsCertificate CERTIFICATE =
            DtlsCertificate.generate(RANDOM, Instant.now());

    private final BrowserLoop loop;
    private final Listener listener;
    private final DtlsEndpoint dtls;
    private final DataChannels channels = new DataChannels(true, RANDOM, MAX_MESSAGE);
    private final ByteBuffer readBuffer = ByteBuffer.allocate(2_048);
    private LossyLine outgoing = new LossyLine(1);
    private LossyLine incoming = new LossyLine(2);
    private DatagramChannel channel;
    private @Nullable SocketChannel stream;
    private final ByteBuffer streamed = ByteBuffer.allocate(65_536);
    private boolean overTcp;
    private boolean deaf;
    private IceCredentials local = IceCredentials.random(RANDOM);
    private @Nullable IceCredentials remote;
    private @Nullable InetSocketAddress server;
    private @Nullable Fingerprint promised;
    private @Nullable Keys keys;
    private @Nullable DataChannel dataChannel;
    private boolean checked;
    private boolean silent;
    private boolean closed;
    private long checkAt;

    private record Keys(
            SrtpContext rtpIn, SrtpContext rtpOut, SrtcpContext rtcpIn, SrtcpContext rtcpOut) {}

    public TestBrowser(BrowserLoop loop, Listener listener) throws IOException {
        this.loop = loop;
        this.listener = listener;
        this.dtls = new DtlsEndpoint(DtlsRole.CLIENT, CERTIFICATE, loop, new DtlsEvents());
        this.channel = open();
    }

    public BrowserLoop loop() {
        return loop;
    }

    /// Lines of a description of ours, for each section.
    ///
    /// @param setup `actpass` in an offer, `active` in an answer
    public String transportLines(String setup) {
        return """
        a=ice-ufrag:%s
        a=ice-pwd:%s
        a=fingerprint:%s
        a=setup:%s
        a=candidate:1 1 udp 2130706431 127.0.0.1 %d typ host
        """
                .formatted(
                        local.ufrag(),
                        local.password(),
                        CERTIFICATE.fingerprint().toAttribute(),
                        setup,
                        channel.socket().getLocalPort());
    }

    /// Heads for the server that describes itself so; again with another description after an ICE
    /// restart.
    ///
    /// @param port on loopback; 0 for the description's first UDP candidate
    public void connect(SessionDescription description, int port) {
        remote =
                new IceCredentials(
                        description.transportAttribute("ice-ufrag").orElseThrow(),
                        description.transportAttribute("ice-pwd").orElseThrow());
        promised =
                description
                        .transportAttribute("fingerprint")
                        .flatMap(Fingerprint::parse)
                        .orElseThrow();
        server =
                port == 0
                        ? firstCandidate(description)
                        : new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        checkAt = System.nanoTime();
        if (overTcp && stream == null) {
            openStream();
        }
    }

    private static InetSocketAddress firstCandidate(SessionDescription description) {
        return description.media().stream()
                .flatMap(section -> section.attributes("candidate").stream())
                .map(candidate -> candidate.split(" "))
                .filter(words -> words[2].equalsIgnoreCase("udp"))
                .map(words ->
                        new InetSocketAddress(
                                InetAddress.ofLiteral(words[4]), Integer.parseInt(words[5])))
                .findFirst()
                .orElseThrow();
    }

    /// Connects by ICE-TCP (RFC 6544) from now on.
    public TestBrowser overTcp() {
        overTcp = true;
        return this;
    }

    /// Loses its TCP connection and opens another.
    public void reconnectStream() {
        closeStream();
        openStream();
        checkAt = System.nanoTime();
    }

    /// Does not read any more what comes over TCP.
    public void stopReading() {
        deaf = true;
    }

    private void openStream() {
        try {
            SocketChannel opened = SocketChannel.open(server);
            loop.add(this, opened);
            streamed.clear();
            stream = opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeStream() {
        try {
            if (stream != null) {
                stream.close();
                stream = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean connected() {
        return keys != null;
    }

    public LossyLine outgoing(LossyLine line) {
        outgoing = line;
        return line;
    }

    public LossyLine incoming(LossyLine line) {
        incoming = line;
        return line;
    }

    /// New ICE credentials for the next description.
    public void restartIce() {
        local = IceCredentials.random(RANDOM);
    }

    /// Goes on from another local port, as after a change of network.
    public void moveToAnotherPort() throws IOException {
        channel.close();
        channel = open();
        checkAt = System.nanoTime();
    }

    /// Stops sending anything, as if the machine fell asleep.
    public void fallSilent() {
        silent = true;
    }

    /// @param packet a whole RTP packet
    public void sendRtp(byte[] packet) {
        Keys current = keys;
        if (current != null) {
            byte[] room = Arrays.copyOf(packet, packet.length + ROOM);
            int length = current.rtpOut.protect(room, 0, packet.length);
            if (length < 0) {
                throw new IllegalStateException(SrtpContext.name(length));
            }
            transmit(room, 0, length);
        }
    }

    public void sendRtcp(List<? extends RtcpPacket> packets) {
        byte[] plain = new byte[CompoundPacket.wireLength(packets)];
        CompoundPacket.write(packets, plain, 0);
        sendRtcp(plain);
    }

    /// @param plain anything with an RTCP header, also what is not RTCP
    public void sendRtcp(byte[] plain) {
        Keys current = keys;
        if (current != null) {
            byte[] room = Arrays.copyOf(plain, plain.length + ROOM);
            transmit(room, 0, current.rtcpOut.protect(room, 0, plain.length));
        }
    }

    /// Sends these bytes inside DTLS, in the place of an SCTP packet.
    public void sendSctp(byte[] packet) {
        dtls.send(packet, 0, packet.length);
    }

    /// Sends these bytes as they are.
    public void sendRaw(byte[] datagram) {
        transmit(datagram, 0, datagram.length);
    }

    /// Sends a text on the channel that the server opened.
    ///
    /// @return false when there is none yet
    public boolean sendMessage(String text) {
        boolean sent = dataChannel != null && dataChannel.send(text, System.nanoTime());
        drain();
        return sent;
    }

    public boolean channelOpen() {
        return dataChannel != null && dataChannel.state() == DataChannel.State.OPEN;
    }

    /// Closes like `RTCPeerConnection.close()`.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        dtls.close();
        closeStream();
        loop.remove(this);
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void onReadable() {
        if (deaf) {
            return;
        }
        try {
            readStream();
            while (channel.isOpen()) {
                readBuffer.clear();
                if (channel.receive(readBuffer) == null) {
                    return;
                }
                incoming.pass(readBuffer.array(), 0, readBuffer.position(), this::onDatagram);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readStream() throws IOException {
        SocketChannel from = stream;
        if (from == null) {
            return;
        }
        int read;
        while ((read = from.read(streamed)) > 0) {
            streamed.flip();
            while (streamed.remaining() >= 2
                    && streamed.remaining()
                            >= 2 + (streamed.getShort(streamed.position()) & 0xFFFF)) {
                byte[] packet = new byte[streamed.getShort() & 0xFFFF];
                streamed.get(packet);
                incoming.pass(packet, 0, packet.length, this::onDatagram);
            }
            streamed.compact();
        }
        if (read < 0) {
            closeStream();
        }
    }

    void onTick(long now) {
        IceCredentials to = remote;
        if (closed || to == null) {
            return;
        }
        if (now - checkAt >= 0) {
            check(to);
            checkAt = now + (checked ? CONSENT_CHECK_NANOS : EAGER_CHECK_NANOS);
        }
        if (channels.nextTimeoutNanos() <= now) {
            channels.onTimeout(now);
        }
        drain();
    }

    private DatagramChannel open() throws IOException {
        DatagramChannel opened = DatagramChannel.open();
        opened.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        opened.bind(new InetSocketAddress(0)); // the address follows from the server's
        loop.add(this, opened);
        return opened;
    }

    private void check(IceCredentials to) {
        byte[] id = new byte[StunMessage.TRANSACTION_ID_LENGTH];
        RANDOM.nextBytes(id);
        byte[] request =
                StunWriter.request(id)
                        .username(to.ufrag() + ":" + local.ufrag())
                        .priority(1_853_824_767L)
                        .iceControlling(1)
                        .useCandidate()
                        .sign(MessageIntegrity.key(to.password()));
        transmit(request, 0, request.length);
    }

    private void onDatagram(byte[] datagram) {
        Keys current = keys;
        int length = datagram.length;
        switch (PacketKind.classify(datagram, 0, length)) {
            case STUN -> onStun(StunMessage.parse(datagram, 0, length));
            case DTLS -> dtls.onDatagram(datagram, 0, length);
            case RTP -> {
                int plain = current == null ? -1 : current.rtpIn.unprotect(datagram, 0, length);
                if (plain > 0) {
                    listener.onRtp(Arrays.copyOf(datagram, plain));
                }
            }
            case RTCP -> {
                int plain = current == null ? -1 : current.rtcpIn.unprotect(datagram, 0, length);
                if (plain > 0) {
                    listener.onRtcp(CompoundPacket.parse(datagram, 0, plain));
                }
            }
            case UNKNOWN -> throw new IllegalStateException("the server sent garbage");
        }
    }

    private void onStun(@Nullable StunMessage message) {
        InetSocketAddress from = server;
        if (message != null && from != null && message.messageClass() == StunClass.REQUEST) {
            byte[] response =
                    StunWriter.success(message)
                            .xorMappedAddress(from)
                            .sign(MessageIntegrity.key(local.password()));
            transmit(response, 0, response.length);
        }
        if (message != null
                && remote != null
                && message.messageClass() == StunClass.SUCCESS
                && MessageIntegrity.verify(message, MessageIntegrity.key(remote.password()))) {
            checked = true;
            dtls.start();
        }
    }

    private void transmit(byte[] buffer, int offset, int length) {
        if (!silent && server != null) {
            outgoing.pass(buffer, offset, length, this::write);
        }
    }

    private void write(byte[] datagram) {
        try {
            if (overTcp) {
                writeStream(datagram);
            } else if (channel.isOpen()) {
                channel.send(ByteBuffer.wrap(datagram), server);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeStream(byte[] packet) throws IOException {
        if (stream == null) {
            return;
        }
        ByteBuffer framed =
                ByteBuffer.allocate(2 + packet.length)
                        .putShort((short) packet.length)
                        .put(packet)
                        .flip();
        while (framed.hasRemaining()) {
            stream.write(framed);
        }
    }

    private void drain() {
        long now = System.nanoTime();
        DataChannelEvent event;
        while ((event = channels.pollEvent()) != null) {
            if (event instanceof DataChannelEvent.Opened opened) {
                dataChannel = opened.channel();
            } else if (event instanceof DataChannelEvent.Message message) {
                listener.onMessage(new String(message.payload(), StandardCharsets.UTF_8));
            }
        }
        byte[] packet;
        while (dtls.established() && (packet = channels.pollTransmit(now)) != null) {
            dtls.send(packet, 0, packet.length);
        }
    }

    private final class DtlsEvents implements DtlsEndpoint.Listener {
        @Override
        public void onTransmit(byte[] datagram, int offset, int length) {
            transmit(datagram, offset, length);
        }

        @Override
        public void onEstablished(HandshakeResult result) {
            if (!result.remoteFingerprint().equals(promised)) {
                throw new IllegalStateException("the server's certificate is another");
            }
            keys =
                    new Keys(
                            SrtpContext.ofServer(result.keyingMaterial()),
                            SrtpContext.ofClient(result.keyingMaterial()),
                            SrtcpContext.ofServer(result.keyingMaterial()),
                            SrtcpContext.ofClient(result.keyingMaterial()));
            channels.connect(System.nanoTime());
            listener.onConnected();
        }

        @Override
        public void onApplicationData(byte[] data, int offset, int length) {
            channels.onPacket(data, offset, length, System.nanoTime());
            drain();
        }

        @Override
        public void onClosed(String reason) {
            listener.onClosed(reason);
        }
    }
}
