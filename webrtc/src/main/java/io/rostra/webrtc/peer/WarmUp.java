package io.rostra.webrtc.peer;

import io.rostra.webrtc.dtls.DtlsCertificate;
import io.rostra.webrtc.dtls.DtlsEndpoint;
import io.rostra.webrtc.dtls.DtlsRole;
import io.rostra.webrtc.dtls.HandshakeResult;
import io.rostra.webrtc.srtp.SrtpContext;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs the slow firsts before anybody waits for them: on a cold JVM the first DTLS handshake costs
/// hundreds of milliseconds, later ones about ten.
public final class WarmUp {

    private static final int HANDSHAKES = 6;

    private WarmUp() {}

    /// Shakes hands with itself a few times and uses every SRTP cipher. Blocks for about a second
    /// on a cold JVM; to be called from a thread that may.
    public static void run(DtlsCertificate certificate) {
        SrtpContext.warmUp();
        // A handshake that was given up may still have something to say when the loop has ended.
        try (ExecutorService loop =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        new ThreadPoolExecutor.DiscardPolicy())) {
            for (int i = 0; i < HANDSHAKES; i++) {
                shakeHands(certificate, loop);
            }
        }
    }

    private static void shakeHands(DtlsCertificate certificate, ExecutorService loop) {
        var done = new Semaphore(0);
        var server = new Side(done);
        var client = new Side(done);
        loop.execute(() -> {
            server.open(new DtlsEndpoint(DtlsRole.SERVER, certificate, loop, server), client);
            client.open(new DtlsEndpoint(DtlsRole.CLIENT, certificate, loop, client), server);
            client.start();
        });
        try {
            done.tryAcquire(2, 5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        loop.execute(server::close);
        loop.execute(client::close);
    }

    /// Confined to the loop.
    private static final class Side implements DtlsEndpoint.Listener {
        private final Semaphore done;
        private @Nullable DtlsEndpoint own;
        private @Nullable Side other;

        Side(Semaphore done) {
            this.done = done;
        }

        void open(DtlsEndpoint endpoint, Side peer) {
            own = endpoint;
            other = peer;
        }

        void start() {
            if (own != null) {
                own.start();
            }
        }

        void close() {
            if (own != null) {
                own.close();
            }
        }

        @Override
        public void onTransmit(byte[] datagram, int offset, int length) {
            if (other != null && other.own != null) {
                other.own.onDatagram(datagram, offset, length);
            }
        }

        @Override
        public void onEstablished(HandshakeResult result) {
            done.release();
        }

        @Override
        public void onApplicationData(byte[] data, int offset, int length) {}

        @Override
        public void onClosed(String reason) {
            done.release();
        }
    }
}
