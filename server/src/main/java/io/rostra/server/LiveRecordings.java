package io.rostra.server;

import io.rostra.platform.live.ChatLine;
import io.rostra.platform.live.RecordedFile;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recording.State;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.store.UploadStore.StoredFile;
import io.rostra.server.storage.Uploads;
import io.rostra.streaming.egress.hls.Packager;
import io.rostra.streaming.egress.recording.MovieTool;
import io.rostra.streaming.egress.recording.Recorder;
import io.rostra.streaming.egress.recording.RecordingConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Recordings of rooms: the program of a room as MP4 files. Thread-safe.
final class LiveRecordings implements Recordings, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveRecordings.class);
    private static final long CLOSE_SECONDS = 3;

    private final Programs programs;
    private final RecordingConfig config;
    private final RecordingCatalog catalog;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    private final Clips clips;
    private final Optional<Uploads> uploads;

    /// Reads the catalogue; blocks while it repairs what was cut off.
    ///
    /// @param tool that makes stills and clips
    /// @param live where clips of live streams come from
    /// @param uploads stay the caller's, who closes them; empty when everything stays here
    LiveRecordings(
            Programs programs,
            RecordingConfig config,
            MovieTool tool,
            Clips.LiveParts live,
            Optional<Uploads> uploads) {
        this.programs = programs;
        this.config = config;
        this.catalog = RecordingCatalog.open(config.directory());
        this.clips = new Clips(catalog, tool, live);
        this.uploads = uploads;
        uploads.ifPresent(each -> each.start(catalog));
    }

    @Override
    public void start(String roomId, String sessionId, Listener listener) {
        Thread.startVirtualThread(() -> begin(roomId, sessionId, listener));
    }

    private void begin(String roomId, String sessionId, Listener listener) {
        String refusal = Recorder.refusal(config);
        if (refusal != null) {
            listener.onRefused(507, refusal);
            return;
        }
        var run = new Run(roomId, sessionId, listener);
        if (runs.putIfAbsent(roomId, run) != null) {
            listener.onRefused(409, "The room is being recorded already.");
            return;
        }
        try {
            catalog.save(run.recording());
            uploads.ifPresent(each -> each.expect(run.id, roomId));
        } catch (IOException e) {
            log.warn("A recording cannot be started", e);
            runs.remove(roomId, run);
            listener.onRefused(500, "The folder of the recordings cannot be written to.");
            return;
        }
        if (!programs.use(roomId, run)) {
            runs.remove(roomId, run);
            uploads.ifPresent(each -> each.delete(run.id));
            catalog.forget(run.id);
            listener.onRefused(409, "Nobody is in the room.");
        }
    }

    @Override
    public void pause(String roomId) {
        Run run = runs.get(roomId);
        if (run != null) {
            run.pause(true);
        }
    }

    @Override
    public void resume(String roomId) {
        Run run = runs.get(roomId);
        if (run != null) {
            run.pause(false);
        }
    }

    @Override
    public void stop(String roomId) {
        Run run = runs.get(roomId);
        if (run != null) {
            run.end(null);
        }
    }

    @Override
    public Optional<Recording> current(String roomId) {
        return Optional.ofNullable(runs.get(roomId)).map(Run::recording);
    }

    @Override
    public List<Recording> list() {
        runs.values().forEach(run -> catalog.update(run.recording()));
        return catalog.newestFirst();
    }

    @Override
    public Optional<Recording> find(String recordingId) {
        for (Run run : runs.values()) {
            if (run.id.equals(recordingId)) {
                return Optional.of(run.recording());
            }
        }
        return catalog.find(recordingId);
    }

    @Override
    public Optional<Path> file(String recordingId) {
        return catalog.find(recordingId)
                .filter(recording -> recording.state() == State.COMPLETED)
                .map(recording -> catalog.complete(recording.id()))
                .filter(Files::isRegularFile);
    }

    @Override
    public Optional<String> stored(String recordingId) {
        return uploads.flatMap(each -> each.uri(recordingId, recordingId));
    }

    @Override
    public Optional<String> destination(Recording recording) {
        return uploads.flatMap(each -> each.destination(recording));
    }

    @Override
    public Optional<URI> storageLink(String fileId, Duration validFor) {
        String recording = RecordingCatalog.recordingOf(fileId);
        return uploads.flatMap(each -> each.link(recording, fileId, validFor));
    }

    @Override
    public boolean isShown(String recordingId) {
        return file(recordingId).isPresent()
                || uploads.filter(each -> each.isInOwn(recordingId)).isPresent();
    }

    @Override
    public List<RecordedFile> beside(String recordingId) {
        List<StoredFile> there = uploads.map(each -> each.filesOf(recordingId)).orElseGet(List::of);
        List<RecordedFile> files = new ArrayList<>();
        for (StoredFile file : there) {
            RecordedFile.Kind kind = file.kind();
            if (kind != null) {
                String uri = uploads.flatMap(each -> each.uri(recordingId, file.id())).orElse(null);
                files.add(
                        new RecordedFile(
                                file.id(), kind, null, uri, file.bytes(), file.createdAt()));
            }
        }
        for (RecordedFile here : catalog.beside(recordingId)) {
            if (there.stream().noneMatch(file -> file.id().equals(here.id()))) {
                files.add(here);
            }
        }
        return files;
    }

    @Override
    public Optional<RecordedFile> findFile(String fileId) {
        String recording = RecordingCatalog.recordingOf(fileId);
        if (catalog.find(recording).isEmpty()) {
            return Optional.empty(); // it may be anything, and becomes part of a path
        }
        return beside(recording).stream().filter(file -> file.id().equals(fileId)).findFirst();
    }

    @Override
    public void onChat(String roomId, ChatLine line) {
        Run run = runs.get(roomId);
        if (run != null) {
            run.onChat(line);
        }
    }

    @Override
    public Recording clip(String recordingId, Duration from, Duration to) throws ClipException {
        Recording recording =
                catalog.find(recordingId)
                        .filter(found -> found.state() == State.COMPLETED)
                        .orElseThrow(() -> new ClipException("The recording has no file."));
        if (stored(recordingId).isPresent()) {
            throw new ClipException(
                    "The recording has gone to the storage; clips are made of what is here.");
        }
        checkSpace();
        return uploaded(clips.ofRecording(recording, from, to));
    }

    private Recording uploaded(Recording clip) {
        uploads.ifPresent(each -> {
            each.expect(clip.id(), clip.roomId());
            each.ended(clip);
        });
        return clip;
    }

    @Override
    public Recording clipOfLive(String roomId, String sessionId, Duration last)
            throws ClipException {
        checkSpace();
        return uploaded(clips.ofLive(roomId, sessionId, last));
    }

    private void checkSpace() throws ClipException {
        String refusal = Recorder.refusal(config);
        if (refusal != null) {
            throw new ClipException(refusal);
        }
    }

    @Override
    public boolean delete(String recordingId) {
        boolean deleted = catalog.delete(recordingId);
        if (deleted) {
            uploads.ifPresent(each -> each.delete(recordingId));
        }
        return deleted;
    }

    /// Ends all recordings and waits a little until their files are finished; what is not by then
    /// is repaired on the next start.
    @Override
    public void close() throws InterruptedException {
        endAll(Duration.ofSeconds(CLOSE_SECONDS));
    }

    /// Like [#close], but recordings can be started again.
    void endAll(Duration atMost) throws InterruptedException {
        List<Run> last = List.copyOf(runs.values());
        last.forEach(run -> run.end(null));
        long until = System.nanoTime() + atMost.toNanos();
        for (Run run : last) {
            var _ = run.over.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    /// One recording of one room.
    private final class Run implements Programs.User, Recorder.Listener {
        private final String id = UUID.randomUUID().toString();
        private final String roomId;
        private final String sessionId;
        private final Listener listener;
        private final CountDownLatch over = new CountDownLatch(1);
        private State state = State.STARTING;
        private Instant startedAt = Instant.now();
        private int width;
        private int height;
        private boolean ending;
        private @Nullable Packager packager;
        private @Nullable Recorder recorder;
        private final ChatTranscript transcript;

        Run(String roomId, String sessionId, Listener listener) {
            this.roomId = roomId;
            this.sessionId = sessionId;
            this.listener = listener;
            this.transcript = new ChatTranscript(catalog.beside(id, RecordedFile.Kind.CHAT, 1));
        }

        synchronized void onChat(ChatLine line) {
            if (state == State.RUNNING) {
                transcript.add(line, startedAt);
            }
        }

        synchronized Recording recording() {
            Recorder running = recorder;
            return new Recording(
                    id,
                    roomId,
                    sessionId,
                    state,
                    startedAt,
                    null,
                    Duration.ofMillis(running == null ? 0 : running.durationMillis()),
                    running == null ? 0 : running.bytes(),
                    width,
                    height,
                    null);
        }

        @Override
        public synchronized void onOpen(Packager opened, Instant epoch) {
            if (ending) {
                return;
            }
            var started = new Recorder(catalog.growing(id), config, this);
            packager = opened;
            recorder = started;
            opened.join(started);
        }

        @Override
        public void onStageEmpty() {
            end(null);
        }

        @Override
        public void onBroken() {
            end("The live stream broke.");
        }

        synchronized void pause(boolean pause) {
            Recorder running = recorder;
            State from = pause ? State.RUNNING : State.PAUSED;
            if (running == null || state != from) {
                return;
            }
            if (pause) {
                running.pause();
            } else {
                running.resume();
            }
            become(pause ? State.PAUSED : State.RUNNING);
        }

        /// @param failure why there is nothing to record, if so
        void end(@Nullable String failure) {
            Packager from;
            Recorder last;
            synchronized (this) {
                if (ending) {
                    return;
                }
                ending = true;
                from = packager;
                last = recorder;
            }
            if (from != null && last != null) {
                from.leave(last);
            } else {
                String reason = failure == null ? "Nothing came to be recorded." : failure;
                Thread.startVirtualThread(() -> onFailed(reason));
            }
            programs.leave(roomId, this);
        }

        @Override
        public synchronized void onBegun(int newWidth, int newHeight) {
            width = newWidth;
            height = newHeight;
            startedAt = Instant.now();
            become(State.RUNNING);
        }

        @Override
        public synchronized void onFinishing() {
            become(State.FINISHING);
        }

        @Override
        public void onFinished(long durationMillis, long bytes, @Nullable String failure) {
            try {
                catalog.publish(id);
                conclude(State.COMPLETED, durationMillis, bytes, failure);
            } catch (IOException e) {
                log.warn("Recording {} cannot be given its name", id, e);
                conclude(State.FAILED, durationMillis, bytes, "The file cannot be renamed.");
            }
        }

        @Override
        public void onFailed(String reason) {
            conclude(State.FAILED, 0, 0, reason);
        }

        private void become(State next) {
            state = next;
            listener.onChanged(recording());
        }

        private void conclude(
                State last, long durationMillis, long bytes, @Nullable String failure) {
            Recording ended;
            synchronized (this) {
                state = last;
                ended =
                        new Recording(
                                id,
                                roomId,
                                sessionId,
                                last,
                                startedAt,
                                Instant.now(),
                                Duration.ofMillis(durationMillis),
                                bytes,
                                width,
                                height,
                                failure);
            }
            try {
                catalog.save(ended);
            } catch (IOException e) {
                log.warn("Recording {} is not in the catalogue", id, e);
            }
            runs.remove(roomId, this);
            transcript.close();
            Thread.startVirtualThread(() -> {
                if (last == State.COMPLETED) {
                    clips.illustrate(ended);
                }
                uploads.ifPresent(each -> each.ended(ended));
            });
            listener.onChanged(ended);
            over.countDown();
            end(null); // it may have ended by itself
        }
    }
}
