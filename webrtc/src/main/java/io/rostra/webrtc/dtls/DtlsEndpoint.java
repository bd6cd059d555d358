package io.rostra.webrtc.dtls;

import io.rostra.media.rtp.BigEndian;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// One end of a DTLS association (RFC 6347) that keys SRTP (RFC 5764) and carries SCTP (RFC 8261).
///
/// Confined to one event loop, which is handed in as an executor. Only the handshake itself runs on
/// a virtual thread, because the library's handshake blocks; it reaches the loop by posting.
/// Datagrams must come from an address that ICE has proven: the library's stateless cookie cannot
/// be used with the two-datagram ClientHello of browsers.
public final class DtlsEndpoint implements AutoCloseable {

    /// Whole handshake, milliseconds.
    static final int HANDSHAKE_TIMEOUT_MILLIS = 20_000;

    /// First retransmission of a flight, milliseconds; doubles with each.
    static final int RESEND_MILLIS = 300;

    /// Largest datagram we send: survives every tunnel (RFC 8261 section 5 wants no fragmentation).
    private static final int MTU = 1200;

    private static final int RECEIVE_LIMIT = 2048;

    private static final int RECORD_HEADER = 13;

    /// Explicit nonce and tag of AES-GCM (RFC 5288 section 3): no encrypted record is shorter.
    private static final int MIN_ENCRYPTED_RECORD = 24;

    /// Datagrams waiting for the handshake thread; more are dropped, and the peer repeats them.
    private static final int QUEUE_LIMIT = 32;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InterruptedIOException NOTHING_TO_READ = new NothingToRead();

    enum State {
        NEW,
        HANDSHAKING,
        ESTABLISHED,
        CLOSED
    }

    /// Called on the loop.
    public interface Listener {
        /// A datagram for the other side; the array may be used again after the call.
        void onTransmit(byte[] datagram, int offset, int length);

        void onEstablished(HandshakeResult result);

        void onApplicationData(byte[] data, int offset, int length);

        /// The association ended: handshake failure, alert of the other side, or bad records.
        void onClosed(String reason);
    }

    private final DtlsRole role;
    private final DtlsCertificate certificate;
    private final Executor loop;
    private final Listener listener;
    private final BlockingQueue<byte[]> inbound = new ArrayBlockingQueue<>(QUEUE_LIMIT);
    private final byte[] plaintext = new byte[RECEIVE_LIMIT];
    private final Channel channel = new Channel();
    private State state = State.NEW;
    private @Nullable DTLSTransport transport;
    private @Nullable Thread handshakeThread;

    public DtlsEndpoint(
            DtlsRole role, DtlsCertificate certificate, Executor loop, Listener listener) {
        this.role = role;
        this.certificate = certificate;
        this.loop = loop;
        this.listener = listener;
    }

    /// Begins the handshake: the client sends its hello, the server waits for one.
    public void start() {
        if (state == State.NEW) {
            state = State.HANDSHAKING;
            handshakeThread = Thread.ofVirtual().name("dtls-handshake").start(this::handshake);
        }
    }

    public boolean established() {
        return state == State.ESTABLISHED;
    }

    public void onDatagram(byte[] buffer, int offset, int length) {
        switch (state) {
            case NEW -> {
                start();
                inbound.offer(Arrays.copyOfRange(buffer, offset, offset + length));
            }
            case HANDSHAKING -> inbound.offer(Arrays.copyOfRange(buffer, offset, offset + length));
            case ESTABLISHED -> {
                if (!cutShort(buffer, offset, length)) {
                    receive(Arrays.copyOfRange(buffer, offset, offset + length));
                }
            }
            case CLOSED -> {}
        }
    }

    /// Sends application data; ignored unless established.
    public void send(byte[] data, int offset, int length) {
        DTLSTransport current = transport;
        if (state != State.ESTABLISHED || current == null) {
            return;
        }
        try {
            current.send(data, offset, length);
        } catch (IOException e) {
            fail("sending failed: " + e.getMessage());
        }
    }

    /// Sends close_notify when established. The listener is not called.
    @Override
    public void close() {
        State before = state;
        state = State.CLOSED;
        if (before == State.ESTABLISHED && transport != null) {
            try {
                transport.close();
            } catch (IOException _) {
                // The other side learns of it by lost consent.
            }
        }
        if (handshakeThread != null) {
            handshakeThread.interrupt();
        }
    }

    private void handshake() {
        var crypto = new BcTlsCrypto(RANDOM);
        var settings = new DtlsPeerSettings(crypto, certificate);
        Runnable onCloseNotify = () -> loop.execute(() -> fail("closed by the other side"));
        try {
            DTLSTransport established =
                    switch (role) {
                        case SERVER ->
                                new DTLSServerProtocol()
                                        .accept(
                                                new ServerPeer(crypto, settings, onCloseNotify),
                                                channel);
                        case CLIENT ->
                                new DTLSClientProtocol()
                                        .connect(
                                                new ClientPeer(crypto, settings, onCloseNotify),
                                                channel);
                    };
            HandshakeResult result =
                    settings.result()
                            .orElseThrow(() ->
                                    new IOException("no certificate or no common SRTP profile"));
            loop.execute(() -> onHandshakeDone(established, result));
        } catch (IOException | RuntimeException e) {
            loop.execute(() -> fail("handshake failed: " + e.getMessage()));
        }
    }

    private void onHandshakeDone(DTLSTransport established, HandshakeResult result) {
        if (state != State.HANDSHAKING) {
            return;
        }
        handshakeThread = null;
        transport = established;
        state = State.ESTABLISHED;
        listener.onEstablished(result);
        byte[] early;
        while (state == State.ESTABLISHED && (early = inbound.poll()) != null) {
            if (!cutShort(early, 0, early.length)) {
                receive(early);
            }
        }
    }

    /// Whether an encrypted record is shorter than its tag. The library ends the association over
    /// such a one, which anybody could forge; it has to be dropped like any other record that does
    /// not authenticate (RFC 6347 section 4.1.2.7).
    private static boolean cutShort(byte[] buffer, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (end - at >= RECORD_HEADER) {
            int epoch = BigEndian.u16(buffer, at + 3);
            int recordLength = BigEndian.u16(buffer, at + 11);
            if (epoch != 0 && recordLength < MIN_ENCRYPTED_RECORD) {
                return true;
            }
            at += RECORD_HEADER + recordLength;
        }
        return false;
    }

    private void receive(byte[] datagram) {
        DTLSTransport current = transport;
        if (current == null) {
            return;
        }
        channel.pending = datagram;
        try {
            while (state == State.ESTABLISHED) {
                int length = current.receive(plaintext, 0, plaintext.length, 1);
                if (length > 0) {
                    listener.onApplicationData(plaintext, 0, length);
                } else if (channel.pending == null) {
                    return;
                }
            }
        } catch (InterruptedIOException _) {
            // The datagram is used up.
        } catch (IOException e) {
            fail("bad record: " + e.getMessage());
        }
    }

    private void fail(String reason) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            listener.onClosed(reason);
        }
    }

    /// The library's view of the network. During the handshake it is used by the handshake thread,
    /// afterwards by the loop; the hand-over is the post in between.
    private final class Channel implements DatagramTransport {
        private byte @Nullable [] pending;

        @Override
        public int getReceiveLimit() {
            return RECEIVE_LIMIT;
        }

        @Override
        public int getSendLimit() {
            return MTU;
        }

        @Override
        public int receive(byte[] buffer, int offset, int length, int waitMillis)
                throws IOException {
            byte[] datagram;
            if (transport == null) {
                try {
                    datagram = inbound.poll(Math.max(1, waitMillis), TimeUnit.MILLISECONDS);
                } catch (InterruptedException _) {
                    throw new IOException("closed during the handshake");
                }
                if (datagram == null) {
                    return -1;
                }
            } else {
                datagram = pending;
                pending = null;
                if (datagram == null) {
                    throw NOTHING_TO_READ;
                }
            }
            int copied = Math.min(length, datagram.length);
            System.arraycopy(datagram, 0, buffer, offset, copied);
            return copied;
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            if (transport == null) {
                byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
                loop.execute(() -> listener.onTransmit(copy, 0, copy.length));
            } else {
                listener.onTransmit(buffer, offset, length);
            }
        }

        @Override
        public void close() {}
    }

    /// Ends a read that would wait; the library passes this exception on without failing.
    private static final class NothingToRead extends InterruptedIOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
