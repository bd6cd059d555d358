package io.rostra.media.mp4;

import java.util.List;

/// The header of a fragmented MP4 file without samples of its own: one track, as in a live stream,
/// or video and sound, as in a recording.
///
/// ```text
/// ftyp  iso6, cmfc
/// moov
///   mvhd  movie header
///   trak (one or two)
///     tkhd  width and height for video
///     mdia
///       mdhd  timescale
///       hdlr  vide | soun
///       minf
///         vmhd | smhd, dinf(dref(url))
///         stbl
///           stsd  sample entry: avc1(avcC, pasp) | mp4a(esds) | Opus(dOps)
///           stts, stsc, stsz, stco: empty, the samples are in fragments
///   mvex(trex)
/// ```
public final class InitSegment {

    /// Of the only track, and of the video of a movie.
    public static final int TRACK_ID = 1;

    /// Of the sound of a movie.
    public static final int SECOND_TRACK_ID = 2;

    public static final int VIDEO_TIMESCALE = 90_000;
    public static final int AUDIO_TIMESCALE = 48_000;

    private InitSegment() {}

    /// An H.264 track, sample entry avc1: parameter sets only here, never in the samples.
    ///
    /// @param sps sequence parameter set, a NAL unit without start code, at least 4 bytes
    /// @param pps picture parameter set, likewise
    public static byte[] video(byte[] sps, byte[] pps, int width, int height) {
        return write(List.of(videoTrack(sps, pps, width, height)));
    }

    /// An AAC-LC track, 48 kHz stereo.
    public static byte[] audio() {
        return write(List.of(soundTrack(TRACK_ID, SampleEntries::mp4a)));
    }

    /// Both: video as track [#TRACK_ID], sound as track [#SECOND_TRACK_ID].
    public static byte[] movie(byte[] sps, byte[] pps, int width, int height) {
        return write(
                List.of(
                        videoTrack(sps, pps, width, height),
                        soundTrack(SECOND_TRACK_ID, SampleEntries::mp4a)));
    }

    /// As [#movie], with sound in Opus, 48 kHz stereo.
    public static byte[] movieWithOpus(byte[] sps, byte[] pps, int width, int height) {
        return write(
                List.of(
                        videoTrack(sps, pps, width, height),
                        soundTrack(SECOND_TRACK_ID, SampleEntries::opus)));
    }

    private record Track(TrackHeader header, TrackBoxes.Content sampleEntry) {}

    private static Track videoTrack(byte[] sps, byte[] pps, int width, int height) {
        return new Track(
                new TrackHeader(TRACK_ID, VIDEO_TIMESCALE, TrackHeader.VIDEO, width, height),
                writer -> SampleEntries.avc1(writer, sps, pps, width, height));
    }

    private static Track soundTrack(int id, TrackBoxes.Content sampleEntry) {
        return new Track(
                new TrackHeader(id, AUDIO_TIMESCALE, TrackHeader.SOUND, 0, 0), sampleEntry);
    }

    private static byte[] write(List<Track> tracks) {
        BoxWriter writer = new BoxWriter(2048);
        writer.box("ftyp", () -> writer.ascii("iso6").u32(1).ascii("iso6").ascii("cmfc"));
        writer.box(
                "moov",
                () -> {
                    TrackBoxes.movieHeader(writer, 1000, 0, tracks.getLast().header().id() + 1);
                    tracks.forEach(track -> writer.box("trak", () -> track(writer, track)));
                    writer.box("mvex", () -> tracks.forEach(track -> defaults(writer, track)));
                });
        return writer.toByteArray();
    }

    private static void track(BoxWriter writer, Track track) {
        TrackBoxes.trackHeader(writer, track.header(), 0);
        TrackBoxes.media(
                writer,
                track.header(),
                0,
                () -> {
                    TrackBoxes.sampleDescription(writer, track.sampleEntry());
                    writer.fullBox("stts", 0, 0, () -> writer.u32(0));
                    writer.fullBox("stsc", 0, 0, () -> writer.u32(0));
                    writer.fullBox("stsz", 0, 0, () -> writer.u32(0).u32(0));
                    writer.fullBox("stco", 0, 0, () -> writer.u32(0));
                });
    }

    /// Default sample description 1; duration, size and flags stand with each sample.
    private static void defaults(BoxWriter writer, Track track) {
        writer.fullBox("trex", 0, 0, () -> writer.u32(track.header().id()).u32(1).zeros(12));
    }
}
