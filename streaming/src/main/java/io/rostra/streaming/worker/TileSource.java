package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.rostra.streaming.worker.WorkerMessage.Tile;
import io.rostra.streaming.worker.WorkerMessage.TilePicture;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/// One sender of a composite: its decoder, its newest picture, and how that is drawn in its tile. A
/// tile whose camera is off shows a disc with initials. Not thread-safe.
final class TileSource implements AutoCloseable {

    /// A camera that sent nothing for this long is off.
    private static final long CAMERA_OFF_TICKS = 2 * 90_000;

    /// Smaller pictures are none.
    private static final int MIN_SIDE = 16;

    private static final Colour PANEL = Colour.ofRgb(0x2B2F36);
    private static final Colour DISC = Colour.ofRgb(0x5A606B);

    /// Smaller tiles have no room for a name; pixels.
    private static final int LABELLED_WIDTH = 96;

    private static final int LABELLED_HEIGHT = 72;
    private static final int SMALLEST_LABEL = 14;
    private static final int LARGEST_LABEL = 34;

    private final Lettering lettering;
    private final Runnable onLost;
    private final AVFrame picture = av_frame_alloc();
    private final Scaler scaler = new Scaler();
    private @Nullable VideoDecoder decoder;
    private @Nullable Tile tile;
    private Colour background = PANEL;
    private @Nullable Sprite label;
    private @Nullable Sprite initials;
    private boolean h264;
    private boolean awaitsKeyFrame = true;
    private boolean fresh;
    private boolean drawn;
    private boolean off;
    private long freshAt = Long.MIN_VALUE / 2;

    /// @param onLost nothing can be decoded before the next key frame
    TileSource(Lettering lettering, Runnable onLost) {
        this.lettering = lettering;
        this.onLost = onLost;
    }

    /// Shows it there from now on.
    ///
    /// @param barColour of what a picture that is shown whole leaves free
    void place(Tile newTile, Colour barColour) {
        tile = newTile;
        background = barColour;
        label = null;
        initials = null;
        drawn = false;
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
        if (decoded == null || decoded.width() < MIN_SIDE || decoded.height() < MIN_SIDE) {
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
        onLost.run();
    }

    /// What is drawn behind a tile covers it.
    void onDrawnBehind(TileSource behind) {
        Tile mine = tile;
        Tile other = behind.tile;
        drawn &= mine == null || other == null || !overlap(mine, other);
    }

    private static boolean overlap(Tile a, Tile b) {
        return a.x() < b.x() + b.width()
                && b.x() < a.x() + a.width()
                && a.y() < b.y() + b.height()
                && b.y() < a.y() + a.height();
    }

    /// Draws what has changed.
    ///
    /// @param pts of the composite, in ticks of 90 kHz
    /// @return whether anything was drawn
    boolean draw(Canvas onto, long pts) throws CodecException {
        Tile to = tile;
        if (to == null) {
            return false;
        }
        if (fresh) {
            freshAt = pts;
        }
        boolean none = picture.width() == 0 || pts - freshAt > CAMERA_OFF_TICKS;
        boolean written = write(to, none);
        boolean changed = !drawn || written || none != off || !none && fresh;
        if (changed) {
            if (none) {
                placeholder(onto, to);
            } else {
                if (to.whole()) {
                    onto.fill(to.x(), to.y(), to.width(), to.height(), background);
                }
                scaler.scale(picture, onto.frame(), Fit.of(picture.width(), picture.height(), to));
            }
            label(onto, to);
        }
        off = none;
        fresh = false;
        drawn = true;
        return changed;
    }

    /// @return whether there is writing that was not there before
    private boolean write(Tile to, boolean none) {
        boolean before = label != null || !hasLabel(to);
        if (!before) {
            int height = Math.clamp(to.height() / 12, SMALLEST_LABEL, LARGEST_LABEL) & ~1;
            label = lettering.label(to.label(), height, to.width() * 3 / 4);
        }
        boolean disc = !none || initials != null;
        if (!disc) {
            initials = lettering.initials(to.label(), diameter(to));
        }
        return !before && label != null || !disc && initials != null;
    }

    private static boolean hasLabel(Tile to) {
        return !to.label().isEmpty()
                && to.width() >= LABELLED_WIDTH
                && to.height() >= LABELLED_HEIGHT;
    }

    private static int diameter(Tile to) {
        return Math.min(to.width(), to.height()) / 2 & ~3;
    }

    private void label(Canvas onto, Tile to) {
        Sprite text = label;
        if (text != null) {
            int margin = text.height() / 2 & ~1;
            onto.draw(text, to.x() + margin, to.y() + to.height() - margin - text.height());
        }
    }

    private void placeholder(Canvas onto, Tile to) {
        onto.fill(to.x(), to.y(), to.width(), to.height(), PANEL);
        int diameter = diameter(to);
        int x = to.x() + ((to.width() - diameter) / 2 & ~1);
        int y = to.y() + ((to.height() - diameter) / 2 & ~1);
        Sprite disc = initials;
        if (disc != null) {
            onto.draw(disc, x, y);
            return;
        }
        double radius = diameter / 2.0;
        for (int row = 0; row < diameter; row += 2) {
            double from = radius - row - 1;
            int half = (int) Math.sqrt(Math.max(0, radius * radius - from * from)) & ~1;
            if (half > 0) {
                onto.fill(x + (diameter / 2 & ~1) - half, y + row, 2 * half, 2, DISC);
            }
        }
    }

    private void closeDecoder() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }

    @Override
    public void close() {
        closeDecoder();
        av_frame_free(picture);
        scaler.close();
    }
}
