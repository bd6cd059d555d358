package io.rostra.streaming.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/// How many low-latency viewers one stream bears: `./rostra bench hls`. First viewers with blocking
/// reload on a live stream; then, without waiting, as many requests as go for the files of that
/// stream, from Rostra and from nginx in turns.
final class HlsBench {

    private static final int ROUNDS = 3;
    private static final int CONNECTIONS = 64;

    /// A player that is one second behind has used up half of that.
    private static final int LATE_MILLISECONDS = 500;

    private HlsBench() {}

    public static void main(String[] args) throws Exception {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        int viewers = Integer.parseInt(option(args, "--viewers", "500"));
        int seconds = Integer.parseInt(option(args, "--seconds", "30"));
        Process server = startServer();
        try {
            var out =
                    new BufferedReader(
                            new InputStreamReader(
                                    server.getInputStream(), StandardCharsets.US_ASCII));
            String[] said = out.readLine().split(" ");
            int port = Integer.parseInt(said[0]);
            String folder = said[1].substring(0, said[1].lastIndexOf('/') + 1);
            awaitLive(port, said[1]);
            watch(server, port, folder, viewers, seconds);
            if (nginx() != null) {
                compare(server, port, folder);
            } else {
                System.out.println("no nginx here: nothing to compare with");
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static void watch(Process server, int port, String folder, int viewers, int seconds)
            throws IOException {
        var script = new Viewers(folder);
        try (var crowd = new Crowd(port, true)) {
            for (int i = 0; i < viewers; i++) {
                crowd.add(_ -> script.viewerOf("video"));
                crowd.add(_ -> script.viewerOf("audio"));
                crowd.run(System.nanoTime() + 2_000_000);
            }
            crowd.run(System.nanoTime() + seconds(5));
            long requests = crowd.requests();
            long bytes = crowd.bytesReceived();
            Duration cpu = cpu(server.toHandle());
            Duration own = cpu(ProcessHandle.current());
            script.measure();
            crowd.run(System.nanoTime() + seconds(seconds));
            requests = crowd.requests() - requests;
            bytes = crowd.bytesReceived() - bytes;
            System.out.printf("%,d viewers, %d s%n", viewers, seconds);
            System.out.printf(
                    "requests/s %,d   Mbit/s %,d   failed %d%n",
                    requests / seconds, bytes * 8 / 1_000_000 / seconds, crowd.failed());
            System.out.printf(
                    "part received after its last picture: p50 %d ms, p99 %d ms, most %d ms%n",
                    script.delay(50), script.delay(99), script.delay(100));
            System.out.printf(
                    "later than %d ms: %,d of %,d%n",
                    LATE_MILLISECONDS, script.later(LATE_MILLISECONDS), script.count());
            double serverCpu = cpu(server.toHandle()).minus(cpu).toNanos() / 1e9;
            System.out.printf(
                    "cores: server %.2f, viewers %.2f; server %.0f µs a request%n",
                    serverCpu / seconds,
                    cpu(ProcessHandle.current()).minus(own).toNanos() / 1e9 / seconds,
                    serverCpu * 1e6 / requests);
        }
    }

    /// The same files of the stream from both, in turns.
    private static void compare(Process server, int port, String folder) throws Exception {
        Path root = Files.createTempDirectory("rostra-bench-");
        int nginxPort = freePort();
        Process nginx = startNginx(root, nginxPort);
        try {
            awaitPort(nginxPort);
            List<double[]> ours = new ArrayList<>();
            List<double[]> theirs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                List<String> files = newest(port, folder);
                String prefix = "/" + round; // nginx remembers files, so none may change
                for (String file : files) {
                    Path target = root.resolve((prefix + file).substring(1));
                    Files.createDirectories(target.getParent());
                    Files.write(target, fetch(port, file));
                }
                ours.add(rush(port, files, server.toHandle()));
                List<String> copies = files.stream().map(file -> prefix + file).toList();
                theirs.add(rush(nginxPort, copies, nginx.toHandle()));
            }
            report("Rostra", ours);
            report("nginx, static files", theirs);
        } finally {
            nginx.destroy();
            nginx.waitFor();
        }
    }

    /// What players ask for now: older parts leave the stream's window.
    private static List<String> newest(int port, String folder) throws Exception {
        List<String> files = new ArrayList<>();
        Playlist playlist = Playlist.parse(fetch(port, folder + "video.m3u8"));
        files.add(folder + "video.m3u8");
        playlist.parts().stream()
                .skip(Math.max(0, playlist.parts().size() - 4))
                .forEach(part -> files.add(folder + part.uri()));
        return files;
    }

    /// Five seconds of requests, one after the other on each connection.
    ///
    /// @return requests a second and processor microseconds of the server for each
    private static double[] rush(int port, List<String> files, ProcessHandle server)
            throws IOException {
        try (var crowd = new Crowd(port, false)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                int offset = i;
                crowd.add(_ -> new Rush(files, offset));
            }
            crowd.run(System.nanoTime() + seconds(1));
            long requests = crowd.requests();
            Duration cpu = cpu(server);
            crowd.run(System.nanoTime() + seconds(5));
            requests = crowd.requests() - requests;
            if (crowd.failed() > 0) {
                throw new IOException(
                        "%d of %d requests failed, the last one: %s"
                                .formatted(crowd.failed(), crowd.requests(), crowd.lastFailure()));
            }
            double micros = cpu(server).minus(cpu).toNanos() / 1e3;
            return new double[] {requests / 5.0, micros / requests};
        }
    }

    private static void report(String name, List<double[]> rounds) {
        rounds.sort((a, b) -> Double.compare(a[0], b[0]));
        double[] median = rounds.get(rounds.size() / 2);
        System.out.printf(
                "%-20s requests/s %,.0f (%,.0f to %,.0f)   server %.0f µs a request%n",
                name, median[0], rounds.getFirst()[0], rounds.getLast()[0], median[1]);
    }

    private static final class Rush implements Crowd.Script {
        private final List<String> files;
        private int at;

        Rush(List<String> files, int offset) {
            this.files = files;
            this.at = offset;
        }

        @Override
        public String first() {
            return files.get(at++ % files.size());
        }

        @Override
        public String next(int status, byte[] body, int length) {
            return first();
        }

        @Override
        public boolean wantsBody() {
            return false;
        }
    }

    private static Process startServer() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HlsBenchServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Process startNginx(Path root, int port) throws IOException {
        Path config = root.resolve("nginx.conf");
        Files.writeString(
                config,
                // Started by root it would give its rights away, and the files may be in a folder
                // that only root can enter.
                (System.getProperty("user.name").equals("root") ? "user root;\n" : "")
                        + """
                        worker_processes auto;
                        pid nginx.pid;
                        error_log stderr error;
                        daemon off;
                        events { worker_connections 4096; }
                        http {
                            access_log off;
                            sendfile on;
                            tcp_nopush on;
                            open_file_cache max=1000;
                            keepalive_requests 100000000;
                            client_body_temp_path body;
                            proxy_temp_path proxy;
                            fastcgi_temp_path fastcgi;
                            uwsgi_temp_path uwsgi;
                            scgi_temp_path scgi;
                            server { listen 127.0.0.1:%d; root .; }
                        }
                        """
                                .formatted(port)
                                .replace("root .", "root " + root));
        return new ProcessBuilder(nginx(), "-p", root.toString(), "-c", config.toString())
                .inheritIO()
                .start();
    }

    private static String nginx() {
        return List.of(System.getenv().getOrDefault("NGINX", ""), "/usr/sbin/nginx").stream()
                .filter(program -> !program.isEmpty() && Files.isExecutable(Path.of(program)))
                .findFirst()
                .orElse(null);
    }

    /// Of the process and those it started.
    private static Duration cpu(ProcessHandle process) {
        Duration total = process.info().totalCpuDuration().orElse(Duration.ZERO);
        for (ProcessHandle child : process.children().toList()) {
            total = total.plus(cpu(child));
        }
        return total;
    }

    private static void awaitLive(int port, String path) throws Exception {
        for (int i = 0; i < 100; i++) {
            if (get(port, path).statusCode() == 200) {
                Thread.sleep(8_000); // the window fills
                return;
            }
            Thread.sleep(100);
        }
        throw new IOException("not live");
    }

    private static void awaitPort(int port) throws Exception {
        for (int i = 0; i < 100; i++) {
            try (var _ = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException _) {
                Thread.sleep(50);
            }
        }
        throw new IOException("nginx does not listen");
    }

    private static byte[] fetch(int port, String path) throws Exception {
        return get(port, path).body();
    }

    private static HttpResponse<byte[]> get(int port, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static long seconds(int seconds) {
        return seconds * 1_000_000_000L;
    }

    private static String option(String[] args, String name, String otherwise) {
        for (int i = 0; i + 1 < args.length; i += 2) {
            if (args[i].equals(name)) {
                return args[i + 1];
            }
        }
        return otherwise;
    }
}
