package io.rostra.streaming.egress.recording;

import io.rostra.media.mp4.InitSegment;
import io.rostra.media.mp4.MalformedBoxException;
import io.rostra.media.mp4.MovieFragment;
import io.rostra.media.mp4.Sample;
import io.rostra.streaming.egress.hls.PartSink;
import io.rostra.streaming.egress.hls.ProgramSink;
import io.rostra.streaming.egress.hls.SegmentStart;
import io.rostra.streaming.egress.hls.TrackFormat;
import io.rostra.streaming.frames.H264Parameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a live stream to a file as it is made, and finishes the file at the end. Begins and
/// pauses at segments. The times in the file begin at zero and run through pauses.
///
/// Segments come on the packager's thread, which never waits: a thread of our own writes. When the
/// disk does not take it as fast as it comes, the recording ends there. [#pause] and [#resume] are
/// thread-safe.
public final class Recorder implements ProgramSink {

    private static final Logger log = LoggerFactory.getLogger(Recorder.class);

    /// About a minute of a good picture.
    private static final long MOST_QUEUED_BYTES = 32L << 20;

    private static final int AUDIO_TRACK = InitSegment.SECOND_TRACK_ID;
    private static final long SKIPPED = Long.MIN_VALUE;
    private static final long MILLIS_TO_TICKS = InitSegment.VIDEO_TIMESCALE / 1000;

    /// Called on the recorder's thread, but for nothing else.
    public interface Listener {
        /// The first picture is about to be written.
        void onBegun(int width, int height);

        /// The file is being made seekable.
        void onFinishing();

        /// The recording is over and the file is a plain MP4.
        ///
        /// @param failure why it ended before it was asked to, in plain words; or null
        void onFinished(long durationMillis, long bytes, @Nullable String failure);

        /// The recording is over and there is nothing to play.
        void onFailed(String reason);
    }

    private sealed interface Entry {}

    private record Begin(H264Parameters parameters) implements Entry {}

    private record Fragment(byte[] bytes) implements Entry {}

    private record SegmentEnd() implements Entry {}

    private record End() implements Entry {}

    private final Path path;
    private final long minFreeBytes;
    private final LongSupplier freeBytes;
    private final Listener listener;
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final VideoInput video = new VideoInput();
    private final AudioInput audio = new AudioInput();

    /// What becomes of the segments that sound has not reached yet: where they begin in the file,
    /// in ticks of 90 kHz before the live stream's time, or [#SKIPPED].
    private final Deque<Long> shifts = new ArrayDeque<>();

    private int sequence;
    private volatile boolean paused;
    private volatile boolean overflow;
    private volatile boolean done;
    private volatile long writtenTicks;
    private volatile long writtenBytes;

    /// @param path of the file, which must not exist
    public Recorder(Path path, RecordingConfig config, Listener listener) {
        this(path, config, () -> usableSpace(config.directory()), listener);
    }

    Recorder(Path path, RecordingConfig config, LongSupplier freeBytes, Listener listener) {
        this.path = path;
        this.minFreeBytes = config.minFreeBytes();
        this.freeBytes = freeBytes;
        this.listener = listener;
        Thread.ofVirtual().name("recorder").start(this::write);
    }

    /// Makes a plain MP4 of a file whose writer has died.
    ///
    /// @return null when there is nothing to play in it
    public static @Nullable Repaired repair(Path path) throws IOException {
        try {
            RecordingFile.Facts facts = RecordingFile.finish(path);
            return new Repaired(
                    facts.durationMillis(), facts.bytes(), facts.width(), facts.height());
        } catch (MalformedBoxException _) {
            return null;
        }
    }

    public record Repaired(long durationMillis, long bytes, int width, int height) {}

    /// Why nothing can be recorded now, in plain words; null if it can.
    public static @Nullable String refusal(RecordingConfig config) {
        return refusal(usableSpace(config.directory()), config.minFreeBytes());
    }

    private static @Nullable String refusal(long free, long needed) {
        if (free >= needed) {
            return null;
        }
        return "The disk of the recordings has only %d MB left, and %d MB have to stay free."
                .formatted(free >> 20, needed >> 20);
    }

    /// Leaves out the segments from the next one on.
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    /// Of what is in the file.
    public long durationMillis() {
        return writtenTicks / MILLIS_TO_TICKS;
    }

    public long bytes() {
        return writtenBytes;
    }

    @Override
    public PartSink video() {
        return video;
    }

    @Override
    public PartSink audio() {
        return audio;
    }

    @Override
    public void end() {
        add(new End());
    }

    private void put(int track, long decodeTime, List<Sample> samples) {
        sequence++;
        byte[] bytes = MovieFragment.write(track, sequence, decodeTime, samples);
        if (queuedBytes.addAndGet(bytes.length) > MOST_QUEUED_BYTES) {
            overflow = true;
        }
        if (overflow) {
            queuedBytes.addAndGet(-bytes.length);
        } else {
            add(new Fragment(bytes));
        }
    }

    private void add(Entry entry) {
        if (!done) {
            entries.add(entry);
        }
    }

    private static long duration(List<Sample> samples) {
        return samples.stream().mapToLong(Sample::duration).sum();
    }

    private final class VideoInput implements PartSink {
        private @Nullable H264Parameters parameters;
        private boolean begun;
        private boolean recording;
        private long shift;
        private long end;

        @Override
        public void useFormat(TrackFormat format) {
            if (format instanceof TrackFormat.Avc(H264Parameters now)) {
                parameters = now;
            }
        }

        @Override
        public void beginSegment(SegmentStart start) {
            boolean before = recording;
            recording = !paused && (before || start.independent());
            if (recording && !before) {
                shift = start.at() - end;
            }
            if (recording && !begun && parameters != null) {
                begun = true;
                add(new Begin(parameters));
            }
            shifts.addLast(recording ? shift : SKIPPED);
        }

        @Override
        public void addPart(List<Sample> samples, boolean independent) {
            if (recording) {
                put(InitSegment.TRACK_ID, end, samples);
                end += duration(samples);
            }
        }

        @Override
        public void endSegment() {
            if (recording) {
                add(new SegmentEnd());
            }
        }
    }

    /// Sound begins its segments up to one access unit after the picture. Behind a pause that can
    /// be before the end of what is there; then it moves back by as much.
    private final class AudioInput implements PartSink {
        private boolean recording;
        private long next;
        private long end;

        @Override
        public void useFormat(TrackFormat format) {}

        @Override
        public void beginSegment(SegmentStart start) {
            Long shift = shifts.pollFirst();
            recording = shift != null && shift != SKIPPED;
            if (shift != null && recording) {
                next =
                        start.at()
                                - shift * InitSegment.AUDIO_TIMESCALE / InitSegment.VIDEO_TIMESCALE;
            }
        }

        @Override
        public void addPart(List<Sample> samples, boolean independent) {
            if (recording) {
                long at = Math.max(next, end);
                put(AUDIO_TRACK, at, samples);
                next += duration(samples);
                end = at + duration(samples);
                writtenTicks =
                        Math.max(
                                video.end,
                                end * InitSegment.VIDEO_TIMESCALE / InitSegment.AUDIO_TIMESCALE);
            }
        }

        @Override
        public void endSegment() {}
    }

    /// The thread of the recorder.
    private void write() {
        String failure = null;
        try {
            failure = writeAll();
        } catch (IOException e) {
            failure = "The recording could not be written: " + e.getMessage();
        } catch (InterruptedException _) {
            failure = "The recorder was interrupted.";
        }
        finish(failure);
    }

    /// @return why it ended before [End], or null
    private @Nullable String writeAll() throws IOException, InterruptedException {
        RecordingFile file = null;
        try {
            while (true) {
                switch (entries.take()) {
                    case Begin(var p) -> {
                        listener.onBegun(p.width(), p.height());
                        byte[] init = InitSegment.movie(p.sps(), p.pps(), p.width(), p.height());
                        file = RecordingFile.create(path, init);
                    }
                    case Fragment(var bytes) -> {
                        if (file != null) {
                            file.append(ByteBuffer.wrap(bytes));
                            writtenBytes = file.length();
                        }
                        queuedBytes.addAndGet(-bytes.length);
                    }
                    case SegmentEnd() -> {
                        if (file != null) {
                            file.sync();
                        }
                        String full = refusal(freeBytes.getAsLong(), minFreeBytes);
                        if (full != null) {
                            return full;
                        }
                    }
                    case End() -> {
                        return overflow ? "The disk does not keep up." : null;
                    }
                }
                if (overflow && entries.isEmpty()) {
                    return "The disk does not keep up.";
                }
            }
        } finally {
            if (file != null) {
                file.close();
            }
        }
    }

    private void finish(@Nullable String failure) {
        done = true;
        entries.clear();
        if (!Files.exists(path)) {
            listener.onFailed(failure == null ? "Nothing came to be recorded." : failure);
            return;
        }
        try {
            listener.onFinishing();
            RecordingFile.Facts facts = RecordingFile.finish(path);
            writtenBytes = facts.bytes();
            listener.onFinished(facts.durationMillis(), facts.bytes(), failure);
        } catch (IOException e) {
            log.warn("Recording {} cannot be finished", path.getFileName(), e);
            listener.onFailed("The recording could not be finished: " + e.getMessage());
        } catch (MalformedBoxException e) {
            listener.onFailed(failure == null ? "Nothing came to be recorded." : failure);
        }
    }

    private static long usableSpace(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException _) {
            return 0;
        }
    }
}
