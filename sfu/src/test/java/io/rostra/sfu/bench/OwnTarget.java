package io.rostra.sfu.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// [SfuBenchServer] in a process of its own.
final class OwnTarget implements Target {

    private final String name;
    private final Process process;
    private final BufferedReader in;
    private final Writer out;
    private final int port;

    /// @param trains whether packets are sent in trains, where the system can
    OwnTarget(String name, boolean trains) throws IOException {
        this.name = name;
        var command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseG1GC",
                                "-XX:MaxGCPauseMillis=20",
                                "-Drostra.sfu.trains=" + trains,
                                "-cp",
                                System.getProperty("java.class.path"),
                                SfuBenchServer.class.getName()));
        process =
                new ProcessBuilder(Pinned.toServerCore(command))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        in =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        out = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
        port = Integer.parseInt(line());
    }

    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("the server has ended");
        }
        return line;
    }

    private String ask(String... words) throws IOException {
        out.write(String.join(" ", words) + "\n");
        out.flush();
        return line();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public int mediaPort() {
        return port;
    }

    @Override
    public String publish(String videoTrack, String audioTrack, String offer) throws IOException {
        return decoded(ask("publish", videoTrack, audioTrack, encoded(offer)));
    }

    @Override
    public Subscription subscribe() throws IOException {
        String[] said = ask("subscribe").split(" ");
        return new Subscription(said[0], decoded(said[1]));
    }

    @Override
    public void answer(Subscription subscription, String answer) throws IOException {
        ask("answer", subscription.id(), encoded(answer));
    }

    @Override
    public long[] figures() throws IOException {
        return Arrays.stream(ask("figures").split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
