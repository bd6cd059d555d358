package io.rostra.streaming.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A worker seen from the server: starts the child, hands it requests and tells a listener what it
/// answers. Thread-safe; no call blocks but [#start]. Ends for good when the child does.
///
/// The child connects to a socket of ours that is unlinked right then. When this process dies the
/// connection breaks and the child ends.
public final class WorkerProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkerProcess.class);

    /// Requests that wait for a slow worker; more are dropped.
    private static final int QUEUE = 256;

    /// Of the environment only what a program needs to start: the rest may hold secrets, which are
    /// no business of a process that decodes what strangers send.
    public static final Set<String> INHERITED =
            Set.of("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR", "TEMP", "SystemRoot");

    /// What a worker says before it ends is worth reading; what a hostile stream makes it say is
    /// not.
    private static final int MAX_LOG_LINES = 20;

    private final Process process;
    private final ServerSocketChannel server;
    private final Path socketPath;
    private final Listener listener;
    private final BlockingQueue<WorkerMessage.Request> outgoing = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable SocketChannel socket;

    private WorkerProcess(
            Process process, ServerSocketChannel server, Path socketPath, Listener listener) {
        this.process = process;
        this.server = server;
        this.socketPath = socketPath;
        this.listener = listener;
    }

    /// Called on threads of the worker's own; must not block for long.
    public interface Listener {
        void onEvent(WorkerMessage.Event event);

        /// The child is gone, asked or not; nothing else follows.
        void onEnded();
    }

    /// Starts the child. It can be spoken to at once; requests wait until it listens.
    public static WorkerProcess start(WorkerConfig config, Listener listener) throws IOException {
        Files.createDirectories(config.directory());
        Path folder = socketFolder(config.directory());
        Path socketPath = folder.resolve("s");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socketPath), 1);
            var builder = new ProcessBuilder(config.command(socketPath)).redirectErrorStream(true);
            builder.environment().keySet().retainAll(INHERITED);
            Process process = builder.start();
            process.getOutputStream().close();
            var worker = new WorkerProcess(process, server, socketPath, listener);
            process.onExit().thenRun(worker::ended);
            Thread.startVirtualThread(worker::readLog);
            Thread.startVirtualThread(worker::readEvents);
            return worker;
        } catch (IOException | RuntimeException e) {
            server.close();
            Files.deleteIfExists(socketPath);
            Files.deleteIfExists(folder);
            throw e;
        }
    }

    /// A folder that only we can enter. Paths of sockets are limited to about 100 bytes, so a deep
    /// data folder does not do.
    private static Path socketFolder(Path directory) throws IOException {
        return directory.toString().length() > 60
                ? Files.createTempDirectory("rostra")
                : Files.createTempDirectory(directory, "w");
    }

    /// Hands a request to the worker.
    ///
    /// @return false when it was dropped, since the worker does not keep up or has ended
    public boolean send(WorkerMessage.Request request) {
        return !closed.get() && outgoing.offer(request);
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /// Sends no more, as when this process ends; the child notices and ends, too.
    void endRequests() throws IOException {
        SocketChannel connected = socket;
        if (connected != null) {
            connected.shutdownOutput();
        }
    }

    /// Kills the child.
    @Override
    public void close() {
        closed.set(true);
        process.destroyForcibly();
    }

    private void ended() {
        closed.set(true);
        closeQuietly(server);
        closeQuietly(socket);
        removeSocketFile();
        listener.onEnded();
    }

    private void readEvents() {
        try {
            SocketChannel connected = server.accept();
            socket = connected;
            server.close();
            removeSocketFile();
            var channel = new MessageChannel(connected);
            Thread writer = Thread.startVirtualThread(() -> write(channel));
            try {
                while (channel.read() instanceof WorkerMessage.Event event) {
                    listener.onEvent(event);
                }
            } finally {
                writer.interrupt();
            }
        } catch (IOException e) {
            if (!closed.get()) {
                log.debug("Worker {} cannot be read: {}", process.pid(), e.toString());
            }
        } catch (RuntimeException e) {
            log.error("Worker {}: listener failed", process.pid(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private void write(MessageChannel channel) {
        try {
            while (true) {
                channel.write(outgoing.take());
            }
        } catch (IOException | InterruptedException _) {
            process.destroyForcibly();
        }
    }

    private void readLog() {
        try (BufferedReader reader = process.inputReader()) {
            int lines = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (lines++ < MAX_LOG_LINES) {
                    log.warn("Worker {}: {}", process.pid(), line);
                }
            }
        } catch (IOException _) {
            // The pipe broke, since the process ended.
        }
    }

    private void removeSocketFile() {
        try {
            Files.deleteIfExists(socketPath);
            Files.deleteIfExists(socketPath.getParent());
        } catch (IOException e) {
            log.debug("Socket {} stays behind: {}", socketPath, e.toString());
        }
    }

    private static void closeQuietly(java.nio.channels.@Nullable Channel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException _) {
            // It is of no use any more.
        }
    }
}
