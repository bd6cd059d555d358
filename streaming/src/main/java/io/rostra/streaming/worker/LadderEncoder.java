package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/// Pictures of one size to H.264 in that size and in smaller ones. All have their key frames at the
/// same pictures. The largest is encoded on the caller's thread, the others meanwhile on one of our
/// own; the caller waits for both, so none falls behind. Not thread-safe.
final class LadderEncoder implements AutoCloseable {

    private final int width;
    private final int height;
    private final int sizes;
    private final Output output;
    private final H264Encoder top;
    private final List<Rung> rungs = new ArrayList<>();

    /// What the rungs gave for the picture at hand. The thread that fills it and the one that
    /// empties it take turns.
    private final List<Runnable> given = new ArrayList<>();

    private final ExecutorService helper =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("ladder").factory());

    interface Output {
        /// @param rung 0 for the largest size
        /// @param accessUnit byte stream (annex B), parameter sets in front of key frames
        void onH264(int rung, long pts, boolean keyFrame, byte[] accessUnit);
    }

    /// @param width pixels, even
    /// @param height pixels, even
    /// @param sizes at most
    LadderEncoder(int width, int height, int sizes, Output output) throws CodecException {
        this.width = width;
        this.height = height;
        this.sizes = sizes;
        this.output = output;
        top = new H264Encoder(width, height, (pts, key, data) -> output.onH264(0, pts, key, data));
        try {
            for (RungSizes.Size size : RungSizes.below(width, height, sizes)) {
                rungs.add(new Rung(rungs.size() + 1, size));
            }
        } catch (CodecException e) {
            close();
            throw e;
        }
    }

    boolean fits(int pictureWidth, int pictureHeight, int mostSizes) {
        return pictureWidth == width && pictureHeight == height && mostSizes == sizes;
    }

    /// @param picture of the largest size
    /// @param pts in 90 kHz ticks, growing
    void encode(AVFrame picture, long pts, boolean forceKeyFrame) throws CodecException {
        if (rungs.isEmpty()) {
            top.encode(picture, pts, forceKeyFrame);
            return;
        }
        Future<?> lower =
                helper.submit(() -> {
                    for (Rung rung : rungs) {
                        rung.encode(picture, pts, forceKeyFrame);
                    }
                    return null;
                });
        try {
            top.encode(picture, pts, forceKeyFrame);
        } finally {
            await(lower);
        }
        given.forEach(Runnable::run);
        given.clear();
    }

    private static void await(Future<?> task) throws CodecException {
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CodecException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        helper.shutdown();
        top.close();
        rungs.forEach(Rung::close);
    }

    /// A smaller size.
    private final class Rung {
        private final AVFrame scaled;
        private final Scaler scaler = new Scaler();
        private final H264Encoder encoder;
        private final Fit whole;

        Rung(int number, RungSizes.Size size) throws CodecException {
            scaled = Canvas.frame(size.width(), size.height());
            whole = new Fit(0, 0, width, height, 0, 0, size.width(), size.height());
            encoder =
                    new H264Encoder(
                            size.width(),
                            size.height(),
                            (pts, key, data) ->
                                    given.add(() -> output.onH264(number, pts, key, data)));
        }

        void encode(AVFrame picture, long pts, boolean forceKeyFrame) throws CodecException {
            Canvas.makeWritable(scaled);
            scaler.scale(picture, scaled, whole);
            encoder.encode(scaled, pts, forceKeyFrame);
        }

        void close() {
            encoder.close();
            scaler.close();
            av_frame_free(scaled);
        }
    }
}
