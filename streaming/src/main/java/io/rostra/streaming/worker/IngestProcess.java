package io.rostra.streaming.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An [IngestMain] seen from the server. Thread-safe; only [#start] blocks.
public final class IngestProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(IngestProcess.class);

    /// Some seconds of sound and picture; a child that is further behind does not keep up.
    private static final int QUEUE = 512;

    private static final int MAX_LOG_LINES = 20;

    /// Called on threads of its own.
    public interface Listener {
        void onPacket(IngestPacket packet);

        /// The child ended though nobody asked it to.
        void onFailed();
    }

    private final Process process;
    private final Listener listener;
    private final BlockingQueue<IngestPacket> outgoing = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicBoolean over = new AtomicBoolean();

    private IngestProcess(Process process, Listener listener) {
        this.process = process;
        this.listener = listener;
    }

    public static IngestProcess start(WorkerConfig config, Listener listener) throws IOException {
        var builder = new ProcessBuilder(config.ingestCommand());
        builder.environment().keySet().retainAll(WorkerProcess.INHERITED);
        var child = new IngestProcess(builder.start(), listener);
        Thread.startVirtualThread(child::write);
        Thread.startVirtualThread(child::read);
        Thread.startVirtualThread(child::readLog);
        return child;
    }

    /// @return false when it was dropped, since the child does not keep up
    public boolean send(IngestPacket packet) {
        return outgoing.offer(packet);
    }

    private void write() {
        try (var out =
                new DataOutputStream(
                        new BufferedOutputStream(process.getOutputStream(), 1 << 16))) {
            while (!over.get()) {
                outgoing.take().write(out);
                if (outgoing.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException | InterruptedException e) {
            failed();
        }
    }

    private void read() {
        try (var in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            IngestPacket packet;
            while ((packet = IngestPacket.read(in)) != null && !over.get()) {
                listener.onPacket(packet);
            }
        } catch (IOException e) {
            log.debug("The ingest child's output broke off", e);
        }
        failed();
    }

    private void readLog() {
        try (BufferedReader lines = process.errorReader()) {
            lines.lines()
                    .limit(MAX_LOG_LINES)
                    .forEach(line -> log.warn("Ingest child {}: {}", process.pid(), line));
            lines.lines().forEach(_ -> {});
        } catch (IOException | java.io.UncheckedIOException e) {
            log.debug("The ingest child's log broke off", e);
        }
    }

    private void failed() {
        if (over.compareAndSet(false, true)) {
            process.destroyForcibly();
            listener.onFailed();
        }
    }

    /// Kills the child.
    @Override
    public void close() {
        over.set(true);
        process.destroyForcibly();
    }
}
