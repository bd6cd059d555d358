package io.rostra.media.mp4;

import io.rostra.media.container.ContainerException;
import io.rostra.media.container.Demuxer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The box `moof` (ISO/IEC 14496-12 section 8.8): where in the stream the samples of a fragment
/// lie.
final class FragmentSamples {
    private static final int TRAF = Boxes.type("traf");
    private static final int TFHD = Boxes.type("tfhd");
    private static final int TFDT = Boxes.type("tfdt");
    private static final int TRUN = Boxes.type("trun");

    /// Of one fragment, all tracks together: minutes of any recorder.
    private static final int MAX_SAMPLES = 20_000;

    /// A sample that is no sync sample, in its flags.
    private static final int NON_SYNC = 0x0001_0000;

    private static final int TFHD_BASE_OFFSET = 0x1;
    private static final int TFHD_DESCRIPTION = 0x2;
    private static final int TFHD_DURATION = 0x8;
    private static final int TFHD_SIZE = 0x10;
    private static final int TFHD_FLAGS = 0x20;
    private static final int TRUN_DATA_OFFSET = 0x1;
    private static final int TRUN_FIRST_FLAGS = 0x4;
    private static final int TRUN_DURATION = 0x100;
    private static final int TRUN_SIZE = 0x200;
    private static final int TRUN_FLAGS = 0x400;
    private static final int TRUN_COMPOSITION = 0x800;

    /// @param offset in the stream
    /// @param decodeTime in ticks of the track
    /// @param time of presentation, in ticks of the track
    record Located(
            MovieHeader.Entry entry,
            long offset,
            int size,
            long decodeTime,
            long time,
            boolean sync) {}

    private final MovieHeader header;
    private final long moofOffset;
    private final List<Located> samples = new ArrayList<>();
    private int seen;

    private FragmentSamples(MovieHeader header, long moofOffset) {
        this.header = header;
        this.moofOffset = moofOffset;
    }

    /// @param children walks over the children of `moof`
    /// @param moofOffset of the box in the stream
    static List<Located> parse(Boxes children, MovieHeader header, long moofOffset)
            throws ContainerException {
        var fragment = new FragmentSamples(header, moofOffset);
        while (children.next()) {
            if (children.type() == TRAF) {
                fragment.readTrack(children.children());
            }
        }
        return fragment.samples;
    }

    private void readTrack(Boxes traf) throws ContainerException {
        int trackId = 0;
        MovieHeader.Defaults defaults = new MovieHeader.Defaults(0, 0, 0);
        long base = moofOffset;
        long time = 0;
        long next = moofOffset;
        while (traf.next()) {
            if (traf.type() == TFHD) {
                trackId = traf.i32(4);
                defaults = defaults(traf, header.defaults(trackId));
                base = (traf.i32(0) & TFHD_BASE_OFFSET) != 0 ? traf.i64(8) : moofOffset;
                next = base;
            } else if (traf.type() == TFDT) {
                time = traf.u8(0) == 1 ? traf.i64(4) : traf.u32(4);
                if (time < 0 || time > Long.MAX_VALUE >>> 1) {
                    throw Boxes.damaged();
                }
            } else if (traf.type() == TRUN) {
                boolean placed = (traf.i32(0) & TRUN_DATA_OFFSET) != 0;
                long offset = placed ? base + traf.i32(8) : next;
                var run = new Run(traf, defaults, header.usable().get(trackId), offset, time);
                run.read();
                time = run.time;
                next = run.offset;
            }
        }
    }

    private static MovieHeader.Defaults defaults(Boxes tfhd, MovieHeader.Defaults inherited)
            throws ContainerException {
        int flags = tfhd.i32(0);
        int at = 8;
        at += (flags & TFHD_BASE_OFFSET) != 0 ? 8 : 0;
        at += (flags & TFHD_DESCRIPTION) != 0 ? 4 : 0;
        long duration = inherited.duration();
        if ((flags & TFHD_DURATION) != 0) {
            duration = tfhd.u32(at);
            at += 4;
        }
        long size = inherited.size();
        if ((flags & TFHD_SIZE) != 0) {
            size = tfhd.u32(at);
            at += 4;
        }
        int sampleFlags = (flags & TFHD_FLAGS) != 0 ? tfhd.i32(at) : inherited.flags();
        return new MovieHeader.Defaults(duration, size, sampleFlags);
    }

    /// One box `trun`.
    private final class Run {
        private final Boxes trun;
        private final MovieHeader.Defaults defaults;
        private final MovieHeader.@Nullable Entry entry;
        private final int flags;
        private long offset;
        private long time;

        Run(
                Boxes trun,
                MovieHeader.Defaults defaults,
                MovieHeader.@Nullable Entry entry,
                long offset,
                long time)
                throws ContainerException {
            this.trun = trun;
            this.defaults = defaults;
            this.entry = entry;
            this.offset = offset;
            this.time = time;
            flags = trun.i32(0);
        }

        void read() throws ContainerException {
            long count = trun.u32(4);
            if (count > MAX_SAMPLES - seen) {
                throw Boxes.damaged();
            }
            seen += (int) count;
            int at = 8 + ((flags & TRUN_DATA_OFFSET) != 0 ? 4 : 0);
            int firstFlags = defaults.flags();
            if ((flags & TRUN_FIRST_FLAGS) != 0) {
                firstFlags = trun.i32(at);
                at += 4;
            }
            for (int i = 0; i < count; i++) {
                at = readSample(at, i == 0 ? firstFlags : defaults.flags());
            }
        }

        private int readSample(int from, int inheritedFlags) throws ContainerException {
            int at = from;
            long duration = defaults.duration();
            if ((flags & TRUN_DURATION) != 0) {
                duration = trun.u32(at);
                at += 4;
            }
            long size = defaults.size();
            if ((flags & TRUN_SIZE) != 0) {
                size = trun.u32(at);
                at += 4;
            }
            int sampleFlags = inheritedFlags;
            if ((flags & TRUN_FLAGS) != 0) {
                sampleFlags = trun.i32(at);
                at += 4;
            }
            long composition = 0;
            if ((flags & TRUN_COMPOSITION) != 0) {
                composition = trun.u8(0) == 0 ? trun.u32(at) : trun.i32(at);
                at += 4;
            }
            if (size > Demuxer.MAX_FRAME_BYTES) {
                throw Boxes.damaged();
            }
            if (entry != null && size > 0) {
                boolean sync = (sampleFlags & NON_SYNC) == 0;
                samples.add(new Located(entry, offset, (int) size, time, time + composition, sync));
            }
            offset += size;
            time += duration;
            return at;
        }
    }
}
