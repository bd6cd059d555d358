package io.rostra.server.storage;

import io.rostra.platform.live.RecordedFile;
import io.rostra.platform.live.Recording;
import io.rostra.platform.store.UploadStore;
import io.rostra.platform.store.UploadStore.Place;
import io.rostra.platform.store.UploadStore.State;
import io.rostra.platform.store.UploadStore.StoredFile;
import io.rostra.platform.store.UploadStore.Upload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings recordings to object storage, where theirs is known, and tries until they are there:
/// after a failure later and later, after a restart again. A file stays on the disk until it is
/// there. Thread-safe; calls may block, the uploads have threads of their own.
public final class Uploads implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Uploads.class);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /// Uploads at a time: one that hangs does not hold up the others.
    private static final int AT_ONCE = 4;

    private final UploadStore store;
    private final StorageChoice choice;
    private final InstantSource clock;
    private final Duration firstPause;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile @Nullable Thread thread;

    /// Reads what waits.
    public Uploads(UploadStore store, StorageChoice choice, InstantSource clock) {
        this(store, choice, clock, Duration.ofSeconds(5));
    }

    /// @param firstPause after the first failure; each further one doubles it
    Uploads(UploadStore store, StorageChoice choice, InstantSource clock, Duration firstPause) {
        this.store = store;
        this.choice = choice;
        this.clock = clock;
        this.firstPause = firstPause;
        store.all().forEach(upload -> uploads.put(upload.recordingId(), upload));
    }

    /// What there is on the disk.
    public interface Disk {
        Optional<Recording> find(String recordingId);

        Path movie(String recordingId);

        List<RecordedFile> beside(String recordingId);
    }

    /// Begins with what a process before left.
    public void start(Disk disk) {
        for (Upload upload : List.copyOf(uploads.values())) {
            if (upload.state() == State.RUNNING) {
                disk.find(upload.recordingId()).ifPresentOrElse(this::ended, () -> forget(upload));
            }
        }
        thread = Thread.ofVirtual().name("uploads").start(() -> run(disk));
    }

    /// A recording starts: where it will go is settled now.
    public void expect(String recordingId, String roomId) {
        try {
            choice.of(roomId)
                    .ifPresent(target ->
                            save(
                                    new Upload(
                                            recordingId,
                                            roomId,
                                            State.RUNNING,
                                            0,
                                            Instant.EPOCH,
                                            target.place(),
                                            List.of(),
                                            "")));
        } catch (RuntimeException e) {
            log.error(
                    "Recording {} will stay here: its storage cannot be looked up", recordingId, e);
        }
    }

    /// The recording and what is beside it are whole, or it has failed.
    public void ended(Recording recording) {
        Upload upload = uploads.get(recording.id());
        if (upload == null) {
            return;
        }
        if (recording.state() == Recording.State.COMPLETED) {
            save(upload.waiting(clock.instant()));
            wake.release();
        } else {
            forget(upload);
        }
    }

    /// Files that are in object storage already, the recording itself included.
    public List<StoredFile> filesOf(String recordingId) {
        Upload upload = uploads.get(recordingId);
        return upload == null ? List.of() : upload.files();
    }

    /// Where a file is.
    public Optional<String> uri(String recordingId, String fileId) {
        return Optional.ofNullable(uploads.get(recordingId))
                .flatMap(
                        upload -> upload.file(fileId).map(file -> uri(upload.place(), file.key())));
    }

    /// Where the recording is or will be.
    public Optional<String> destination(Recording recording) {
        return Optional.ofNullable(uploads.get(recording.id()))
                .map(upload ->
                        uri(upload.place(), StorageKeys.movie(upload.place().prefix(), recording)));
    }

    private static String uri(Place place, String key) {
        return "s3://" + place.bucket() + "/" + key;
    }

    /// Empty when it is not there, or nobody knows the bucket's keys any more.
    public Optional<URI> link(String recordingId, String fileId, Duration validFor) {
        Upload upload = uploads.get(recordingId);
        return upload == null
                ? Optional.empty()
                : upload.file(fileId)
                        .flatMap(file ->
                                choice.reaching(upload.roomId(), upload.place())
                                        .map(target -> link(target, file.key(), validFor)));
    }

    private static URI link(StorageTarget target, String key, Duration validFor) {
        try (ObjectStorage storage = ObjectStorage.open(target)) {
            return storage.link(key, validFor);
        }
    }

    /// Whether the recording is in the bucket of the configuration.
    public boolean isInOwn(String recordingId) {
        Upload upload = uploads.get(recordingId);
        return upload != null
                && upload.file(recordingId).isPresent()
                && choice.isOwn(upload.place());
    }

    /// Scheme, host and port that links to a storage lead to.
    public static String originOf(StorageTarget target) {
        try (ObjectStorage storage = ObjectStorage.open(target)) {
            URI link = storage.link("x", Duration.ofMinutes(1));
            return link.getScheme() + "://" + link.getAuthority();
        }
    }

    /// Forgets a recording, and removes what is there of it, as far as that can be reached.
    public void delete(String recordingId) {
        Upload upload = uploads.get(recordingId);
        if (upload == null) {
            return;
        }
        forget(upload);
        Optional<StorageTarget> target = choice.reaching(upload.roomId(), upload.place());
        if (target.isEmpty()) {
            return;
        }
        try (ObjectStorage storage = ObjectStorage.open(target.get())) {
            for (StoredFile file : upload.files()) {
                storage.delete(file.key());
            }
        } catch (IOException e) {
            log.warn("Recording {} is still in the storage: {}", recordingId, e.getMessage());
        }
    }

    /// Recordings that are complete and not there.
    public long waiting() {
        return uploads.values().stream().filter(each -> each.state() == State.WAITING).count();
    }

    public long succeeded() {
        return succeeded.get();
    }

    /// Attempts.
    public long failed() {
        return failed.get();
    }

    private void run(Disk disk) {
        try {
            while (true) {
                Instant now = clock.instant();
                Duration pause = LONGEST_PAUSE;
                for (Upload upload : uploads.values()) {
                    if (upload.state() != State.WAITING || running.contains(upload.recordingId())) {
                        continue;
                    }
                    Duration left = Duration.between(now, upload.nextAttemptAt());
                    if (left.isPositive()) {
                        pause = pause.compareTo(left) < 0 ? pause : left;
                    } else if (running.add(upload.recordingId())) {
                        Thread.ofVirtual().name("upload").start(() -> attempt(upload, disk));
                    }
                }
                var _ = wake.tryAcquire(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS);
                wake.drainPermits();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void attempt(Upload upload, Disk disk) {
        turns.acquireUninterruptibly();
        try {
            bring(upload, disk);
            succeeded.incrementAndGet();
        } catch (IOException | RuntimeException | LinkageError e) {
            failed.incrementAndGet();
            retry(upload.recordingId(), String.valueOf(e.getMessage()));
        } finally {
            turns.release();
            running.remove(upload.recordingId());
            wake.release();
        }
    }

    private void retry(String recordingId, String reason) {
        Upload upload = uploads.get(recordingId);
        if (upload == null) {
            return; // deleted meanwhile
        }
        long doubled = firstPause.toMillis() << Math.min(upload.attempts(), 20);
        Duration pause = Duration.ofMillis(Math.min(doubled, LONGEST_PAUSE.toMillis()));
        log.warn(
                "Recording {} is not in the storage yet, next attempt in {} s: {}",
                recordingId,
                pause.toSeconds(),
                reason);
        save(upload.failed(reason, clock.instant().plus(pause)));
    }

    private void bring(Upload upload, Disk disk) throws IOException {
        String id = upload.recordingId();
        Recording recording = disk.find(id).orElse(null);
        if (recording == null) {
            forget(upload);
            return;
        }
        StorageTarget target =
                choice.reaching(upload.roomId(), upload.place())
                        .orElseThrow(() ->
                                new IOException(
                                        "nobody knows the keys of bucket %s any more"
                                                .formatted(upload.place().bucket())));
        String prefix = upload.place().prefix();
        try (ObjectStorage storage = ObjectStorage.open(target)) {
            for (RecordedFile file : disk.beside(id)) {
                Path path = file.path();
                if (path != null) {
                    var stored =
                            new StoredFile(
                                    file.id(),
                                    file.kind(),
                                    StorageKeys.beside(prefix, recording, file),
                                    file.bytes(),
                                    file.createdAt().toEpochMilli());
                    bring(storage, id, stored, path, file.kind().contentType());
                }
            }
            Path movie = disk.movie(id);
            Instant ended = recording.stoppedAt();
            if (Files.exists(movie)) {
                var stored =
                        new StoredFile(
                                id,
                                null,
                                StorageKeys.movie(prefix, recording),
                                Files.size(movie),
                                (ended == null ? recording.startedAt() : ended).toEpochMilli());
                bring(storage, id, stored, movie, "video/mp4");
            }
        }
        Upload brought = uploads.get(id);
        if (brought != null) {
            save(brought.done());
            log.info("Recording {} is in the storage, and no longer here", id);
        }
    }

    /// Only when it is written down that a file is there does it go here.
    private void bring(
            ObjectStorage storage, String id, StoredFile stored, Path path, String contentType)
            throws IOException {
        Upload upload = uploads.get(id);
        if (upload == null) {
            return;
        }
        if (upload.file(stored.id()).isEmpty()) {
            storage.put(stored.key(), path, contentType);
            save(upload.with(stored));
        }
        Files.deleteIfExists(path);
    }

    private void save(Upload upload) {
        store.save(upload);
        uploads.put(upload.recordingId(), upload);
    }

    private void forget(Upload upload) {
        store.remove(upload.recordingId());
        uploads.remove(upload.recordingId());
    }

    /// What is on its way begins anew after the next start.
    @Override
    public void close() {
        Thread last = thread;
        if (last != null) {
            last.interrupt();
        }
    }
}
