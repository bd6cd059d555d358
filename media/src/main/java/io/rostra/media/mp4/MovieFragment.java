package io.rostra.media.mp4;

import java.util.List;

/// A movie fragment with its media data (ISO/IEC 14496-12 section 8.8): one part of a live stream,
/// decodable after the [InitSegment] and what came before.
///
/// ```text
/// moof
///   mfhd  sequence number
///   traf
///     tfhd  track, default-base-is-moof
///     tfdt  decode time of the first sample, 64 bits
///     trun  offset of the data in mdat; duration, size and flags of each sample
/// mdat    the samples, one after the other
/// ```
public final class MovieFragment {

    private static final int DEFAULT_BASE_IS_MOOF = 0x02_0000;
    static final int DATA_OFFSET = 0x1;
    private static final int SAMPLE_DURATION = 0x100;
    private static final int SAMPLE_SIZE = 0x200;
    private static final int SAMPLE_FLAGS = 0x400;

    /// sample_depends_on = 2: on no other sample (section 8.8.3.1).
    static final int SYNC_FLAGS = 0x0200_0000;

    /// sample_depends_on = 1: on others; sample_is_non_sync_sample.
    private static final int NON_SYNC_FLAGS = 0x0101_0000;

    private static final int MDAT_HEADER = 8;
    private static final int FIXED_LENGTH = 100;
    private static final int TRUN_ENTRY = 12;

    private MovieFragment() {}

    /// @param sequence counts the fragments of a track from 1
    /// @param decodeTime of the first sample, in ticks of the track's timescale
    public static byte[] write(int sequence, long decodeTime, List<Sample> samples) {
        return write(InitSegment.TRACK_ID, sequence, decodeTime, samples);
    }

    /// @param trackId of the track in a file with several
    /// @param sequence counts the fragments of the file from 1
    /// @param decodeTime of the first sample, in ticks of the track's timescale
    public static byte[] write(int trackId, int sequence, long decodeTime, List<Sample> samples) {
        int dataLength = 0;
        for (Sample sample : samples) {
            dataLength += sample.data().length;
        }
        BoxWriter writer =
                new BoxWriter(
                        FIXED_LENGTH + samples.size() * TRUN_ENTRY + MDAT_HEADER + dataLength);
        writer.box(
                "moof",
                () -> {
                    writer.fullBox("mfhd", 0, 0, () -> writer.u32(sequence));
                    writer.box("traf", () -> trackFragment(writer, trackId, decodeTime, samples));
                });
        writer.box("mdat", () -> samples.forEach(sample -> writer.raw(sample.data())));
        return writer.toByteArray();
    }

    private static void trackFragment(
            BoxWriter writer, int trackId, long decodeTime, List<Sample> samples) {
        writer.fullBox("tfhd", 0, DEFAULT_BASE_IS_MOOF, () -> writer.u32(trackId));
        writer.fullBox("tfdt", 1, 0, () -> writer.u64(decodeTime));
        writer.fullBox(
                "trun",
                0,
                DATA_OFFSET | SAMPLE_DURATION | SAMPLE_SIZE | SAMPLE_FLAGS,
                () -> trackRun(writer, samples));
    }

    /// trun is the last box of moof and moof the first of the fragment, so the offset of the data
    /// from the start of moof is the length written when the table ends, and an mdat header.
    private static void trackRun(BoxWriter writer, List<Sample> samples) {
        writer.u32(samples.size());
        writer.u32(writer.length() + 4L + (long) samples.size() * TRUN_ENTRY + MDAT_HEADER);
        for (Sample sample : samples) {
            writer.u32(sample.duration());
            writer.u32(sample.data().length);
            writer.u32(sample.sync() ? SYNC_FLAGS : NON_SYNC_FLAGS);
        }
    }
}
