package io.rostra.streaming.egress.hls;

import io.rostra.media.mp4.MovieFragment;
import io.rostra.media.mp4.Sample;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The video, a lower layer of it, or the audio of a stream as it can be fetched: its window of
/// segments, the bytes behind every URI, and the current [MediaPlaylist].
///
/// Written by the frame thread. Requests read [#playlist] and [#file], which are safe on any
/// thread.
final class Rendition {

    /// Files outlive their listing by this many target durations, for players that hold an old
    /// playlist.
    private static final int GRACE_TARGETS = 6;

    private final String name;
    private final String contentType;
    private final MediaPlaylist.Settings settings;
    private final long windowTicks;
    private final TimedMetadata metadata;
    private final Map<String, Buffer> files = new ConcurrentHashMap<>();
    private final BlockingReload blockingReload = new BlockingReload();

    private final @Nullable RewindStore store;
    private final long memoryTicks;

    /// Oldest first.
    private final List<Segment> segments = new ArrayList<>();

    private final Deque<Segment> expired = new ArrayDeque<>();
    private Segment open;
    private @Nullable Buffer growing;
    private String initUri = "";
    private int initVersion;
    private int fragmentNumber;
    private String hintUri = "";
    private long discontinuitySequence;
    private long peakBitrate;
    private volatile MediaPlaylist playlist;
    private volatile @Nullable Rendered rendered;
    private volatile @Nullable Rendered renderedDelta;

    /// Segments before this number have no parts any more.
    private long wholeUntil;

    /// Segments before this number are not in memory any more.
    private long storedUntil;

    /// A playlist and its text.
    private record Rendered(MediaPlaylist playlist, RenderedPlaylist text) {}

    /// @param timescale ticks a second
    /// @param partTarget in ticks
    Rendition(
            String name,
            String contentType,
            HlsConfig config,
            Instant epoch,
            int timescale,
            long partTarget,
            TimedMetadata metadata,
            @Nullable RewindStore store) {
        this.store = store;
        this.metadata = metadata;
        this.name = name;
        this.contentType = contentType;
        this.settings =
                new MediaPlaylist.Settings(
                        name,
                        timescale,
                        epoch,
                        config.targetDuration(),
                        partTarget,
                        config.partHoldBack());
        this.memoryTicks = HlsConfig.MEMORY.toMillis() * timescale / 1000;
        long window = config.window().toMillis() * timescale / 1000;
        this.windowTicks = store == null ? Math.min(window, memoryTicks) : window;
        this.open = segment(0, 0, false);
        this.hintUri = nextPartUri();
        this.playlist = snapshot(Ended.NO);
    }

    /// The segments from the next one on decode with `init`. The URI is new for each, so that all
    /// files are immutable.
    void useInit(byte[] init) {
        initVersion++;
        initUri = name + "-init-" + initVersion + ".mp4";
        files.put(initUri, Buffer.buffer(init));
    }

    /// Of the segment that is open, or will be next.
    long number() {
        return open.number();
    }

    /// @param start in ticks
    void beginSegment(long start, boolean discontinuity) {
        open = segment(open.number(), start, discontinuity);
        growing = Buffer.buffer();
    }

    /// Publishes a part at the end of the open segment.
    void addPart(List<Sample> samples, boolean independent) {
        String uri = nextPartUri();
        fragmentNumber++;
        byte[] fragment = MovieFragment.write(fragmentNumber, open.end(), samples);
        long duration = 0;
        for (Sample sample : samples) {
            duration += sample.duration();
        }
        files.put(uri, Buffer.buffer(fragment));
        if (growing != null) {
            growing.appendBytes(fragment);
        }
        open =
                open.plus(
                        new PartialSegment(uri, duration, independent),
                        fragment.length,
                        samples.size());
        hintUri = nextPartUri();
        publish(Ended.NO);
    }

    /// Lets the segments of another rendition stand in for those that this one has not: its
    /// playlist names the other's files.
    void standIn(Rendition other) {
        if (segments.isEmpty() && other.segments.size() > 0) {
            discontinuitySequence = other.discontinuitySequence;
        }
        long first = other.segments.isEmpty() ? 0 : other.segments.getFirst().number();
        int from = (int) Math.max(0, open.number() - first);
        for (Segment segment : other.segments.subList(from, other.segments.size())) {
            segments.add(segment);
            expire(segment.end());
        }
        open = other.open;
        hintUri = other.hintUri;
        growing = null;
    }

    /// Shows what [#standIn] has changed.
    void publish() {
        publish(Ended.NO);
    }

    /// Completes the open segment. A segment without parts leaves no trace.
    ///
    /// That it is complete is published with the first part of the next segment. hls.js 1.7 takes a
    /// complete segment for loaded when less than 0.2 s of it is missing, and never fetches a short
    /// last part if it learns of the end while the part before is on its way; now it learns of the
    /// part first.
    void endSegment() {
        if (growing == null || open.parts().isEmpty()) {
            return;
        }
        files.put(open.uri(), growing);
        growing = null;
        if (store != null && windowTicks > memoryTicks) {
            store.write(open.uri(), files.get(open.uri()));
        }
        segments.add(open);
        long bitrate = open.bytes() * 8 * settings.timescale() / open.duration();
        peakBitrate = Math.max(peakBitrate, bitrate);
        expire(open.end());
        open = segment(open.number() + 1, open.end(), false);
    }

    void end() {
        endSegment();
        publish(Ended.YES);
    }

    /// After the end, when everything has been written: what is on disk leaves memory.
    void moveToDisk() {
        if (windowTicks > memoryTicks) {
            segments.replaceAll(segment -> dropFromMemory(dropParts(segment)));
            publish(Ended.YES);
        }
    }

    MediaPlaylist playlist() {
        return playlist;
    }

    /// The current playlist as text. Rendered once for each version (twice if two threads ask at
    /// the same moment).
    RenderedPlaylist rendered(MediaPlaylist.Skip skip, List<MediaPlaylist.RenditionReport> others) {
        boolean delta = skip == MediaPlaylist.Skip.YES;
        Rendered current = delta ? renderedDelta : rendered;
        MediaPlaylist version = playlist;
        if (current == null || current.playlist() != version) {
            current = new Rendered(version, RenderedPlaylist.of(version.render(skip, others)));
            if (delta) {
                renderedDelta = current;
            } else {
                rendered = current;
            }
        }
        return current.text();
    }

    /// The bytes behind a URI if they are in memory.
    @Nullable Buffer file(String uri) {
        return files.get(uri);
    }

    /// The file behind a URI if it is on disk.
    @Nullable Path storedFile(String uri) {
        return store == null ? null : store.find(uri);
    }

    /// Writes these segments, which decode alike, as a movie.
    ///
    /// @return false when some of it is gone
    boolean save(List<Segment> chosen, Path file) throws IOException {
        Buffer init = chosen.isEmpty() ? null : file(chosen.getFirst().initUri());
        if (init == null) {
            return false;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(init.getBytes());
            for (Segment segment : chosen) {
                Buffer inMemory = file(segment.uri());
                Path stored = storedFile(segment.uri());
                if (inMemory != null) {
                    out.write(inMemory.getBytes());
                } else if (stored != null) {
                    Files.copy(stored, out);
                } else {
                    return false;
                }
            }
        }
        return true;
    }

    /// Whether a URI can only belong to this rendition.
    boolean owns(String uri) {
        return settings.owns(uri);
    }

    /// Whether the part comes next.
    boolean isHinted(String uri) {
        MediaPlaylist current = playlist;
        return !current.ended() && current.hintUri().equals(uri);
    }

    String contentType() {
        return contentType;
    }

    BlockingReload blockingReload() {
        return blockingReload;
    }

    private enum Ended {
        NO,
        YES
    }

    private void publish(Ended ended) {
        playlist = snapshot(ended);
        blockingReload.wake();
    }

    private MediaPlaylist snapshot(Ended ended) {
        Segment first = segments.isEmpty() ? open : segments.getFirst();
        return new MediaPlaylist(
                settings,
                discontinuitySequence,
                new ArrayList<>(segments),
                open,
                hintUri,
                metadata.since(settings.instant(first.start())),
                ended == Ended.YES,
                peakBitrate);
    }

    private Segment segment(long number, long start, boolean discontinuity) {
        String uri = name + "-" + number + ".m4s";
        return new Segment(number, uri, initUri, discontinuity, false, start, 0, 0, 0, List.of());
    }

    /// Parts are counted through all segments, so that a hinted part comes even if its segment
    /// turns out to be over.
    private String nextPartUri() {
        return name + "-part-" + (fragmentNumber + 1) + ".m4s";
    }

    private void expire(long edge) {
        long grace = (long) GRACE_TARGETS * settings.targetDuration() * settings.timescale();
        int leaving = 0;
        while (edge - segments.get(leaving).end() > windowTicks) {
            Segment old = segments.get(leaving);
            discontinuitySequence += old.discontinuity() ? 1 : 0;
            expired.addLast(old);
            leaving++;
        }
        segments.subList(0, leaving).clear();
        while (!expired.isEmpty() && edge - expired.getFirst().end() > windowTicks + grace) {
            forget(expired.removeFirst());
        }
        wholeUntil = age(wholeUntil, edge - grace, this::dropParts);
        if (windowTicks > memoryTicks) {
            storedUntil = age(storedUntil, edge - memoryTicks, this::dropFromMemory);
        }
    }

    /// Changes the segments from number `from` on that end before `before`.
    ///
    /// @return the number of the first one left alone
    private long age(long from, long before, UnaryOperator<Segment> change) {
        long first = segments.getFirst().number();
        int index = (int) Math.max(0, from - first);
        while (index < segments.size() && segments.get(index).end() < before) {
            segments.set(index, change.apply(segments.get(index)));
            index++;
        }
        return first + index;
    }

    private Segment dropParts(Segment segment) {
        segment.parts().forEach(part -> files.remove(part.uri()));
        return segment.withoutParts();
    }

    /// What could not be stored in time is lost.
    private Segment dropFromMemory(Segment segment) {
        files.remove(segment.uri());
        return storedFile(segment.uri()) == null ? segment.asGap() : segment;
    }

    private void forget(Segment gone) {
        files.remove(gone.uri());
        if (store != null) {
            store.delete(gone.uri());
        }
        Segment next = expired.isEmpty() ? segments.getFirst() : expired.getFirst();
        if (!gone.initUri().equals(next.initUri())) {
            files.remove(gone.initUri());
        }
    }
}
