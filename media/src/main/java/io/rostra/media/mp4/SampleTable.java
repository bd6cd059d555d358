package io.rostra.media.mp4;

import java.util.Arrays;

/// Where each sample of a track is and how long it lasts (ISO/IEC 14496-12 section 8.6 and 8.7),
/// collected in order of time. 9 bytes of memory a sample. Not thread-safe.
final class SampleTable {

    private final TrackHeader header;
    private final byte[] stsd;
    private final Longs chunkOffsets = new Longs();
    private final Ints chunkSamples = new Ints();
    private final Ints sizes = new Ints();
    private final Ints durations = new Ints();
    private final Ints syncSamples = new Ints();
    private long start;
    private long end;

    /// @param stsd content of the box that says how the samples are coded
    SampleTable(TrackHeader header, byte[] stsd) {
        this.header = header;
        this.stsd = stsd;
    }

    TrackHeader header() {
        return header;
    }

    int samples() {
        return sizes.count;
    }

    /// Of the first sample, in ticks.
    long start() {
        return start;
    }

    /// Of the last sample, in ticks.
    long end() {
        return end;
    }

    /// The samples from now on follow each other from `offset` in the file. A gap before them is
    /// closed by showing the sample before it longer.
    void beginChunk(long offset, long decodeTime) {
        if (sizes.count == 0) {
            start = decodeTime;
            end = decodeTime;
        }
        long gap = decodeTime - end;
        if (gap > 0 && gap < Integer.MAX_VALUE - durations.last()) {
            durations.setLast((int) (durations.last() + gap));
            end += gap;
        }
        chunkOffsets.add(offset);
        chunkSamples.add(0);
    }

    void add(int duration, int size, boolean sync) {
        sizes.add(size);
        durations.add(duration);
        if (sync) {
            syncSamples.add(sizes.count);
        }
        end += duration;
        chunkSamples.setLast(chunkSamples.last() + 1);
    }

    void write(BoxWriter writer) {
        writer.box("stsd", () -> writer.raw(stsd));
        writer.fullBox("stts", 0, 0, () -> timeToSample(writer));
        if (syncSamples.count < sizes.count) {
            writer.fullBox(
                    "stss",
                    0,
                    0,
                    () -> {
                        writer.u32(syncSamples.count);
                        syncSamples.write(writer);
                    });
        }
        writer.fullBox("stsc", 0, 0, () -> sampleToChunk(writer));
        writer.fullBox(
                "stsz",
                0,
                0,
                () -> {
                    writer.u32(0).u32(sizes.count);
                    sizes.write(writer);
                });
        writer.fullBox(
                "co64",
                0,
                0,
                () -> {
                    writer.u32(chunkOffsets.count);
                    chunkOffsets.write(writer);
                });
    }

    /// Runs of equal durations: count, duration.
    private void timeToSample(BoxWriter writer) {
        int runs = writer.length();
        writer.u32(0);
        int count = 0;
        for (int i = 0; i < durations.count; ) {
            int first = i;
            while (i < durations.count && durations.values[i] == durations.values[first]) {
                i++;
            }
            writer.u32(i - first).u32(durations.values[first]);
            count++;
        }
        writer.setU32(runs, count);
    }

    /// Runs of chunks with equally many samples: first chunk, samples in each, sample description.
    private void sampleToChunk(BoxWriter writer) {
        int runs = writer.length();
        writer.u32(0);
        int count = 0;
        for (int i = 0; i < chunkSamples.count; i++) {
            if (i == 0 || chunkSamples.values[i] != chunkSamples.values[i - 1]) {
                writer.u32(i + 1).u32(chunkSamples.values[i]).u32(1);
                count++;
            }
        }
        writer.setU32(runs, count);
    }

    private static final class Ints {
        private int[] values = new int[64];
        private int count;

        void add(int value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }

        /// 0 if there is none.
        int last() {
            return count == 0 ? 0 : values[count - 1];
        }

        void setLast(int value) {
            values[count - 1] = value;
        }

        void write(BoxWriter writer) {
            for (int i = 0; i < count; i++) {
                writer.u32(values[i]);
            }
        }
    }

    private static final class Longs {
        private long[] values = new long[64];
        private int count;

        void add(long value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }

        void write(BoxWriter writer) {
            for (int i = 0; i < count; i++) {
                writer.u64(values[i]);
            }
        }
    }
}
