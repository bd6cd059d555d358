package io.rostra.webrtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.webrtc.datachannel.DataChannelEvent;
import io.rostra.webrtc.dtls.DtlsCertificate;
import io.rostra.webrtc.dtls.DtlsRole;
import io.rostra.webrtc.ice.IceCredentials;
import io.rostra.webrtc.net.SimulatedNetwork;
import io.rostra.webrtc.net.SimulatedNetwork.Delivery;
import io.rostra.webrtc.net.SimulatedNetwork.End;
import io.rostra.webrtc.stun.MessageIntegrity;
import io.rostra.webrtc.stun.StunWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Two [PeerConnection]s on one loop. Both are ICE-lite, so the test plays the checks of a browser
/// for each. The DTLS handshake takes real time and goes over a wire without delay; after that time
/// is moved by hand and packets go over a [SimulatedNetwork].
final class PeerPair implements AutoCloseable {

    static final InetSocketAddress CLIENT_ADDRESS = address("192.0.2.1", 50_001);
    static final InetSocketAddress SERVER_ADDRESS = address("198.51.100.1", 7_882);

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofMillis(10);
    private static final DtlsCertificate CLIENT_CERTIFICATE = certificate();
    private static final DtlsCertificate SERVER_CERTIFICATE = certificate();

    /// Takes no more tasks, without complaint, once closed: a handshake may still be ending.
    final ExecutorService loop =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    new ThreadPoolExecutor.DiscardPolicy());

    final Side client = new Side(DtlsRole.CLIENT, CLIENT_CERTIFICATE);
    final Side server = new Side(DtlsRole.SERVER, SERVER_CERTIFICATE);

    /// Null while DTLS shakes hands.
    private @Nullable SimulatedNetwork network;

    volatile long now = -4_000_000_000L;

    /// Proves both addresses and starts the handshake.
    PeerPair shakeHands() throws Exception {
        run(() -> {
            server.check(CLIENT_ADDRESS, false);
            client.check(SERVER_ADDRESS, false);
            client.connection.startDtls();
        });
        return this;
    }

    void expectFingerprints() throws Exception {
        run(() -> server.connection.expectFingerprint(CLIENT_CERTIFICATE.fingerprint(), now));
        expectFingerprintAtClient();
    }

    void expectFingerprintAtClient() throws Exception {
        run(() -> client.connection.expectFingerprint(SERVER_CERTIFICATE.fingerprint(), now));
    }

    /// Connected, and from now on over this network with time by hand.
    static PeerPair connected(SimulatedNetwork network) throws Exception {
        var pair = new PeerPair();
        pair.expectFingerprints();
        pair.shakeHands();
        await(pair.client.connected);
        await(pair.server.connected);
        pair.run(() -> pair.network = network);
        return pair;
    }

    /// Moves time, delivering what arrives and ticking both sides.
    void advance(Duration time) throws Exception {
        run(() -> {
            long end = now + time.toNanos();
            while (now < end) {
                now = Math.min(end, now + TICK.toNanos());
                deliver();
                server.connection.onTick(now);
                client.connection.onTick(now);
            }
        });
    }

    private void deliver() {
        Delivery delivery;
        while (network != null && (delivery = network.poll(now)) != null) {
            Side to = delivery.to() == End.A ? client : server;
            to.receive(delivery.packet(), to == client ? SERVER_ADDRESS : CLIENT_ADDRESS);
        }
    }

    /// Runs on the loop and waits; failures come out here.
    void run(Runnable task) throws Exception {
        await(CompletableFuture.runAsync(task, loop));
    }

    /// Lets both sides, and their handshake threads, say what they have to say; no timer fires.
    void settle() throws Exception {
        for (int turn = 0; turn < 100; turn++) {
            run(() -> {});
            Thread.sleep(1);
        }
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        loop.execute(() -> {
            client.connection.close();
            server.connection.close();
        });
        loop.close();
    }

    static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    private static DtlsCertificate certificate() {
        return DtlsCertificate.generate(new SecureRandom(), Instant.now());
    }

    /// One connection and what it told. Written on the loop.
    final class Side implements PeerConnection.Listener {
        final PeerConnection connection;
        final CompletableFuture<Void> connected = new CompletableFuture<>();
        final CompletableFuture<String> failed = new CompletableFuture<>();
        final List<String> events = new ArrayList<>();
        final List<byte[]> rtp = new ArrayList<>();
        final List<byte[]> rtcp = new ArrayList<>();
        final List<byte[]> sent = new ArrayList<>();
        final List<InetSocketAddress> destinations = new ArrayList<>();
        final List<PeerConnection.Drop> drops = new ArrayList<>();
        private byte transaction;

        Side(DtlsRole role, DtlsCertificate certificate) {
            connection = new PeerConnection(certificate, role, loop, () -> now, this);
        }

        /// A connectivity check of the other side arrives.
        void check(InetSocketAddress from, boolean nominate) {
            IceCredentials local = connection.ice().local();
            byte[] id = new byte[12];
            id[0] = ++transaction;
            StunWriter request =
                    StunWriter.request(id).username(local.ufrag() + ":x").iceControlling(1);
            if (nominate) {
                request.useCandidate();
            }
            receive(request.sign(MessageIntegrity.key(local.password())), from);
        }

        void receive(byte[] datagram, InetSocketAddress from) {
            byte[] room = Arrays.copyOf(datagram, datagram.length + 64);
            connection.onDatagram(room, 0, datagram.length, from, now);
        }

        boolean sendRtp(byte[] packet) {
            return connection.sendRtp(Arrays.copyOf(packet, packet.length + 64), 0, packet.length)
                    > 0;
        }

        void sendRtcp(byte[] packet) {
            connection.sendRtcp(Arrays.copyOf(packet, packet.length + 64), 0, packet.length);
        }

        @Override
        public void onTransmit(byte[] buffer, int offset, int length, InetSocketAddress to) {
            byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
            sent.add(copy);
            destinations.add(to);
            Side other = this == client ? server : client;
            InetSocketAddress from = this == client ? CLIENT_ADDRESS : SERVER_ADDRESS;
            if (network != null) {
                network.send(this == client ? End.A : End.B, copy, now);
            } else if (to.equals(other == client ? CLIENT_ADDRESS : SERVER_ADDRESS)) {
                loop.execute(() -> other.receive(copy, from));
            }
        }

        @Override
        public void onAddressProven(InetSocketAddress address) {
            events.add("proven " + address);
        }

        @Override
        public void onAddressForgotten(InetSocketAddress address) {
            events.add("forgotten " + address);
        }

        @Override
        public void onRtp(byte[] buffer, int offset, int length, long now) {
            rtp.add(Arrays.copyOfRange(buffer, offset, offset + length));
        }

        @Override
        public void onRtcp(byte[] buffer, int offset, int length, long now) {
            rtcp.add(Arrays.copyOfRange(buffer, offset, offset + length));
        }

        @Override
        public void onConnected() {
            assertThat(connection.connected()).isTrue();
            events.add("connected");
            connected.complete(null);
        }

        @Override
        public void onDisconnected() {
            assertThat(connection.connected()).isFalse();
            events.add("disconnected");
        }

        @Override
        public void onFailed(String reason) {
            assertThat(connection.connected()).isFalse();
            events.add("failed");
            failed.complete(reason);
        }

        @Override
        public void onDataChannel(DataChannelEvent event) {
            events.add(event.getClass().getSimpleName());
        }

        @Override
        public void onDropped(PeerConnection.Drop drop) {
            drops.add(drop);
        }
    }
}
