package io.rostra.socketio.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A server under test, in a process of its own, with its processor time and memory as Linux counts
/// them. Pinned to the first processor where `taskset` is; the clients have the others.
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final int port;

    private ServerProcess(List<String> command) throws IOException {
        this.process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.port = Integer.parseInt(line());
    }

    /// The collector is the one `./rostra run` asks for.
    static ServerProcess ours(List<String> moreFlags) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseG1GC",
                                "-XX:MaxGCPauseMillis=20",
                                "-cp",
                                System.getProperty("java.class.path")));
        command.addAll(moreFlags);
        command.add(BenchServer.class.getName());
        return new ServerProcess(pinned(command));
    }

    static ServerProcess node(Path folder) throws IOException {
        return new ServerProcess(
                pinned(
                        List.of(
                                "node",
                                "--expose-gc",
                                folder.resolve("node-server.mjs").toString())));
    }

    private static List<String> pinned(List<String> command) {
        if (!Files.isExecutable(Path.of("/usr/bin/taskset"))) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("/usr/bin/taskset", "-c", "0"));
        pinned.addAll(command);
        return pinned;
    }

    int port() {
        return port;
    }

    void collectGarbage() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
        line();
    }

    private String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the server under test has ended");
        }
        return line;
    }

    /// Resident memory in bytes.
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(proc("status"))) {
            if (line.startsWith("VmRSS:")) {
                return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS");
    }

    /// Processor time of each thread so far, in nanoseconds.
    Map<String, Long> threadNanos() throws IOException {
        Map<String, Long> nanos = new HashMap<>();
        try (Stream<Path> threads = Files.list(proc("task"))) {
            threads.forEach(thread -> {
                try {
                    String spent = Files.readString(thread.resolve("schedstat")).split(" ")[0];
                    nanos.put(thread.getFileName().toString(), Long.valueOf(spent));
                } catch (IOException ended) {
                    // What a thread did that ends while we look is not counted.
                }
            });
        }
        return nanos;
    }

    /// Processor time spent since an earlier look, by threads that still live.
    long nanosSince(Map<String, Long> earlier) throws IOException {
        long sum = 0;
        for (Map.Entry<String, Long> thread : threadNanos().entrySet()) {
            sum += thread.getValue() - earlier.getOrDefault(thread.getKey(), 0L);
        }
        return sum;
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }

    @Override
    public void close() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
