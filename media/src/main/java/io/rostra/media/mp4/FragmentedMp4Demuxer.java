package io.rostra.media.mp4;

import io.rostra.media.container.AvcConfiguration;
import io.rostra.media.container.ByteQueue;
import io.rostra.media.container.ContainerException;
import io.rostra.media.container.ContainerFrame;
import io.rostra.media.container.Demuxer;
import io.rostra.media.rtp.BigEndian;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads fragmented MP4 as recorders stream it. `moov`, `moof` and `mdat` are read as a whole, all
/// else is skipped; the frames of a fragment come out in the order of their times.
///
/// ```text
/// ftyp | moov | moof | mdat | moof | mdat | ...
/// ```
///
/// A `moov` in between begins another stream, as when a recorder is started anew. Not thread-safe.
public final class FragmentedMp4Demuxer implements Demuxer {
    private static final int FTYP = Boxes.type("ftyp");
    private static final int MOOV = Boxes.type("moov");
    private static final int MOOF = Boxes.type("moof");
    private static final int MDAT = Boxes.type("mdat");
    private static final int HEADER = 8;
    private static final int LARGE_HEADER = 16;
    private static final int MAX_HEADER = 256 << 10;

    /// Some seconds of any camera.
    private static final int MAX_MDAT = 16 << 20;

    private final ByteQueue queue = new ByteQueue();
    private long skip;
    private @Nullable MovieHeader header;
    private List<FragmentSamples.Located> fragment = List.of();

    /// Whether these are the first bytes of an MP4 stream.
    public static boolean isStart(byte[] data) {
        return data.length >= HEADER && BigEndian.i32(data, 4) == FTYP;
    }

    @Override
    public void push(byte[] data, int offset, int length, Output output) throws ContainerException {
        queue.append(data, offset, length);
        while (skipPending() && readBox(output)) {
            // one after the other
        }
    }

    /// @return false while there is more to skip than has come
    private boolean skipPending() {
        int now = (int) Math.min(skip, queue.available());
        queue.skip(now);
        skip -= now;
        return skip == 0;
    }

    /// @return false when the next box is not there yet
    private boolean readBox(Output output) throws ContainerException {
        if (queue.available() < HEADER) {
            return false;
        }
        byte[] bytes = queue.array();
        int at = queue.position();
        long size = BigEndian.u32(bytes, at);
        int type = BigEndian.i32(bytes, at + 4);
        int header = HEADER;
        if (size == 1) {
            if (queue.available() < LARGE_HEADER) {
                return false;
            }
            header = LARGE_HEADER;
            size = BigEndian.i64(bytes, at + HEADER);
        }
        if (size < header || (queue.consumed() == 0 && type != FTYP)) {
            throw queue.consumed() == 0 ? notTheBeginning() : Boxes.damaged();
        }
        if (size > (type == MOOV || type == MOOF ? MAX_HEADER : MAX_MDAT)) {
            throw Boxes.damaged();
        }
        if (type != MOOV && type != MOOF && type != MDAT) {
            skip = size;
            return true;
        }
        if (queue.available() < size) {
            return false;
        }
        onBox(type, at + header, at + (int) size, header, output);
        queue.skip((int) size);
        return true;
    }

    private static ContainerException notTheBeginning() {
        return new ContainerException(
                "The stream does not begin with an MP4 header; mark the recorder's first chunk"
                        + " with {init: true} and send every chunk, in order.");
    }

    private void onBox(int type, int from, int to, int headerLength, Output output)
            throws ContainerException {
        if (type == MOOV) {
            onMovie(new Boxes(queue.array(), from, to), output);
            return;
        }
        MovieHeader known = header;
        if (known == null) {
            throw notTheBeginning();
        }
        if (type == MOOF) {
            fragment =
                    FragmentSamples.parse(
                            new Boxes(queue.array(), from, to), known, queue.consumed());
        } else {
            onData(from, to, queue.consumed() + headerLength, output);
        }
    }

    private void onMovie(Boxes children, Output output) throws ContainerException {
        MovieHeader parsed = MovieHeader.parse(children);
        if (parsed.usable().isEmpty()) {
            throw new ContainerException(
                    parsed.refused().isEmpty()
                            ? "The stream has neither video nor sound."
                            : String.join(" ", parsed.refused()));
        }
        header = parsed;
        fragment = List.of();
        output.onTracks(
                parsed.usable().values().stream().map(MovieHeader.Entry::track).toList(),
                parsed.refused());
    }

    private record Timed(MovieHeader.Entry entry, long decodeMicros, ContainerFrame frame) {}

    /// @param offset of the data in the stream
    private void onData(int from, int to, long offset, Output output) throws ContainerException {
        var frames = new ArrayList<Timed>(fragment.size());
        long left = to - from; // samples that share bytes would multiply them
        for (FragmentSamples.Located sample : fragment) {
            long start = sample.offset() - offset;
            left -= sample.size();
            if (start < 0 || start > to - from || sample.size() > to - from - start || left < 0) {
                throw Boxes.damaged();
            }
            int at = from + (int) start;
            byte[] data = Arrays.copyOfRange(queue.array(), at, at + sample.size());
            AvcConfiguration avc = sample.entry().avc();
            byte[] frame = avc == null ? data : avc.toLengthPrefixed(data);
            if (frame.length > 0) {
                long scale = sample.entry().timescale();
                var shown = new ContainerFrame(micros(sample.time(), scale), sample.sync(), frame);
                frames.add(new Timed(sample.entry(), micros(sample.decodeTime(), scale), shown));
            }
        }
        fragment = List.of();
        frames.sort(Comparator.comparingLong(Timed::decodeMicros));
        for (Timed timed : frames) {
            output.onFrame(timed.entry().track(), timed.frame());
        }
    }

    private static long micros(long ticks, long timescale) throws ContainerException {
        long seconds = Math.max(0, ticks) / timescale;
        if (seconds > 1L << 33) {
            throw Boxes.damaged();
        }
        return seconds * 1_000_000 + Math.max(0, ticks) % timescale * 1_000_000 / timescale;
    }
}
