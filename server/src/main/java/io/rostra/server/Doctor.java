package io.rostra.server;

import com.sun.management.UnixOperatingSystemMXBean;
import io.rostra.platform.store.Database;
import io.rostra.sfu.net.LocalAddresses;
import io.rostra.streaming.worker.WorkerConfig;
import io.rostra.streaming.worker.WorkerMessage;
import io.rostra.streaming.worker.WorkerSupervisor;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// What the server will need of this machine, tried one by one. Blocks for up to some seconds.
final class Doctor {

    private static final long GIBIBYTE = 1L << 30;

    /// Below, nothing is recorded any more.
    private static final long LEAST_DISK = GIBIBYTE;

    /// An hour of video at 2.5 Mbit/s is 1.1 GB.
    private static final long COMFORTABLE_DISK = 10 * GIBIBYTE;

    private static final long COMFORTABLE_FILES = 4_096;
    private static final int SOCKET_BUFFER = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ServerConfig config;
    private final List<Finding> findings = new ArrayList<>();

    Doctor(ServerConfig config) {
        this.config = config;
    }

    enum Verdict {
        GOOD,
        /// It will run, but not for everybody or not for long.
        NOTE,
        BAD
    }

    /// @param what was looked at and found
    /// @param advice what to do about it, empty when nothing needs to be done
    record Finding(Verdict verdict, String what, String advice) {}

    List<Finding> examine() {
        good("Java %s on %s".formatted(Runtime.version(), System.getProperty("os.name")));
        dataFolder();
        boolean runs = !lockIsFree();
        if (runs) {
            good("A server runs in %s, so the ports are its own".formatted(config.dataDir()));
        } else {
            tcpPort();
            udpPort();
        }
        store();
        addresses();
        socketBuffers();
        openFiles();
        tls();
        webApp();
        encoder();
        return List.copyOf(findings);
    }

    private void dataFolder() {
        Path folder = config.dataDir();
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "doctor", ".tmp"));
            long free = Files.getFileStore(folder).getUsableSpace();
            String what =
                    "Data folder %s, %.1f GiB free"
                            .formatted(folder.toAbsolutePath(), (double) free / GIBIBYTE);
            if (free < LEAST_DISK) {
                bad(what, "Make room, or set another folder with ROSTRA_DATA_DIR.");
            } else if (free < COMFORTABLE_DISK) {
                note(what, "An hour of recording takes about 1 GiB.");
            } else {
                good(what);
            }
        } catch (IOException e) {
            bad(
                    "Data folder %s cannot be written: %s".formatted(folder, e.getMessage()),
                    "Give its owner the right to write, or set another with ROSTRA_DATA_DIR.");
        }
    }

    private boolean lockIsFree() {
        try {
            Optional<DataDirLock> lock = DataDirLock.tryLock(config.dataDir());
            if (lock.isPresent()) {
                lock.get().close();
            }
            return lock.isPresent();
        } catch (IOException | RuntimeException _) {
            return true; // said by the look at the folder
        }
    }

    private void tcpPort() {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(config.host(), config.port()));
            good("TCP port %d of %s is free".formatted(config.port(), config.host()));
        } catch (IOException | IllegalArgumentException e) {
            bad(
                    "TCP port %d of %s cannot be opened: %s"
                            .formatted(config.port(), config.host(), e.getMessage()),
                    "Stop the program that has it, or set another with ROSTRA_PORT.");
        }
    }

    private void udpPort() {
        try (var socket = new DatagramSocket(null)) {
            socket.bind(new InetSocketAddress(config.mediaPort()));
            good(
                    "UDP port %d is free; clients must reach it through every firewall"
                            .formatted(config.mediaPort()));
        } catch (SocketException e) {
            bad(
                    "UDP port %d cannot be opened: %s"
                            .formatted(config.mediaPort(), e.getMessage()),
                    "Stop the program that has it, or set another with ROSTRA_MEDIA_PORT.");
        }
    }

    private void store() {
        String kind = config.databaseUrl().isPresent() ? "PostgreSQL database" : "Database";
        try (Database database = Stores.open(config)) {
            if (database.isUsable()) {
                good(kind + " answers");
            } else {
                bad(kind + " does not answer", "Look at the messages above.");
            }
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            bad(
                    "%s cannot be used: %s".formatted(kind, cause.getMessage()),
                    config.databaseUrl().isPresent()
                            ? "Check database-url: host, name, user, password."
                            : "Put a backup in its place: ./rostra restore <file>.");
        }
    }

    /// Private addresses are right in a company's network and wrong for the internet; only the
    /// operator knows which it is.
    private void addresses() {
        var local = new LocalAddresses();
        local.refresh();
        List<InetAddress> offered = local.withPreferred(config.advertisedIps());
        String what =
                "Media is offered at "
                        + offered.stream()
                                .map(each -> each.getHostAddress().replaceFirst("%.*", ""))
                                .collect(Collectors.joining(", "));
        if (offered.stream().allMatch(Doctor::isPrivate)) {
            note(
                    what,
                    "From outside this network these lead nowhere: set advertised-ip to the public address.");
        } else {
            good(what);
        }
    }

    private static boolean isPrivate(InetAddress address) {
        boolean uniqueLocal = (address.getAddress()[0] & 0xFE) == 0xFC; // RFC 4193
        return address.isSiteLocalAddress()
                || address.isLoopbackAddress()
                || (address.getAddress().length == 16 && uniqueLocal);
    }

    private void socketBuffers() {
        try (var socket = new DatagramSocket(null)) {
            socket.setReceiveBufferSize(SOCKET_BUFFER);
            int given = socket.getReceiveBufferSize();
            if (given < SOCKET_BUFFER) {
                note(
                        "The system gives UDP sockets %d KiB of buffer".formatted(given / 1024),
                        "Bursts of many publishers overflow that: sysctl -w net.core.rmem_max=4194304 net.core.wmem_max=4194304");
            } else {
                good("UDP sockets have buffers for bursts");
            }
        } catch (SocketException e) {
            note("UDP buffers could not be looked at: " + e.getMessage(), "");
        }
    }

    private void openFiles() {
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean unix) {
            long most = unix.getMaxFileDescriptorCount();
            if (most < COMFORTABLE_FILES) {
                note(
                        "%d files and connections may be open at a time".formatted(most),
                        "Each viewer and client needs one: raise it with ulimit -n 65536, or LimitNOFILE in systemd.");
            } else {
                good("%d files and connections may be open at a time".formatted(most));
            }
        }
    }

    private void tls() {
        if (config.tls().isEmpty()) {
            if (config.publicUrl().isPresent()) {
                good("TLS ends in front of us, at " + config.publicUrl().get());
            } else {
                note(
                        "Plain HTTP: browsers give pages the camera on localhost alone",
                        "Set tls-certificate (or tls-certificate: self-signed), or a proxy's address as public-url.");
            }
            return;
        }
        Vertx vertx = Vertx.vertx();
        try {
            Tls.load(vertx, config.tls().get());
            good("Certificate " + config.tls().get().certificate() + " and its key fit together");
        } catch (StartException e) {
            bad(String.valueOf(e.getMessage()), "");
        } finally {
            vertx.close();
        }
    }

    private void webApp() {
        if (Files.exists(config.webRoot().resolve("index.html"))) {
            good("The web app is built");
        } else {
            bad("There is no web app in " + config.webRoot(), "./rostra build makes it.");
        }
    }

    /// Starts the child process that encodes, as going live does.
    private void encoder() {
        var started = new boolean[1];
        var listener =
                new WorkerSupervisor.Listener() {
                    @Override
                    public void onEvent(WorkerMessage.Event event) {}

                    @Override
                    public void onStarted() {
                        started[0] = true;
                    }
                };
        long began = System.nanoTime();
        var worker = new WorkerConfig(config.dataDir().resolve("worker"));
        try (var supervisor = new WorkerSupervisor(worker, listener, began)) {
            while (!started[0] && System.nanoTime() - began < PATIENCE.toNanos()) {
                supervisor.poll(System.nanoTime());
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        if (started[0]) {
            good(
                    "Sound and pictures can be encoded; the encoder was ready in %d ms"
                            .formatted(millis));
        } else {
            bad(
                    "The encoder's process does not start",
                    "FFmpeg's libraries may be missing for this system; look at the messages above.");
        }
    }

    private void good(String what) {
        findings.add(new Finding(Verdict.GOOD, what, ""));
    }

    private void note(String what, String advice) {
        findings.add(new Finding(Verdict.NOTE, what, advice));
    }

    private void bad(String what, String advice) {
        findings.add(new Finding(Verdict.BAD, what, advice));
    }
}
