package io.rostra.streaming.egress.hls;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The segments of one live stream on disk, so that its audience can seek back further than memory
/// reaches. A thread of its own writes; the frame thread never waits. Thread-safe.
public final class RewindStore {

    private static final Logger log = LoggerFactory.getLogger(RewindStore.class);

    /// Jobs that wait for a slow disk; further segments are not stored.
    private static final int MOST_WAITING = 64;

    private sealed interface Job {}

    private record Write(String name, Buffer content) implements Job {}

    private record Delete(String name) implements Job {}

    private record DeleteAll() implements Job {}

    private final Path directory;
    private final long minFreeBytes;
    private final Map<String, Path> stored = new ConcurrentHashMap<>();
    private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();

    /// @param directory of this stream alone; made when missing
    /// @param minFreeBytes nothing is stored when less is free on the disk
    public RewindStore(Path directory, long minFreeBytes) {
        this.directory = directory;
        this.minFreeBytes = minFreeBytes;
        Thread.ofVirtual().name("rewind").start(this::run);
    }

    /// Removes what streams of an earlier process have left below `parent`.
    public static void clear(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (DirectoryStream<Path> streams = Files.newDirectoryStream(parent)) {
            for (Path stream : streams) {
                deleteFolder(stream);
            }
        }
    }

    void write(String name, Buffer content) {
        if (jobs.size() < MOST_WAITING) {
            jobs.add(new Write(name, content));
        }
    }

    /// Where a file is, if it has been written.
    @Nullable Path find(String name) {
        return stored.get(name);
    }

    void delete(String name) {
        jobs.add(new Delete(name));
    }

    /// The stream is over and nobody fetches it any more.
    void deleteAll() {
        jobs.add(new DeleteAll());
    }

    private void run() {
        boolean complained = false;
        while (true) {
            try {
                switch (jobs.take()) {
                    case Write(var name, var content) -> store(name, content);
                    case Delete(var name) -> {
                        Path file = stored.remove(name);
                        if (file != null) {
                            Files.deleteIfExists(file);
                        }
                    }
                    case DeleteAll() -> {
                        stored.clear();
                        deleteFolder(directory);
                        return;
                    }
                }
            } catch (IOException e) {
                if (!complained) {
                    complained = true;
                    log.warn("Viewers cannot seek back to some of a live stream: {}", e.toString());
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void store(String name, Buffer content) throws IOException {
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).getUsableSpace() < minFreeBytes) {
            throw new IOException("the disk is nearly full");
        }
        Path file = directory.resolve(name);
        Files.write(file, content.getBytes());
        stored.put(name, file);
    }

    private static void deleteFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.deleteIfExists(folder);
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
