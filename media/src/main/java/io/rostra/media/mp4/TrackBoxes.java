package io.rostra.media.mp4;

/// The boxes that the header of a fragmented file and that of a plain one have in common (ISO/IEC
/// 14496-12 sections 8.2 to 8.5). Those with durations are of version 1, 64 bits.
final class TrackBoxes {

    private static final int[] UNITY_MATRIX = {
        0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000
    };

    /// track_enabled, track_in_movie (section 8.3.2.3).
    private static final int TRACK_FLAGS = 3;

    /// ISO 639-2 "und", five bits a letter.
    private static final int LANGUAGE_UNDETERMINED = 0x55C4;

    private TrackBoxes() {}

    @FunctionalInterface
    interface Content {
        void write(BoxWriter writer);
    }

    /// @param duration in ticks of `timescale`
    static void movieHeader(BoxWriter writer, int timescale, long duration, int nextTrackId) {
        writer.fullBox(
                "mvhd",
                1,
                0,
                () -> {
                    writer.zeros(16).u32(timescale).u64(duration); // created, modified
                    writer.u32(0x0001_0000).u16(0x0100).zeros(10); // rate 1.0, volume 1.0
                    matrix(writer);
                    writer.zeros(24).u32(nextTrackId);
                });
    }

    /// @param duration in ticks of the movie's timescale
    static void trackHeader(BoxWriter writer, TrackHeader track, long duration) {
        writer.fullBox(
                "tkhd",
                1,
                TRACK_FLAGS,
                () -> {
                    writer.zeros(16).u32(track.id()).zeros(4).u64(duration); // times, reserved
                    writer.zeros(12).u16(track.isVideo() ? 0 : 0x0100).u16(0); // layer .. volume
                    matrix(writer);
                    writer.u32((long) track.width() << 16).u32((long) track.height() << 16);
                });
    }

    /// @param duration in ticks of the track's timescale
    /// @param sampleTable writes what is in stbl
    static void media(BoxWriter writer, TrackHeader track, long duration, Runnable sampleTable) {
        writer.box(
                "mdia",
                () -> {
                    writer.fullBox(
                            "mdhd",
                            1,
                            0,
                            () ->
                                    writer.zeros(16)
                                            .u32(track.timescale())
                                            .u64(duration)
                                            .u16(LANGUAGE_UNDETERMINED)
                                            .u16(0));
                    writer.fullBox(
                            "hdlr",
                            0,
                            0,
                            () ->
                                    writer.zeros(4)
                                            .ascii(track.handler())
                                            .zeros(12)
                                            .ascii("Rostra")
                                            .u8(0));
                    writer.box("minf", () -> mediaInformation(writer, track, sampleTable));
                });
    }

    private static void mediaInformation(
            BoxWriter writer, TrackHeader track, Runnable sampleTable) {
        if (track.isVideo()) {
            writer.fullBox("vmhd", 0, 1, () -> writer.zeros(8));
        } else {
            writer.fullBox("smhd", 0, 0, () -> writer.zeros(4));
        }
        writer.box(
                "dinf",
                () ->
                        writer.fullBox(
                                "dref", 0, 0, () -> writer.u32(1).fullBox("url ", 0, 1, () -> {})));
        writer.box("stbl", sampleTable);
    }

    static void sampleDescription(BoxWriter writer, Content sampleEntry) {
        writer.fullBox(
                "stsd",
                0,
                0,
                () -> {
                    writer.u32(1);
                    sampleEntry.write(writer);
                });
    }

    private static void matrix(BoxWriter writer) {
        for (int value : UNITY_MATRIX) {
            writer.u32(value);
        }
    }
}
