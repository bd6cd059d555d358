package io.rostra.media.mp4;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A fragmented file read back box by box, to become the header of a plain file in which the same
/// samples are found at once. Knows what [InitSegment] and [MovieFragment] write, and nothing else.
/// Not thread-safe.
public final class FragmentedMovie {

    private static final int SAMPLE_ENTRY = 12;
    private static final int TRUN_HEADER = 12;

    private final List<SampleTable> tracks = new ArrayList<>();

    /// @param moov content of the box
    public FragmentedMovie(ByteBuffer moov) throws MalformedBoxException {
        for (BoxReader trak : new BoxReader(moov).all("trak")) {
            BoxReader tkhd = trak.first("tkhd");
            BoxReader mdia = trak.first("mdia");
            var header =
                    new TrackHeader(
                            tkhd.u32(20),
                            mdia.first("mdhd").u32(20),
                            mdia.first("hdlr").ascii(8),
                            tkhd.u32(88) >>> 16,
                            tkhd.u32(92) >>> 16);
            if (header.timescale() <= 0) {
                throw new MalformedBoxException("a track has no timescale");
            }
            byte[] stsd = mdia.first("minf", "stbl", "stsd").content();
            tracks.add(new SampleTable(header, stsd));
        }
    }

    /// Takes note of a fragment whose samples are all there.
    ///
    /// @param moof content of the box
    /// @param offset of the box in the file
    /// @param end of the mdat that follows it
    public void add(ByteBuffer moof, long offset, long end) throws MalformedBoxException {
        BoxReader traf = new BoxReader(moof).first("traf");
        SampleTable track = track(traf.first("tfhd").u32(4));
        BoxReader trun = traf.first("trun");
        int count = trun.u32(4);
        if (track == null
                || count < 1
                || trun.length() - TRUN_HEADER != (long) count * SAMPLE_ENTRY) {
            throw new MalformedBoxException("a fragment has no samples of a known track");
        }
        long data = offset + trun.u32(8);
        checkSizes(trun, count, end - data);
        track.beginChunk(data, traf.first("tfdt").u64(4));
        for (int i = 0; i < count; i++) {
            int at = TRUN_HEADER + i * SAMPLE_ENTRY;
            boolean sync = trun.u32(at + 8) == MovieFragment.SYNC_FLAGS;
            track.add(trun.u32(at), trun.u32(at + 4), sync);
        }
    }

    private static void checkSizes(BoxReader trun, int count, long available)
            throws MalformedBoxException {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int at = TRUN_HEADER + i * SAMPLE_ENTRY;
            if (trun.u32(at) < 0 || trun.u32(at + 4) < 0) {
                throw new MalformedBoxException("a sample has a negative length");
            }
            sum += trun.u32(at + 4);
        }
        if (sum > available) {
            throw new MalformedBoxException("samples reach beyond their fragment");
        }
    }

    private @Nullable SampleTable track(int id) {
        for (SampleTable track : tracks) {
            if (track.header().id() == id) {
                return track;
            }
        }
        return null;
    }

    /// The header of a plain file with these samples where they are.
    public byte[] plainHeader() {
        return PlainMovie.moov(tracks.stream().filter(track -> track.samples() > 0).toList());
    }

    public boolean isEmpty() {
        return tracks.stream().allMatch(track -> track.samples() == 0);
    }

    /// From the first sample of any track to the end of the last one.
    public long durationMillis() {
        return PlainMovie.duration(tracks) * 1000 / PlainMovie.TIMESCALE;
    }

    public int width() {
        return tracks.stream().mapToInt(track -> track.header().width()).max().orElse(0);
    }

    public int height() {
        return tracks.stream().mapToInt(track -> track.header().height()).max().orElse(0);
    }
}
