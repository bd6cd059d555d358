package io.rostra.media.mp4;

/// The header of a fragmented MP4 file with one track and no samples of its own.
///
/// ```text
/// ftyp  iso6, cmfc
/// moov
///   mvhd  movie header
///   trak
///     tkhd  width and height for video
///     mdia
///       mdhd  timescale
///       hdlr  vide | soun
///       minf
///         vmhd | smhd, dinf(dref(url))
///         stbl
///           stsd  sample entry: avc1(avcC, pasp) | mp4a(esds)
///           stts, stsc, stsz, stco: empty, the samples are in fragments
///   mvex(trex)
/// ```
public final class InitSegment {

    static final int TRACK_ID = 1;

    public static final int VIDEO_TIMESCALE = 90_000;
    public static final int AUDIO_TIMESCALE = 48_000;

    private static final int[] UNITY_MATRIX = {
        0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000
    };

    /// track_enabled, track_in_movie (section 8.3.2.3).
    private static final int TRACK_FLAGS = 3;

    /// ISO 639-2 "und", five bits a letter.
    private static final int LANGUAGE_UNDETERMINED = 0x55C4;

    private InitSegment() {}

    /// An H.264 track, sample entry avc1: parameter sets only here, never in the samples.
    ///
    /// @param sps sequence parameter set, a NAL unit without start code, at least 4 bytes
    /// @param pps picture parameter set, likewise
    public static byte[] video(byte[] sps, byte[] pps, int width, int height) {
        return write(
                new Track(
                        VIDEO_TIMESCALE,
                        "vide",
                        width,
                        height,
                        writer -> SampleEntries.avc1(writer, sps, pps, width, height)));
    }

    /// An AAC-LC track, 48 kHz stereo.
    public static byte[] audio() {
        return write(new Track(AUDIO_TIMESCALE, "soun", 0, 0, SampleEntries::mp4a));
    }

    private record Track(
            int timescale, String handler, int width, int height, SampleEntry sampleEntry) {
        boolean isVideo() {
            return handler.equals("vide");
        }
    }

    @FunctionalInterface
    private interface SampleEntry {
        void write(BoxWriter writer);
    }

    private static byte[] write(Track track) {
        BoxWriter writer = new BoxWriter(1024);
        writer.box("ftyp", () -> writer.ascii("iso6").u32(1).ascii("iso6").ascii("cmfc"));
        writer.box(
                "moov",
                () -> {
                    movieHeader(writer);
                    writer.box("trak", () -> track(writer, track));
                    writer.box("mvex", () -> trackExtends(writer));
                });
        return writer.toByteArray();
    }

    private static void movieHeader(BoxWriter writer) {
        writer.fullBox(
                "mvhd",
                0,
                0,
                () -> {
                    writer.zeros(8).u32(1000).u32(0); // created, modified, timescale, duration
                    writer.u32(0x0001_0000).u16(0x0100).zeros(10); // rate 1.0, volume 1.0
                    matrix(writer);
                    writer.zeros(24).u32(TRACK_ID + 1); // next track
                });
    }

    private static void trackExtends(BoxWriter writer) {
        // Default sample description 1; duration, size and flags stand with each sample.
        writer.fullBox("trex", 0, 0, () -> writer.u32(TRACK_ID).u32(1).zeros(12));
    }

    private static void track(BoxWriter writer, Track track) {
        writer.fullBox(
                "tkhd",
                0,
                TRACK_FLAGS,
                () -> {
                    writer.zeros(8).u32(TRACK_ID).zeros(8); // times, id, reserved, duration
                    writer.zeros(12).u16(track.isVideo() ? 0 : 0x0100).u16(0); // layer .. volume
                    matrix(writer);
                    writer.u32((long) track.width() << 16).u32((long) track.height() << 16);
                });
        writer.box("mdia", () -> media(writer, track));
    }

    private static void media(BoxWriter writer, Track track) {
        writer.fullBox(
                "mdhd",
                0,
                0,
                () ->
                        writer.zeros(8)
                                .u32(track.timescale())
                                .u32(0)
                                .u16(LANGUAGE_UNDETERMINED)
                                .u16(0));
        writer.fullBox(
                "hdlr",
                0,
                0,
                () -> writer.zeros(4).ascii(track.handler()).zeros(12).ascii("Rostra").u8(0));
        writer.box("minf", () -> mediaInformation(writer, track));
    }

    private static void mediaInformation(BoxWriter writer, Track track) {
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
        writer.box(
                "stbl",
                () -> {
                    writer.fullBox(
                            "stsd",
                            0,
                            0,
                            () -> {
                                writer.u32(1);
                                track.sampleEntry().write(writer);
                            });
                    writer.fullBox("stts", 0, 0, () -> writer.u32(0));
                    writer.fullBox("stsc", 0, 0, () -> writer.u32(0));
                    writer.fullBox("stsz", 0, 0, () -> writer.u32(0).u32(0));
                    writer.fullBox("stco", 0, 0, () -> writer.u32(0));
                });
    }

    private static void matrix(BoxWriter writer) {
        for (int value : UNITY_MATRIX) {
            writer.u32(value);
        }
    }
}
