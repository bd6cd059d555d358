package io.rostra.streaming.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How the worker's JVM is started.
///
/// @param directory of our own, for the unpacked native libraries and the sockets; made when
///   missing
/// @param jvmOptions further options, for instance to choose the GPL build of FFmpeg
public record WorkerConfig(Path directory, List<String> jvmOptions) {
    public WorkerConfig {
        directory = directory.toAbsolutePath();
        jvmOptions = List.copyOf(jvmOptions);
    }

    public WorkerConfig(Path directory) {
        this(directory, List.of());
    }

    /// The command line of a worker that connects to `socket`: this JVM's own `java` and class
    /// path.
    ///
    /// The heap is small since pictures live in native memory; C1 alone is enough for code that
    /// only calls into it. A child is ready about 0.25 s after its start (0.6 s the very first
    /// time, when the native libraries are unpacked), so none is kept in reserve.
    List<String> command(Path socket) {
        return command(WorkerMain.class, socket.toString());
    }

    /// The command line of a child that pushes its standard input to an RTMP server.
    public List<String> pushCommand() {
        return command(PushMain.class);
    }

    /// The command line of a child that transcodes what an encoder pushes, see [IngestMain].
    List<String> ingestCommand() {
        return command(IngestMain.class);
    }

    /// The command line of a child that reads movies, see [MovieMain].
    public List<String> movieCommand(List<String> arguments) {
        return command(MovieMain.class, arguments.toArray(String[]::new));
    }

    private List<String> command(Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Djava.awt.headless=true",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.bytedeco.javacpp.cachedir=" + directory.resolve("native"),
                        "-Dorg.bytedeco.javacpp.nopointergc=true"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
