package io.rostra.streaming.egress.restream;

import io.rostra.streaming.egress.hls.Packager;
import io.rostra.streaming.worker.PushMain;
import io.rostra.streaming.worker.WorkerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pushes a live stream to one RTMP server through a child process, and tries again when the
/// connection breaks. Thread-safe; no call blocks.
public final class RtmpPush implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RtmpPush.class);

    private static final long POLL_MILLIS = 500;
    private static final Duration LOOK = Duration.ofMillis(250);

    /// How long the child may take to send its last and say goodbye.
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final Packager packager;
    private final RtmpUrl url;
    private final PushConfig config;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable Process child;

    /// Called on the push's own threads, one state after the other.
    public interface Listener {
        /// The server takes the stream.
        void onRunning();

        /// It ended; the next attempt follows.
        ///
        /// @param reason in plain words, without the key
        void onLost(String reason);

        /// As asked, or with the live stream; nothing else follows.
        void onStopped();

        /// Too many attempts have failed; nothing else follows.
        void onFailed(String reason);
    }

    private RtmpPush(Packager packager, RtmpUrl url, PushConfig config, Listener listener) {
        this.packager = packager;
        this.url = url;
        this.config = config;
        this.listener = listener;
        thread = Thread.ofVirtual().name("rtmp-push").unstarted(this::run);
    }

    public static RtmpPush start(
            Packager packager, RtmpUrl url, PushConfig config, Listener listener) {
        var push = new RtmpPush(packager, url, config, listener);
        push.thread.start();
        return push;
    }

    /// Ends the push; `onStopped` follows.
    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }

    private void run() {
        int failures = 0;
        Duration backoff = config.firstBackoff();
        while (true) {
            long begun = System.nanoTime();
            String reason = attempt();
            if (stopped || reason == null) {
                listener.onStopped();
                return;
            }
            if (System.nanoTime() - begun > config.healthy().toNanos()) {
                failures = 0;
                backoff = config.firstBackoff();
            }
            failures++;
            log.info("Push to {} ended ({}), failure {}", url, reason, failures);
            if (failures >= config.attempts()) {
                listener.onFailed(reason);
                return;
            }
            listener.onLost(reason);
            if (!sleep(backoff)) {
                listener.onStopped();
                return;
            }
            Duration doubled = backoff.multipliedBy(2);
            backoff =
                    doubled.compareTo(config.longestBackoff()) < 0
                            ? doubled
                            : config.longestBackoff();
        }
    }

    /// @return why it ended, or null when the live stream did
    private @Nullable String attempt() {
        var feed = new FlvFeed();
        packager.join(feed);
        try {
            return new Attempt(start(), feed).run();
        } catch (IOException e) {
            return "the program that pushes cannot be started: " + e.getMessage();
        } finally {
            packager.leave(feed);
        }
    }

    private Process start() throws IOException {
        var builder = new ProcessBuilder(config.worker().pushCommand());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(WorkerProcess.INHERITED);
        builder.environment().put(PushMain.URL_VARIABLE, url.text());
        Process process = builder.start();
        child = process;
        return process;
    }

    /// @return false when it was interrupted
    private static boolean sleep(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    /// One child and its connection.
    private final class Attempt {
        private final Process process;
        private final FlvFeed feed;
        private volatile long progressAt = System.nanoTime();
        private volatile boolean fed;
        private volatile @Nullable String reason;

        Attempt(Process process, FlvFeed feed) {
            this.process = process;
            this.feed = feed;
        }

        @Nullable String run() {
            Thread reading = Thread.startVirtualThread(this::read);
            Thread watching = Thread.startVirtualThread(this::watch);
            try (OutputStream output = process.getOutputStream()) {
                String ended = write(output);
                output.close();
                if (ended == null) {
                    var _ = process.waitFor(GOODBYE);
                }
                return ended;
            } catch (IOException _) {
                var _ = awaitExit();
                return reason == null ? "the connection broke" : reason;
            } catch (InterruptedException _) {
                return "stopped";
            } finally {
                process.destroyForcibly();
                watching.interrupt();
                join(reading);
            }
        }

        /// @return why it ended, or null when the live stream did
        private @Nullable String write(OutputStream output)
                throws IOException, InterruptedException {
            while (!feed.ended()) {
                byte[] tag = feed.poll(POLL_MILLIS);
                if (feed.overflowed()) {
                    return "the server does not take the stream as fast as it comes";
                }
                if (tag != null) {
                    if (!fed) {
                        progressAt = System.nanoTime();
                        fed = true;
                    }
                    output.write(tag);
                    output.flush();
                } else if (!process.isAlive()) {
                    throw new IOException("the child has ended");
                }
            }
            return null;
        }

        private boolean awaitExit() {
            try {
                return process.waitFor(GOODBYE);
            } catch (InterruptedException _) {
                return false;
            }
        }

        private void read() {
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    progressAt = System.nanoTime();
                    if (line.equals(PushMain.UP)) {
                        listener.onRunning();
                    } else if (line.startsWith(PushMain.ERROR)) {
                        reason = line.substring(PushMain.ERROR.length());
                    }
                }
            } catch (IOException _) {
                // the child is gone
            }
        }

        /// Kills a child that neither connects nor sends.
        private void watch() {
            while (sleep(LOOK)) {
                boolean late = System.nanoTime() - progressAt > config.patience().toNanos() && fed;
                if (late) {
                    reason = "the server does not answer";
                    process.destroyForcibly();
                    return;
                }
            }
        }

        private static void join(Thread reading) {
            try {
                var _ = reading.join(GOODBYE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Process id of the child, or -1; for tests.
    long childPid() {
        Process process = child;
        return process == null ? -1 : process.pid();
    }
}
