package io.rostra.streaming.egress.restream;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A real RTMP server that writes what it gets into a file: the `ffmpeg` program as a listener for
/// one connection, or nginx with its RTMP module. Tests are skipped where they are not installed.
final class RtmpServer implements AutoCloseable {

    private final Process process;
    private final int port;

    private RtmpServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Takes one connection, from when it listens.
    static RtmpServer ffmpeg(int port, Path recording) throws IOException {
        Optional<Path> program = onPath("ffmpeg");
        Assumptions.assumeTrue(program.isPresent(), "the program ffmpeg is not installed");
        List<String> command =
                List.of(
                        program.orElseThrow().toString(),
                        "-hide_banner",
                        "-y",
                        "-listen",
                        "1",
                        "-i",
                        "rtmp://127.0.0.1:" + port + "/live/KEY",
                        "-c",
                        "copy",
                        recording.toString());
        return new RtmpServer(start(command), port);
    }

    /// Records every connection to the application `live` into a file of its own.
    static RtmpServer nginx(int port, Path folder) throws IOException, InterruptedException {
        Path program =
                Optional.ofNullable(System.getenv("NGINX"))
                        .map(Path::of)
                        .or(() -> onPath("nginx"))
                        .orElse(Path.of("/usr/sbin/nginx"));
        Path module =
                Path.of(
                        Optional.ofNullable(System.getenv("NGINX_RTMP_MODULE"))
                                .orElse("/usr/lib/nginx/modules/ngx_rtmp_module.so"));
        Assumptions.assumeTrue(
                Files.isExecutable(program) && Files.exists(module),
                "nginx with its RTMP module (libnginx-mod-rtmp) is not installed");
        Path config =
                Files.writeString(
                        folder.resolve("nginx.conf"),
                        """
                        load_module %s;
                        daemon off;
                        master_process off;
                        pid %s/nginx.pid;
                        error_log %s/error.log;
                        events {}
                        rtmp { access_log off; server {
                          listen 127.0.0.1:%d;
                          application live { live on; record all; record_unique on; record_path %s; }
                        } }
                        """
                                .formatted(module, folder, folder, port, folder));
        var server =
                new RtmpServer(
                        start(
                                List.of(
                                        program.toString(),
                                        "-p",
                                        folder.toString(),
                                        "-c",
                                        config.toString())),
                        port);
        server.awaitListening();
        return server;
    }

    String url() {
        return "rtmp://127.0.0.1:" + port + "/live/KEY";
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the RTMP server does not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void awaitListening() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (var _ = new java.net.Socket("127.0.0.1", port)) {
                return;
            } catch (IOException _) {
                Thread.sleep(50);
            }
        }
        throw new AssertionError("nginx does not listen");
    }

    private static Process start(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
