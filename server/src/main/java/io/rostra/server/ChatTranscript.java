package io.rostra.server;

import io.rostra.platform.live.ChatLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was said while a recording ran, as a CSV file (RFC 4180) that begins with the first message
/// and grows line by line. A thread of its own writes, so nobody waits for the disk. Thread-safe.
final class ChatTranscript {

    private static final Logger log = LoggerFactory.getLogger(ChatTranscript.class);

    /// Lines that wait for a slow disk; further ones are lost.
    private static final int MOST_WAITING = 1_000;

    private static final int CLOSE_SECONDS = 2;

    private static final String HEADER = "time,seconds,peer_id,user_id,name,role,message\r\n";

    /// Nothing follows.
    private static final String END = "";

    /// What spreadsheets would take for a formula.
    private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\t\r].*", Pattern.DOTALL);

    private final Path path;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(MOST_WAITING);
    private @Nullable Thread writer;

    ChatTranscript(Path path) {
        this.path = path;
    }

    /// @param startedAt of the recording
    synchronized void add(ChatLine line, Instant startedAt) {
        if (writer == null) {
            writer = Thread.startVirtualThread(this::write);
        }
        if (!lines.offer(csv(line, startedAt))) {
            log.warn("A chat transcript lacks a message: the disk does not keep up");
        }
    }

    static String csv(ChatLine line, Instant startedAt) {
        double seconds = Math.max(0, Duration.between(startedAt, line.at()).toMillis() / 1000.0);
        return String.join(
                        ",",
                        line.at().toString(),
                        Double.toString(seconds),
                        quoted(line.peerId()),
                        quoted(line.userId()),
                        quoted(line.name()),
                        quoted(line.role()),
                        quoted(line.message()))
                + "\r\n";
    }

    private static String quoted(String text) {
        String harmless = FORMULA.matcher(text).matches() ? "'" + text : text;
        return '"' + harmless.replace("\"", "\"\"") + '"';
    }

    /// Writes what waits, and ends.
    void close() {
        Thread running;
        synchronized (this) {
            running = writer;
        }
        if (running == null) {
            return;
        }
        try {
            if (lines.offer(END, CLOSE_SECONDS, TimeUnit.SECONDS)) {
                running.join(Duration.ofSeconds(CLOSE_SECONDS));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            append(HEADER);
            for (String line = lines.take(); !line.equals(END); line = lines.take()) {
                append(line);
            }
        } catch (IOException e) {
            log.warn("A chat transcript cannot be written: {}", e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(
                path,
                text,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
