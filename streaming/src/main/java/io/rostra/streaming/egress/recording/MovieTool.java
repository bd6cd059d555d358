package io.rostra.streaming.egress.recording;

import io.rostra.streaming.worker.WorkerConfig;
import io.rostra.streaming.worker.WorkerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Makes stills and clips of movies, in a child process, since movies hold what publishers sent.
/// Thread-safe; calls block for a second or more, one at a time.
public final class MovieTool {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_SAID = 400;

    private final WorkerConfig config;
    private final Semaphore turn = new Semaphore(1, true);

    /// @param config how the child is started
    public MovieTool(WorkerConfig config) {
        this.config = config;
    }

    /// Makes a JPEG of what the movie shows at each of these times.
    ///
    /// @param width at most, in pixels
    public void stills(Path movie, int width, Map<Duration, Path> pictures) throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("stills", movie.toString(), Integer.toString(width)));
        pictures.forEach((at, picture) -> {
            arguments.add(Long.toString(at.toMillis()));
            arguments.add(picture.toString());
        });
        run(arguments);
    }

    /// Makes a movie of a part of another, by copy: it begins at the key frame in front of `from`.
    ///
    /// @param movies the picture, and the sound if that is a file of its own
    public Clip clip(Path result, Duration from, Duration to, List<Path> movies)
            throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(
                List.of(
                        "clip",
                        result.toString(),
                        Long.toString(from.toMillis()),
                        Long.toString(to.toMillis())));
        movies.forEach(movie -> arguments.add(movie.toString()));
        String[] said = run(arguments).split(" ");
        if (said.length != 3) {
            throw new IOException("The child said nothing");
        }
        return new Clip(
                Duration.ofMillis(Long.parseLong(said[0])),
                Integer.parseInt(said[1]),
                Integer.parseInt(said[2]));
    }

    public record Clip(Duration duration, int width, int height) {}

    private String run(List<String> arguments) throws IOException {
        try {
            turn.acquire();
            try {
                return runAlone(arguments);
            } finally {
                turn.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("It was interrupted", e);
        }
    }

    private String runAlone(List<String> arguments) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(config.movieCommand(arguments));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(WorkerProcess.INHERITED);
        Process child = builder.start();
        try {
            child.getOutputStream().close();
            if (!child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("It took too long");
            }
            byte[] bytes = child.getInputStream().readNBytes(MOST_SAID);
            String said = new String(bytes, StandardCharsets.UTF_8).strip();
            if (child.exitValue() != 0) {
                throw new IOException(said);
            }
            return said;
        } finally {
            child.destroyForcibly();
        }
    }
}
