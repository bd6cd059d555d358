package io.rostra.streaming.worker;

import io.rostra.streaming.worker.WorkerMessage.H264;
import io.rostra.streaming.worker.WorkerMessage.VideoLost;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/// VP8 frames to H.264 pictures of the same size and smaller ones. A new size is a new encoder, and
/// so a new set of parameters with a key frame. Not thread-safe.
final class VideoTranscoder {
    /// OpenH264 refuses smaller pictures.
    private static final int MIN_SIDE = 16;

    private final EventOutput output;
    private @Nullable VideoDecoder decoder;
    private @Nullable LadderEncoder encoder;
    private int sizes = 1;
    private boolean awaitsKeyFrame = true;
    private boolean forceKeyFrame;
    private long lastPts = Long.MIN_VALUE;

    VideoTranscoder(EventOutput output) {
        this.output = output;
    }

    void onVp8(long pts, boolean keyFrame, byte[] frame) throws CodecException {
        if (awaitsKeyFrame && !keyFrame) {
            return;
        }
        awaitsKeyFrame = false;
        if (decoder == null) {
            decoder = VideoDecoder.vp8();
        }
        AVFrame picture = decoder.decode(frame);
        if (picture == null || picture.width() < MIN_SIDE || picture.height() < MIN_SIDE) {
            onLoss();
            return;
        }
        if (pts <= lastPts) {
            return; // the decoder needed it, but it cannot be shown
        }
        lastPts = pts;
        encoderFor(picture).encode(picture, pts, forceKeyFrame);
        forceKeyFrame = false;
    }

    /// Frames are missing before the next one.
    void onLoss() {
        awaitsKeyFrame = true;
        output.send(new VideoLost());
    }

    /// Encoders of 4:2:0 want even sides, so a last odd row or column is left out.
    private LadderEncoder encoderFor(AVFrame picture) throws CodecException {
        picture.width(picture.width() & ~1);
        picture.height(picture.height() & ~1);
        if (encoder == null || !encoder.fits(picture.width(), picture.height(), sizes)) {
            if (encoder != null) {
                encoder.close();
            }
            encoder =
                    new LadderEncoder(
                            picture.width(),
                            picture.height(),
                            sizes,
                            (rung, pts, key, data) -> output.send(new H264(rung, pts, key, data)));
        }
        return encoder;
    }

    /// @param mostSizes in which it is encoded
    void onNewSource(int mostSizes) {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
        sizes = mostSizes;
        awaitsKeyFrame = true;
        forceKeyFrame = true;
    }

    void forceKeyFrame() {
        forceKeyFrame = true;
    }
}
