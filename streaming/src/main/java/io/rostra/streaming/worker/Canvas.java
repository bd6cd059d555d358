package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/// A picture that can be drawn on, in YUV 4:2:0 of limited range. Not thread-safe.
final class Canvas implements AutoCloseable {

    private static final int PLANES = 3;

    private final AVFrame frame;

    Canvas(int width, int height) throws CodecException {
        frame = frame(width, height);
    }

    /// An empty picture.
    static AVFrame frame(int width, int height) throws CodecException {
        return frame(width, height, AV_PIX_FMT_YUV420P);
    }

    /// @param format one of 4:2:0
    static AVFrame frame(int width, int height, int format) throws CodecException {
        AVFrame fresh = av_frame_alloc();
        fresh.width(width).height(height).format(format);
        int allocated = av_frame_get_buffer(fresh, 0);
        if (allocated < 0) {
            av_frame_free(fresh);
            throw CodecException.of("Allocating a picture", allocated);
        }
        return fresh;
    }

    /// Whoever still reads the picture keeps it as it is.
    static void makeWritable(AVFrame frame) throws CodecException {
        if (av_frame_make_writable(frame) < 0) {
            throw new CodecException("No memory for a picture");
        }
    }

    /// To be called before each time that something is drawn.
    void makeWritable() throws CodecException {
        makeWritable(frame);
    }

    AVFrame frame() {
        return frame;
    }

    boolean fits(int width, int height) {
        return frame.width() == width && frame.height() == height;
    }

    /// A rectangle of one colour; all numbers are even.
    void fill(int x, int y, int width, int height, Colour colour) {
        fillPlane(0, x, y, width, height, colour.luma());
        fillPlane(1, x / 2, y / 2, width / 2, height / 2, colour.blue());
        fillPlane(2, x / 2, y / 2, width / 2, height / 2, colour.red());
    }

    private void fillPlane(int plane, int x, int y, int width, int height, int value) {
        BytePointer row = new BytePointer(frame.data(plane));
        for (int i = 0; i < height; i++) {
            row.position((long) (y + i) * frame.linesize(plane) + x);
            Pointer.memset(row, value, width);
        }
    }

    /// Lays `sprite` over what is there; it must be inside.
    ///
    /// @param x even
    /// @param y even
    void draw(Sprite sprite, int x, int y) {
        for (int plane = 0; plane < PLANES; plane++) {
            int shift = plane == 0 ? 0 : 1;
            int width = sprite.width() >> shift;
            byte[] row = new byte[width];
            BytePointer at = new BytePointer(frame.data(plane));
            for (int i = 0; i < sprite.height() >> shift; i++) {
                at.position((long) ((y >> shift) + i) * frame.linesize(plane) + (x >> shift));
                at.get(row);
                sprite.blend(plane, i, row);
                at.put(row);
            }
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
