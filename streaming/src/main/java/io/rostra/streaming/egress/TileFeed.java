package io.rostra.streaming.egress;

import io.rostra.media.codec.AccessUnit;
import io.rostra.media.codec.AccessUnit.ParameterSets;
import io.rostra.media.codec.Vp8FrameHeader;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.LipSync;
import io.rostra.streaming.worker.WorkerMessage;
import io.rostra.streaming.worker.WorkerSupervisor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One publisher's picture on its way to a tile of the worker's composite. A tile that is small
/// takes a smaller simulcast layer as soon as that flows, which costs a fraction to decode and to
/// scale; when it falls silent, the best one again. Not thread-safe.
final class TileFeed implements AutoCloseable {

    /// Publishers answer at most one request in about 300 ms.
    private static final long REQUEST_NANOS = Duration.ofMillis(300).toNanos();

    /// A layer that does not flow yet is asked less often.
    private static final long LAYER_REQUEST_NANOS = Duration.ofSeconds(1).toNanos();

    /// After so many requests in vain there is no such layer.
    private static final int MOST_LAYER_REQUESTS = 10;

    private static final long SILENCE_NANOS = Duration.ofSeconds(1).toNanos();

    /// The best encoding, as [io.rostra.sfu.publish.Encoding#rank()] counts.
    private static final int TOP = 3;

    private final int number;
    private final Stage stage;
    private final StageTrack track;
    private final LipSync lipSync;
    private final WorkerSupervisor worker;
    private final Listener listener;
    private final ParameterReader parameters = new ParameterReader();

    /// Where pictures come from: the best encoding that flows, or a layer. One may be there in vain
    /// while the other delivers.
    private @Nullable TrackSource best;

    private @Nullable TrackSource layer;
    private int layerRank = TOP;
    private boolean onLayer;
    private int layerRequests;

    private TileLayout.Place place = new TileLayout.Place(0, 0, 0, 0);

    /// Of the best encoding, once it is known.
    private int width;

    private int height;

    private boolean keyFrameWanted;

    /// The worker did not take a frame, so it can do nothing with those up to the next key frame.
    private boolean dropping = true;

    private boolean ended;
    private long heardAt;
    private long requestAt;
    private long layerRequestAt;
    private long now;

    @FunctionalInterface
    interface Listener {
        /// @param timeNanos when it was captured, like [System#nanoTime()]
        void onFrame(long timeNanos);
    }

    /// @param number by which the worker knows it
    /// @param listener told of frames that come
    TileFeed(
            int number,
            Stage stage,
            StageTrack track,
            LipSync lipSync,
            WorkerSupervisor worker,
            long now,
            Listener listener) {
        this.number = number;
        this.stage = stage;
        this.track = track;
        this.lipSync = lipSync;
        this.worker = worker;
        this.listener = listener;
        this.now = now;
        requestAt = now + REQUEST_NANOS;
        layerRequestAt = now;
        best = new TrackSource(stage, track, lipSync, this::onBest);
    }

    int number() {
        return number;
    }

    boolean ended() {
        return ended;
    }

    /// It is shown there from now on.
    void onPlace(TileLayout.Place newPlace) {
        place = newPlace;
        chooseLayer();
    }

    /// The worker cannot go on without a key frame.
    void onLost() {
        keyFrameWanted = true;
    }

    void poll(long time) {
        now = time;
        if (best != null) {
            best.poll(now);
            ended |= best.ended();
        }
        if (layer != null) {
            layer.poll(now);
            ended |= layer.ended();
        }
        if (onLayer && best == null && now - heardAt > SILENCE_NANOS) {
            best = new TrackSource(stage, track, lipSync, this::onBest);
        }
        askForKeyFrames();
    }

    private void askForKeyFrames() {
        TrackSource current = onLayer ? layer : best;
        if (current != null
                && (keyFrameWanted || current.wantsKeyFrame())
                && now - requestAt >= 0) {
            requestAt = now + REQUEST_NANOS;
            current.requestKeyFrame();
        }
        TrackSource hoped = onLayer ? best : layer;
        if (hoped != null && now - layerRequestAt >= 0) {
            layerRequestAt = now + LAYER_REQUEST_NANOS;
            if (onLayer || layerRequests++ < MOST_LAYER_REQUESTS) {
                hoped.requestKeyFrame();
            }
        }
    }

    /// Which layer is large enough for a tile; [#TOP] if no smaller one is. The SDK makes each
    /// layer half as wide as the next.
    ///
    /// @param width of the best encoding
    static int layerFor(TileLayout.Place place, int width, int height) {
        if (width == 0 || height == 0) {
            return TOP;
        }
        double share = Math.max((double) place.width() / width, (double) place.height() / height);
        return share <= 0.28 ? 1 : share <= 0.55 ? 2 : TOP;
    }

    private void chooseLayer() {
        int wanted = layerFor(place, width, height);
        if (wanted == layerRank) {
            return;
        }
        if (layer != null) {
            layer.close();
            layer = null;
        }
        layerRank = wanted;
        layerRequests = 0;
        if (onLayer) {
            onLayer = false;
            dropping = true;
            if (best == null) {
                best = new TrackSource(stage, track, lipSync, this::onBest);
            }
        }
        if (wanted != TOP) {
            layer = TrackSource.ofLayer(stage, track, wanted, lipSync, this::onLayer);
        }
    }

    private void onBest(AccessUnit unit, long timeNanos) {
        if (unit.keyFrame()) {
            noteSize(unit);
            onLayer = false;
        }
        if (!onLayer) {
            onFrame(unit, timeNanos);
        }
    }

    private void onLayer(AccessUnit unit, long timeNanos) {
        if (!onLayer && unit.keyFrame()) {
            onLayer = true;
            if (best != null) {
                best.close();
                best = null;
            }
        }
        if (onLayer) {
            onFrame(unit, timeNanos);
        }
    }

    private void noteSize(AccessUnit unit) {
        if (isH264()) {
            H264Parameters sets = parameters.read(unit.parameterSets());
            width = sets == null ? 0 : sets.width();
            height = sets == null ? 0 : sets.height();
        } else {
            Vp8FrameHeader header = Vp8FrameHeader.parseKeyFrame(unit.data());
            width = header == null ? 0 : header.width();
            height = header == null ? 0 : header.height();
        }
        if (!onLayer) {
            chooseLayer();
        }
    }

    private boolean isH264() {
        return track.codecName().equalsIgnoreCase("H264");
    }

    private void onFrame(AccessUnit unit, long timeNanos) {
        heardAt = now;
        keyFrameWanted &= !unit.keyFrame();
        if (dropping && !unit.keyFrame()) {
            keyFrameWanted = true;
            return;
        }
        byte[] data = isH264() ? byteStream(unit) : unit.data();
        dropping =
                !worker.send(
                        new WorkerMessage.TilePicture(number, isH264(), unit.keyFrame(), data));
        keyFrameWanted |= dropping;
        listener.onFrame(timeNanos);
    }

    /// With start codes instead of lengths, and parameter sets in front of key frames.
    private static byte[] byteStream(AccessUnit unit) {
        var out = new ByteArrayOutputStream(unit.data().length + 64);
        ParameterSets sets = unit.parameterSets();
        if (unit.keyFrame() && sets != null) {
            writeNal(out, sets.sps());
            writeNal(out, sets.pps());
        }
        ByteBuffer data = ByteBuffer.wrap(unit.data());
        while (data.remaining() > 4) {
            int length = data.getInt();
            if (length <= 0 || length > data.remaining()) {
                break;
            }
            byte[] nal = new byte[length];
            data.get(nal);
            writeNal(out, nal);
        }
        return out.toByteArray();
    }

    private static void writeNal(ByteArrayOutputStream out, byte[] nal) {
        out.writeBytes(new byte[] {0, 0, 0, 1});
        out.writeBytes(nal);
    }

    @Override
    public void close() {
        if (best != null) {
            best.close();
        }
        if (layer != null) {
            layer.close();
        }
    }
}
