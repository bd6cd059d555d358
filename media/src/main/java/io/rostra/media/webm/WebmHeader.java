package io.rostra.media.webm;

/// What a WebM stream of Opus, and perhaps VP8, begins with; [WebmCluster]s follow without end (RFC
/// 9559 section 5.1).
///
/// ```text
/// EBML     webm
/// Segment, of unknown size
///   Info     a tick is a millisecond
///   Tracks
///     TrackEntry 1  A_OPUS, CodecPrivate is OpusHead, Audio
///     TrackEntry 2  V_VP8, Video
/// ```
public final class WebmHeader {
    static final int SOUND_TRACK = 1;
    static final int VIDEO_TRACK = 2;

    private static final int TYPE_VIDEO = 1;
    private static final int TYPE_SOUND = 2;
    private static final long NANOS_PER_TICK = 1_000_000;

    /// What a decoder needs to hear before it is right: 80 ms (RFC 7845 section 4.6).
    private static final long SEEK_PRE_ROLL_NANOS = 80_000_000;

    /// Identification header (RFC 7845 section 5.1): version 1, 2 channels, nothing to skip, 48
    /// kHz, no gain, one stream.
    private static final byte[] OPUS_HEAD = {
        'O', 'p', 'u', 's', 'H', 'e', 'a', 'd', 1, 2, 0, 0, (byte) 0x80, (byte) 0xBB, 0, 0, 0, 0, 0
    };

    private static final int SAMPLE_RATE = 48_000;
    private static final int CHANNELS = 2;

    private WebmHeader() {}

    public static byte[] sound() {
        return write(WebmHeader::soundEntry);
    }

    /// @param width of the first key frame; later ones may have another
    public static byte[] movie(int width, int height) {
        return write(writer -> {
            soundEntry(writer);
            videoEntry(writer, width, height);
        });
    }

    @FunctionalInterface
    private interface Content {
        void write(ElementWriter writer);
    }

    private static byte[] write(Content entries) {
        var writer = new ElementWriter(512);
        writer.element(
                Ebml.EBML,
                () ->
                        writer.unsigned(Ebml.EBML_VERSION, 1)
                                .unsigned(Ebml.EBML_READ_VERSION, 1)
                                .unsigned(Ebml.MAX_ID_LENGTH, 4)
                                .unsigned(Ebml.MAX_SIZE_LENGTH, 8)
                                .ascii(Ebml.DOC_TYPE, "webm")
                                .unsigned(Ebml.DOC_TYPE_VERSION, 4)
                                .unsigned(Ebml.DOC_TYPE_READ_VERSION, 2));
        writer.openEnded(Ebml.SEGMENT);
        writer.element(
                Ebml.INFO,
                () ->
                        writer.unsigned(Ebml.TIMESTAMP_SCALE, NANOS_PER_TICK)
                                .ascii(Ebml.MUXING_APP, "Rostra")
                                .ascii(Ebml.WRITING_APP, "Rostra"));
        writer.element(Ebml.TRACKS, () -> entries.write(writer));
        return writer.toByteArray();
    }

    private static void soundEntry(ElementWriter writer) {
        writer.element(
                Ebml.TRACK_ENTRY,
                () ->
                        entry(writer, SOUND_TRACK, TYPE_SOUND, "A_OPUS")
                                .binary(Ebml.CODEC_PRIVATE, OPUS_HEAD)
                                .unsigned(Ebml.SEEK_PRE_ROLL, SEEK_PRE_ROLL_NANOS)
                                .element(
                                        Ebml.AUDIO,
                                        () ->
                                                writer.float64(Ebml.SAMPLING_FREQUENCY, SAMPLE_RATE)
                                                        .unsigned(Ebml.CHANNELS, CHANNELS)));
    }

    private static void videoEntry(ElementWriter writer, int width, int height) {
        writer.element(
                Ebml.TRACK_ENTRY,
                () ->
                        entry(writer, VIDEO_TRACK, TYPE_VIDEO, "V_VP8")
                                .element(
                                        Ebml.VIDEO,
                                        () ->
                                                writer.unsigned(Ebml.PIXEL_WIDTH, width)
                                                        .unsigned(Ebml.PIXEL_HEIGHT, height)));
    }

    private static ElementWriter entry(ElementWriter writer, int number, int type, String codec) {
        return writer.unsigned(Ebml.TRACK_NUMBER, number)
                .unsigned(Ebml.TRACK_UID, number)
                .unsigned(Ebml.TRACK_TYPE, type)
                .unsigned(Ebml.FLAG_LACING, 0)
                .ascii(Ebml.CODEC_ID, codec);
    }
}
