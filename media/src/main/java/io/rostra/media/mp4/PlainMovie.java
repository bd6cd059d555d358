package io.rostra.media.mp4;

import java.util.List;

/// The header of a plain MP4 file, with which players seek to any sample.
///
/// ```text
/// moov
///   mvhd
///   trak
///     tkhd
///     edts(elst)  only if the track begins later than another: an empty edit
///     mdia
///       mdhd, hdlr
///       minf
///         vmhd | smhd, dinf(dref(url))
///         stbl
///           stsd  as in the fragmented file
///           stts  durations
///           stss  key frames, unless all are
///           stsc  samples in each chunk
///           stsz  sizes
///           co64  offsets of chunks
/// ```
final class PlainMovie {

    static final int TIMESCALE = InitSegment.VIDEO_TIMESCALE;

    private static final int EMPTY_EDIT = -1;
    private static final int NORMAL_RATE = 0x0001_0000;

    private PlainMovie() {}

    static byte[] moov(List<SampleTable> tracks) {
        long begin = begin(tracks);
        int samples = tracks.stream().mapToInt(SampleTable::samples).sum();
        BoxWriter writer = new BoxWriter(2048 + 16 * samples);
        int nextId = 1 + tracks.stream().mapToInt(track -> track.header().id()).max().orElse(0);
        writer.box(
                "moov",
                () -> {
                    TrackBoxes.movieHeader(writer, TIMESCALE, duration(tracks), nextId);
                    for (SampleTable track : tracks) {
                        writer.box("trak", () -> track(writer, track, begin));
                    }
                });
        return writer.toByteArray();
    }

    /// Of all tracks together, in ticks of [#TIMESCALE].
    static long duration(List<SampleTable> tracks) {
        long end = 0;
        for (SampleTable track : tracks) {
            if (track.samples() > 0) {
                end = Math.max(end, inMovie(track, track.end()));
            }
        }
        return Math.max(0, end - begin(tracks));
    }

    private static long begin(List<SampleTable> tracks) {
        long begin = Long.MAX_VALUE;
        for (SampleTable track : tracks) {
            if (track.samples() > 0) {
                begin = Math.min(begin, inMovie(track, track.start()));
            }
        }
        return begin == Long.MAX_VALUE ? 0 : begin;
    }

    private static void track(BoxWriter writer, SampleTable track, long begin) {
        long late = inMovie(track, track.start()) - begin;
        long duration = inMovie(track, track.end() - track.start());
        TrackBoxes.trackHeader(writer, track.header(), late + duration);
        if (late > 0) {
            writer.box("edts", () -> editList(writer, late, duration));
        }
        TrackBoxes.media(
                writer, track.header(), track.end() - track.start(), () -> track.write(writer));
    }

    /// Nothing for `late`, then all of the track.
    private static void editList(BoxWriter writer, long late, long duration) {
        writer.fullBox(
                "elst",
                1,
                0,
                () ->
                        writer.u32(2)
                                .u64(late)
                                .u64(EMPTY_EDIT)
                                .u32(NORMAL_RATE)
                                .u64(duration)
                                .u64(0)
                                .u32(NORMAL_RATE));
    }

    private static long inMovie(SampleTable track, long ticks) {
        return ticks * TIMESCALE / track.header().timescale();
    }
}
