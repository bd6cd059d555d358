package io.rostra.server.ingest;

import io.rostra.media.container.ContainerException;
import io.rostra.media.flv.FlvPacket;
import io.rostra.streaming.rtmp.RtmpException;
import io.rostra.streaming.rtmp.RtmpSession;
import io.rostra.streaming.worker.WorkerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URLDecoder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection by RTMP, from its handshake to its end. Runs on a virtual thread of its own,
/// which alone reads and writes.
final class RtmpConnection implements RtmpSession.Listener {

    private static final Logger log = LoggerFactory.getLogger(RtmpConnection.class);

    /// From the connection to the stream.
    private static final Duration UNTIL_PUBLISH = Duration.ofSeconds(10);

    /// Without a byte; encoders send sound all the time.
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private static final Duration ADMISSION = Duration.ofSeconds(10);
    private static final int BUFFER = 64 * 1024;
    private static final int MAX_NAME = 128;
    private static final long WRAP = 1L << 32;

    private final SocketChannel channel;
    private final Passes passes;
    private final Pushes pushes;
    private final WorkerConfig worker;
    private final RtmpSession session = new RtmpSession(this);
    private final String origin;
    private @Nullable RtmpPush push;
    private @Nullable IOException unsent;
    private long lastMillis = -1;
    private boolean said;

    RtmpConnection(SocketChannel channel, Passes passes, Pushes pushes, WorkerConfig worker) {
        this.channel = channel;
        this.passes = passes;
        this.pushes = pushes;
        this.worker = worker;
        this.origin = "";
    }

    /// @param begun what was read already
    void run(byte[] begun) {
        try (channel) {
            channel.configureBlocking(true);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            session.push(begun, 0, begun.length);
            read(channel.socket());
        } catch (RtmpException e) {
            log.info("An RTMP connection is ended: {}", e.getMessage());
            session.refuse(String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException _) {
            log.info(
                    "An RTMP connection is ended: {}",
                    push == null ? "it publishes nothing" : "nothing came for 20 s");
        } catch (IOException e) {
            log.debug("An RTMP connection broke", e);
        } finally {
            RtmpPush present = push;
            if (present != null) {
                present.connectionEnded(said);
            }
        }
    }

    private void read(Socket socket) throws IOException, RtmpException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[BUFFER];
        long patience = System.nanoTime() + UNTIL_PUBLISH.toNanos();
        while (!session.over()) {
            long left = patience - System.nanoTime();
            if (!session.publishing() && left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout(
                    session.publishing()
                            ? (int) SILENCE.toMillis()
                            : (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            session.push(buffer, 0, count);
            if (unsent != null) {
                throw unsent;
            }
        }
    }

    /// On any thread.
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("An RTMP connection was closed already", e);
        }
    }

    @Override
    public void onTransmit(byte[] bytes) {
        try {
            channel.socket().getOutputStream().write(bytes);
        } catch (IOException e) {
            unsent = e;
        }
    }

    @Override
    public @Nullable String onPublish(String application, String name) {
        CompletableFuture<RtmpPush> entry = null;
        try {
            String key = name;
            String shown = "";
            int query = name.indexOf('?');
            if (query >= 0) {
                key = name.substring(0, query);
                shown = parameter(name.substring(query + 1), "name");
            }
            Pass pass = passes.toPush(key);
            if (!shown.isEmpty()) {
                pass = pass.named(shown);
            }
            entry = pushes.enter(pass, origin, seat -> new RtmpPush(seat, worker, this));
            push = entry.get(ADMISSION.toSeconds(), TimeUnit.SECONDS);
            return null;
        } catch (RefusedException e) {
            return refused(e.sentence());
        } catch (ExecutionException e) {
            if (e.getCause() != null
                    && Pushes.cause(e.getCause()) instanceof RefusedException refusal) {
                return refused(refusal.sentence());
            }
            log.error("An RTMP stream could not be taken", e);
            return "The server failed to do this.";
        } catch (TimeoutException | InterruptedException _) {
            if (entry != null) {
                entry.thenAccept(late -> late.connectionEnded(true));
            }
            return refused("The server is busy; try again.");
        }
    }

    private static String refused(String sentence) {
        log.info("RTMP refused: {}", sentence);
        return sentence;
    }

    private static String parameter(String query, String name) {
        for (String part : query.split("&")) {
            if (part.startsWith(name + "=")) {
                String value = part.substring(name.length() + 1);
                try {
                    value = URLDecoder.decode(value, StandardCharsets.UTF_8);
                } catch (IllegalArgumentException _) {
                    // As it is, then.
                }
                return value.substring(0, Math.min(value.length(), MAX_NAME));
            }
        }
        return "";
    }

    @Override
    public void onVideo(long millis, byte[] body) throws RtmpException {
        try {
            hand(FlvPacket.video(body), millis, body.length);
        } catch (ContainerException e) {
            throw new RtmpException(e.getMessage());
        }
    }

    @Override
    public void onAudio(long millis, byte[] body) throws RtmpException {
        try {
            hand(FlvPacket.audio(body), millis, body.length);
        } catch (ContainerException e) {
            throw new RtmpException(e.getMessage());
        }
    }

    private void hand(FlvPacket packet, long millis, int size) throws RtmpException {
        RtmpPush present = push;
        if (present != null && !present.take(packet, unwrapped(millis), size)) {
            throw new RtmpException("The stream comes faster than the server can take it.");
        }
    }

    /// Sound and picture take turns, so a time may be a little before the last.
    private long unwrapped(long millis) {
        if (lastMillis < 0) {
            lastMillis = millis;
            return millis;
        }
        long time = lastMillis - lastMillis % WRAP + millis;
        if (time - lastMillis > WRAP / 2 && time >= WRAP) {
            time -= WRAP;
        } else if (lastMillis - time > WRAP / 2) {
            time += WRAP;
        }
        lastMillis = Math.max(lastMillis, time);
        return time;
    }

    @Override
    public void onUnpublished() {
        said = true;
    }
}
