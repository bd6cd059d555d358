package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FAST_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/// Draws a part of a picture into a part of another, in another size. Keeps what the last use has
/// prepared, so each pair of sizes has a scaler of its own. Not thread-safe.
///
/// swscale writes some pixels more than it should at the end of each row, so a part is scaled into
/// a picture of its own first, and copied.
final class Scaler implements AutoCloseable {

    private static final int PLANES = 3;

    private final PointerPointer<BytePointer> from = new PointerPointer<>(4);
    private final IntPointer fromStride = new IntPointer(4);
    private final PointerPointer<BytePointer> into = new PointerPointer<>(4);
    private final IntPointer intoStride = new IntPointer(4);
    private @Nullable SwsContext context;
    private @Nullable AVFrame part;

    void scale(AVFrame picture, AVFrame onto, Fit fit) throws CodecException {
        if (fit.width() == onto.width() && fit.height() == onto.height()) {
            scaleWhole(picture, onto, fit);
            return;
        }
        AVFrame scaled = partOf(onto, fit);
        scaleWhole(picture, scaled, fit);
        for (int plane = 0; plane < PLANES; plane++) {
            int shift = plane == 0 ? 0 : 1;
            av_image_copy_plane(
                    at(onto, plane, fit.x() >> shift, fit.y() >> shift),
                    onto.linesize(plane),
                    new BytePointer(scaled.data(plane)),
                    scaled.linesize(plane),
                    fit.width() >> shift,
                    fit.height() >> shift);
        }
    }

    private AVFrame partOf(AVFrame onto, Fit fit) throws CodecException {
        AVFrame current = part;
        if (current != null) {
            if (current.width() == fit.width() && current.height() == fit.height()) {
                return current;
            }
            av_frame_free(current);
            part = null;
        }
        AVFrame fresh = Canvas.frame(fit.width(), fit.height(), onto.format());
        part = fresh;
        return fresh;
    }

    private void scaleWhole(AVFrame picture, AVFrame onto, Fit fit) throws CodecException {
        context =
                sws_getCachedContext(
                        context,
                        fit.sourceWidth(),
                        fit.sourceHeight(),
                        picture.format(),
                        fit.width(),
                        fit.height(),
                        onto.format(),
                        SWS_FAST_BILINEAR,
                        null,
                        null,
                        (DoublePointer) null);
        if (context == null) {
            throw new CodecException("A picture cannot be scaled");
        }
        for (int plane = 0; plane < PLANES; plane++) {
            int shift = plane == 0 ? 0 : 1;
            from.put(plane, at(picture, plane, fit.sourceX() >> shift, fit.sourceY() >> shift));
            fromStride.put(plane, picture.linesize(plane));
            into.put(plane, at(onto, plane, 0, 0));
            intoStride.put(plane, onto.linesize(plane));
        }
        from.put(3, (Pointer) null);
        into.put(3, (Pointer) null);
        fromStride.put(3, 0);
        intoStride.put(3, 0);
        sws_scale(context, from, fromStride, 0, fit.sourceHeight(), into, intoStride);
    }

    private static BytePointer at(AVFrame frame, int plane, int x, int y) {
        BytePointer start = new BytePointer(frame.data(plane));
        return start.position(start.position() + (long) y * frame.linesize(plane) + x);
    }

    @Override
    public void close() {
        if (context != null) {
            sws_freeContext(context);
            context = null;
        }
        if (part != null) {
            av_frame_free(part);
            part = null;
        }
        from.close();
        fromStride.close();
        into.close();
        intoStride.close();
    }
}
