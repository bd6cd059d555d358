package io.rostra.webrtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A DTLS client and server on one event loop with a wire between them that a test may cut. The
/// handshake takes real time, so everything is awaited with a deadline.
final class DtlsPair implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(30);

    static final DtlsCertificate CLIENT_CERTIFICATE = certificate();
    static final DtlsCertificate SERVER_CERTIFICATE = certificate();

    /// What becomes of a datagram on its way.
    interface Wire {
        /// @param index how many datagrams this side sent before
        boolean passes(DtlsRole from, int index, byte[] datagram);
    }

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
    private volatile Wire wire = (_, _, _) -> true;

    DtlsPair wire(Wire rule) {
        wire = rule;
        return this;
    }

    void start() {
        loop.execute(client.endpoint::start);
    }

    /// Starts and waits until both sides are established.
    DtlsPair established() throws Exception {
        start();
        get(client.established);
        get(server.established);
        return this;
    }

    /// Runs on the loop and waits for the end.
    void run(Runnable task) throws Exception {
        get(CompletableFuture.runAsync(task, loop));
    }

    static <T> T get(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        loop.execute(() -> {
            client.endpoint.close();
            server.endpoint.close();
        });
        loop.close();
    }

    private static DtlsCertificate certificate() {
        return DtlsCertificate.generate(new SecureRandom(), Instant.now());
    }

    /// One end. Its fields are written on the loop.
    final class Side implements DtlsEndpoint.Listener {
        final DtlsRole role;
        final DtlsEndpoint endpoint;
        final CompletableFuture<HandshakeResult> established = new CompletableFuture<>();
        final CompletableFuture<String> closed = new CompletableFuture<>();
        final LinkedBlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        final List<byte[]> sent = new ArrayList<>();

        Side(DtlsRole role, DtlsCertificate certificate) {
            this.role = role;
            this.endpoint = new DtlsEndpoint(role, certificate, loop, this);
        }

        private Side other() {
            return this == client ? server : client;
        }

        void send(byte[] data) {
            loop.execute(() -> endpoint.send(data, 0, data.length));
        }

        byte[] awaitData() throws InterruptedException {
            byte[] data = received.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(data).as("application data at the " + role).isNotNull();
            return data;
        }

        /// As if it came from the other side.
        void inject(byte[] datagram) {
            loop.execute(() -> endpoint.onDatagram(datagram, 0, datagram.length));
        }

        @Override
        public void onTransmit(byte[] datagram, int offset, int length) {
            byte[] copy = Arrays.copyOfRange(datagram, offset, offset + length);
            int index = sent.size();
            sent.add(copy);
            if (wire.passes(role, index, copy)) {
                other().inject(copy);
            }
        }

        @Override
        public void onEstablished(HandshakeResult result) {
            established.complete(result);
        }

        @Override
        public void onApplicationData(byte[] data, int offset, int length) {
            received.add(Arrays.copyOfRange(data, offset, offset + length));
        }

        @Override
        public void onClosed(String reason) {
            closed.complete(reason);
        }
    }
}
