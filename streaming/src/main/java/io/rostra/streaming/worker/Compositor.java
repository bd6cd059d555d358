package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import io.rostra.streaming.worker.WorkerMessage.Composed;
import io.rostra.streaming.worker.WorkerMessage.Layout;
import io.rostra.streaming.worker.WorkerMessage.Tile;
import io.rostra.streaming.worker.WorkerMessage.TileLost;
import io.rostra.streaming.worker.WorkerMessage.TilePicture;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/// Several senders' pictures in one: each is decoded as it comes, and drawn into its tile when the
/// composite is asked for. A tile whose camera is off shows a disc. Not thread-safe.
final class Compositor implements AutoCloseable {

    /// Larger composites and more tiles are a mistake.
    private static final int MOST_PIXELS = 1920 * 1080;

    private static final int MOST_TILES = 25;
    private static final int PLANES = 3;

    /// A camera that sent nothing for this long is off.
    private static final long CAMERA_OFF_TICKS = 2 * 90_000;

    private static final int BACKGROUND = 24;
    private static final int PANEL = 44;
    private static final int DISC = 96;
    private static final int GREY = 128;

    private final EventOutput output;
    private final Map<Integer, Source> sources = new HashMap<>();
    private @Nullable AVFrame canvas;
    private @Nullable H264Encoder encoder;
    private boolean forceKeyFrame;
    private long lastPts = Long.MIN_VALUE;

    Compositor(EventOutput output) {
        this.output = output;
    }

    void onLayout(Layout layout) throws CodecException {
        if ((long) layout.width() * layout.height() > MOST_PIXELS
                || layout.tiles().size() > MOST_TILES
                || !layout.tiles().stream().allMatch(tile -> fits(tile, layout))) {
            throw new CodecException("A layout is impossible");
        }
        sources.entrySet()
                .removeIf(entry -> {
                    boolean gone =
                            layout.tiles().stream()
                                    .noneMatch(tile -> tile.source() == entry.getKey());
                    if (gone) {
                        entry.getValue().close();
                    }
                    return gone;
                });
        if (layout.tiles().isEmpty()) {
            closeCanvas();
            return;
        }
        AVFrame picture = canvasFor(layout.width(), layout.height());
        fill(picture, 0, 0, layout.width(), layout.height(), BACKGROUND);
        for (Tile tile : layout.tiles()) {
            Source source = sources.computeIfAbsent(tile.source(), Source::new);
            source.tile = tile;
            source.drawn = false;
            source.off = false;
        }
    }

    private static boolean fits(Tile tile, Layout layout) {
        return tile.x() >= 0
                && tile.y() >= 0
                && tile.width() >= 16
                && tile.height() >= 16
                && (tile.x() | tile.y() | tile.width() | tile.height()) % 2 == 0
                && tile.x() + tile.width() <= layout.width()
                && tile.y() + tile.height() <= layout.height();
    }

    void onPicture(TilePicture picture) throws CodecException {
        Source source = sources.get(picture.source());
        if (source != null) {
            source.decode(picture);
        }
    }

    /// Pictures were dropped before they came here.
    void onLoss() {
        sources.values().forEach(Source::lose);
    }

    void forceKeyFrame() {
        forceKeyFrame = true;
    }

    /// @param pts in 90 kHz ticks
    void compose(long pts) throws CodecException {
        AVFrame picture = canvas;
        if (picture == null || encoder == null || pts <= lastPts) {
            return;
        }
        lastPts = pts;
        if (av_frame_make_writable(picture) < 0) {
            throw new CodecException("No memory for the composite");
        }
        for (Source source : sources.values()) {
            source.draw(picture, pts);
        }
        encoder.encode(picture, pts, forceKeyFrame);
        forceKeyFrame = false;
    }

    private AVFrame canvasFor(int width, int height) throws CodecException {
        AVFrame current = canvas;
        if (current != null && current.width() == width && current.height() == height) {
            if (av_frame_make_writable(current) < 0) {
                throw new CodecException("No memory for the composite");
            }
            return current;
        }
        closeCanvas();
        AVFrame fresh = av_frame_alloc();
        fresh.width(width).height(height).format(AV_PIX_FMT_YUV420P);
        int allocated = av_frame_get_buffer(fresh, 0);
        if (allocated < 0) {
            throw CodecException.of("Allocating the composite", allocated);
        }
        canvas = fresh;
        encoder =
                new H264Encoder(
                        width,
                        height,
                        (pts, key, data) -> output.send(new Composed(pts, key, data)));
        return fresh;
    }

    private void closeCanvas() {
        if (canvas != null) {
            av_frame_free(canvas);
            canvas = null;
        }
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
    }

    /// A rectangle of one brightness, without colour.
    private static void fill(AVFrame picture, int x, int y, int width, int height, int luma) {
        fillPlane(picture, 0, x, y, width, height, luma);
        fillPlane(picture, 1, x / 2, y / 2, width / 2, height / 2, GREY);
        fillPlane(picture, 2, x / 2, y / 2, width / 2, height / 2, GREY);
    }

    private static void fillPlane(
            AVFrame picture, int plane, int x, int y, int width, int height, int value) {
        BytePointer row = new BytePointer(picture.data(plane));
        for (int i = 0; i < height; i++) {
            row.position((long) (y + i) * picture.linesize(plane) + x);
            Pointer.memset(row, value, width);
        }
    }

    @Override
    public void close() {
        sources.values().forEach(Source::close);
        sources.clear();
        closeCanvas();
    }

    /// One sender.
    private final class Source {
        private final int number;
        private final AVFrame picture = av_frame_alloc();
        private @Nullable VideoDecoder decoder;
        private @Nullable SwsContext scaler;
        private @Nullable Tile tile;
        private boolean h264;
        private boolean awaitsKeyFrame = true;
        private boolean fresh;
        private boolean drawn;
        private boolean off;
        private long freshAt = Long.MIN_VALUE;

        Source(int number) {
            this.number = number;
        }

        void decode(TilePicture coded) throws CodecException {
            if (awaitsKeyFrame && !coded.keyFrame()) {
                return;
            }
            awaitsKeyFrame = false;
            VideoDecoder current = decoder;
            if (current == null || h264 != coded.h264()) {
                closeDecoder();
                current = coded.h264() ? VideoDecoder.h264() : VideoDecoder.vp8();
                decoder = current;
                h264 = coded.h264();
            }
            AVFrame decoded = current.decode(coded.payload());
            if (decoded == null || decoded.width() < 16 || decoded.height() < 16) {
                lose();
                return;
            }
            av_frame_unref(picture);
            if (av_frame_ref(picture, decoded) < 0) {
                throw new CodecException("No memory for a picture");
            }
            fresh = true;
        }

        void lose() {
            awaitsKeyFrame = true;
            output.send(new TileLost(number));
        }

        void draw(AVFrame onto, long pts) throws CodecException {
            Tile to = tile;
            if (to == null) {
                return;
            }
            if (fresh) {
                freshAt = pts;
            }
            boolean none = picture.width() == 0 || pts - freshAt > CAMERA_OFF_TICKS;
            if (none) {
                if (!off || !drawn) {
                    placeholder(onto, to);
                }
            } else if (fresh || !drawn) {
                if (to.whole()) {
                    fill(onto, to.x(), to.y(), to.width(), to.height(), BACKGROUND);
                }
                scale(onto, to);
            }
            off = none;
            fresh = false;
            drawn = true;
        }

        private void placeholder(AVFrame onto, Tile to) {
            fill(onto, to.x(), to.y(), to.width(), to.height(), PANEL);
            int radius = Math.min(to.width(), to.height()) / 4;
            int centreX = to.x() + to.width() / 2;
            int centreY = to.y() + to.height() / 2;
            for (int dy = -radius; dy < radius; dy++) {
                int half = (int) Math.sqrt((double) radius * radius - (double) dy * dy);
                fillPlane(onto, 0, centreX - half, centreY + dy, 2 * half, 1, DISC);
            }
        }

        private void scale(AVFrame onto, Tile to) throws CodecException {
            Fit fit = Fit.of(picture.width(), picture.height(), to);
            scaler =
                    sws_getCachedContext(
                            scaler,
                            fit.sourceWidth(),
                            fit.sourceHeight(),
                            picture.format(),
                            fit.width(),
                            fit.height(),
                            AV_PIX_FMT_YUV420P,
                            SWS_BILINEAR,
                            null,
                            null,
                            (DoublePointer) null);
            if (scaler == null) {
                throw new CodecException("A picture cannot be scaled");
            }
            try (var from = new PointerPointer<BytePointer>(4);
                    var fromStride = new IntPointer(4);
                    var into = new PointerPointer<BytePointer>(4);
                    var intoStride = new IntPointer(4)) {
                for (int plane = 0; plane < PLANES; plane++) {
                    int shift = plane == 0 ? 0 : 1;
                    from.put(
                            plane,
                            at(picture, plane, fit.sourceX() >> shift, fit.sourceY() >> shift));
                    fromStride.put(plane, picture.linesize(plane));
                    into.put(plane, at(onto, plane, fit.x() >> shift, fit.y() >> shift));
                    intoStride.put(plane, onto.linesize(plane));
                }
                from.put(3, (Pointer) null);
                into.put(3, (Pointer) null);
                fromStride.put(3, 0);
                intoStride.put(3, 0);
                sws_scale(scaler, from, fromStride, 0, fit.sourceHeight(), into, intoStride);
            }
        }

        private static BytePointer at(AVFrame frame, int plane, int x, int y) {
            BytePointer start = new BytePointer(frame.data(plane));
            return start.position(start.position() + (long) y * frame.linesize(plane) + x);
        }

        private void closeDecoder() {
            if (decoder != null) {
                decoder.close();
                decoder = null;
            }
        }

        void close() {
            closeDecoder();
            av_frame_free(picture);
            if (scaler != null) {
                sws_freeContext(scaler);
                scaler = null;
            }
        }
    }

    /// Which part of a picture is shown where. All even, as the planes of colour need.
    record Fit(
            int sourceX,
            int sourceY,
            int sourceWidth,
            int sourceHeight,
            int x,
            int y,
            int width,
            int height) {

        static Fit of(int pictureWidth, int pictureHeight, Tile tile) {
            double wide = (double) pictureWidth / pictureHeight;
            double tileWide = (double) tile.width() / tile.height();
            if (tile.whole()) {
                int width = wide > tileWide ? tile.width() : even(tile.height() * wide);
                int height = wide > tileWide ? even(tile.width() / wide) : tile.height();
                int x = tile.x() + even((tile.width() - width) / 2.0);
                int y = tile.y() + even((tile.height() - height) / 2.0);
                int whole = pictureWidth & ~1;
                return new Fit(0, 0, whole, pictureHeight & ~1, x, y, width, height);
            }
            int width = wide > tileWide ? even(pictureHeight * tileWide) : pictureWidth & ~1;
            int height = wide > tileWide ? pictureHeight & ~1 : even(pictureWidth / tileWide);
            return new Fit(
                    even((pictureWidth - width) / 2.0),
                    even((pictureHeight - height) / 2.0),
                    width,
                    height,
                    tile.x(),
                    tile.y(),
                    tile.width(),
                    tile.height());
        }

        private static int even(double value) {
            return (int) value & ~1;
        }
    }
}
