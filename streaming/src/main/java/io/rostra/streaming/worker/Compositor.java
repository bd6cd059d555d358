package io.rostra.streaming.worker;

import io.rostra.streaming.worker.WorkerMessage.Composed;
import io.rostra.streaming.worker.WorkerMessage.Layout;
import io.rostra.streaming.worker.WorkerMessage.Tile;
import io.rostra.streaming.worker.WorkerMessage.TileLost;
import io.rostra.streaming.worker.WorkerMessage.TilePicture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Several senders' pictures in one: each is decoded as it comes, and drawn into its tile when the
/// composite is asked for. What has not changed stays as it is. Not thread-safe.
final class Compositor implements AutoCloseable {

    /// Larger composites and more tiles are a mistake.
    private static final int MOST_PIXELS = 1920 * 1080;

    private static final int MOST_TILES = 25;

    private final EventOutput output;
    private final Lettering lettering = new Lettering();
    private final Map<Integer, TileSource> sources = new HashMap<>();

    /// Those further behind first.
    private final List<TileSource> order = new ArrayList<>();

    private @Nullable Canvas canvas;
    private @Nullable LadderEncoder encoder;
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
        order.clear();
        if (layout.tiles().isEmpty()) {
            closeCanvas();
            return;
        }
        Colour background = Colour.ofRgb(layout.background());
        Canvas picture = canvasFor(layout);
        picture.makeWritable();
        picture.fill(0, 0, layout.width(), layout.height(), background);
        for (Tile tile : layout.tiles()) {
            TileSource source = sources.computeIfAbsent(tile.source(), this::newSource);
            source.place(tile, background);
            order.add(source);
        }
    }

    private TileSource newSource(int number) {
        return new TileSource(lettering, () -> output.send(new TileLost(number)));
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
        TileSource source = sources.get(picture.source());
        if (source != null) {
            source.decode(picture);
        }
    }

    /// Pictures were dropped before they came here.
    void onLoss() {
        sources.values().forEach(TileSource::lose);
    }

    void forceKeyFrame() {
        forceKeyFrame = true;
    }

    /// @param pts in 90 kHz ticks
    void compose(long pts) throws CodecException {
        Canvas picture = canvas;
        if (picture == null || encoder == null || pts <= lastPts) {
            return;
        }
        lastPts = pts;
        picture.makeWritable();
        for (int i = 0; i < order.size(); i++) {
            TileSource source = order.get(i);
            boolean drawn = source.draw(picture, pts);
            for (int above = i + 1; drawn && above < order.size(); above++) {
                order.get(above).onDrawnBehind(source);
            }
        }
        encoder.encode(picture.frame(), pts, forceKeyFrame);
        forceKeyFrame = false;
    }

    private Canvas canvasFor(Layout layout) throws CodecException {
        int width = layout.width();
        int height = layout.height();
        Canvas current = canvas;
        if (current != null
                && encoder != null
                && current.fits(width, height)
                && encoder.fits(width, height, layout.sizes())) {
            return current;
        }
        closeCanvas();
        Canvas fresh = new Canvas(width, height);
        canvas = fresh;
        encoder =
                new LadderEncoder(
                        width,
                        height,
                        layout.sizes(),
                        (rung, pts, key, data) -> output.send(new Composed(rung, pts, key, data)));
        return fresh;
    }

    private void closeCanvas() {
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
        if (canvas != null) {
            canvas.close();
            canvas = null;
        }
    }

    @Override
    public void close() {
        sources.values().forEach(TileSource::close);
        sources.clear();
        order.clear();
        closeCanvas();
        lettering.close();
    }
}
