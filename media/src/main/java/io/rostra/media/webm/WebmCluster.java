package io.rostra.media.webm;

/// Some frames of a stream that began with a [WebmHeader]. Frames are added in order of their time,
/// which is in milliseconds since the stream's beginning.
///
/// ```text
/// Cluster
///   Timestamp
///   SimpleBlock                                   sound
///   BlockGroup (Block, BlockDuration, ReferenceBlock unless it is a key frame)
/// Block: track number | time after the cluster's (16 bits) | flags | frame
/// ```
public final class WebmCluster {
    private static final int KEY_FRAME = 0x80;
    private static final int BLOCK_HEADER = 4;

    /// A track number of one byte: the number with a marker bit.
    private static final int TRACK_MARKER = 0x80;

    /// The picture before; players look only at whether it stands there.
    private static final byte[] EARLIER = {-1};

    private final long start;
    private final ElementWriter blocks = new ElementWriter(4096);

    /// @param start time of the first frame
    public WebmCluster(long start) {
        this.start = start;
    }

    /// An Opus packet.
    public void addSound(long time, byte[] packet) {
        blocks.binary(Ebml.SIMPLE_BLOCK, block(WebmHeader.SOUND_TRACK, time, KEY_FRAME, packet));
    }

    /// A VP8 frame.
    ///
    /// @param duration how long it is shown if none follows
    public void addPicture(long time, byte[] frame, boolean keyFrame, long duration) {
        blocks.element(
                Ebml.BLOCK_GROUP,
                () -> {
                    blocks.binary(Ebml.BLOCK, block(WebmHeader.VIDEO_TRACK, time, 0, frame));
                    blocks.unsigned(Ebml.BLOCK_DURATION, duration);
                    if (!keyFrame) {
                        blocks.binary(Ebml.REFERENCE_BLOCK, EARLIER);
                    }
                });
    }

    private byte[] block(int track, long time, int flags, byte[] frame) {
        long offset = time - start;
        if (offset != (short) offset) {
            throw new IllegalArgumentException(
                    "A frame at " + time + " in the cluster of " + start);
        }
        return new ElementWriter(BLOCK_HEADER + frame.length)
                .number(TRACK_MARKER | track, 1)
                .number(offset, Short.BYTES)
                .number(flags, 1)
                .raw(frame)
                .toByteArray();
    }

    public byte[] toByteArray() {
        var writer = new ElementWriter(4096);
        writer.element(
                Ebml.CLUSTER,
                () -> writer.unsigned(Ebml.TIMESTAMP, start).raw(blocks.toByteArray()));
        return writer.toByteArray();
    }
}
