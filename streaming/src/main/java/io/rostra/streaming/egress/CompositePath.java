package io.rostra.streaming.egress;

import io.rostra.media.codec.AccessUnit;
import io.rostra.media.codec.AccessUnit.ParameterSets;
import io.rostra.media.codec.AnnexB;
import io.rostra.media.codec.H264Depacketizer;
import io.rostra.streaming.frames.LipSync;
import io.rostra.streaming.worker.WorkerMessage;
import io.rostra.streaming.worker.WorkerSupervisor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// From several publishers' video to the live stream's pictures, by way of the worker, which gets
/// their frames as they come and is asked for a picture on a clock. The picture carries the time at
/// which the newest frames in it were captured, so that it stays in step with the sound. Not
/// thread-safe.
final class CompositePath {

    private static final long SECOND_NANOS = 1_000_000_000;

    /// Publishers answer at most one request in about 300 ms.
    private static final long REQUEST_NANOS = Duration.ofMillis(300).toNanos();

    /// Pictures from the future are not believed; the worker has seen hostile input.
    private static final long MAX_AHEAD = Timeline.VIDEO_RATE;

    /// Frames later than this say nothing about the usual delay.
    private static final long MAX_DELAY = Timeline.VIDEO_RATE;

    /// Numbers of senders go round after so many: the wire has 16 bits for them.
    private static final int MOST_NUMBERS = 1 << 15;

    /// A worker that owes so many pictures (a third of a second) is not asked for more: a machine
    /// that is too busy costs frames, and nothing else.
    private static final int MOST_ASKED = 10;

    /// How much of a frame's delay counts.
    private static final double DELAY_WEIGHT = 1 / 64.0;

    private final Stage stage;
    private final Timeline timeline;
    private final WorkerSupervisor worker;
    private final VideoOutput output;
    private final Map<StageTrack, Source> sources = new LinkedHashMap<>();
    private H264Depacketizer composed = new H264Depacketizer();
    private EgressPlan.@Nullable Composite plan;
    private boolean layoutWanted;
    private int nextNumber;
    private long composeAt;
    private long lastPts;
    private double delay;

    /// Pictures that the worker has not given yet, and when it was last asked for one.
    private int asked;

    private long askedAt;
    private long now;

    CompositePath(Stage stage, Timeline timeline, WorkerSupervisor worker, VideoOutput output) {
        this.stage = stage;
        this.timeline = timeline;
        this.worker = worker;
        this.output = output;
    }

    boolean active() {
        return plan != null;
    }

    /// Shows these from now on, or nothing.
    ///
    /// @param lipSyncs of a publisher
    void show(EgressPlan.@Nullable Composite next, Function<String, LipSync> lipSyncs, long time) {
        now = time;
        List<StageTrack> wanted = next == null ? List.of() : next.tracks();
        var gone = new ArrayList<StageTrack>();
        sources.forEach((track, source) -> {
            if (!wanted.contains(track) || source.input.ended()) {
                source.input.close();
                gone.add(track);
            }
        });
        gone.forEach(sources::remove);
        for (StageTrack track : wanted) {
            if (!sources.containsKey(track)) {
                nextNumber = (nextNumber + 1) % MOST_NUMBERS;
                sources.put(track, new Source(nextNumber, track, lipSyncs.apply(track.peerId())));
            }
        }
        if (next != null && plan == null) {
            output.onSourceChanged();
            composeAt = time;
        }
        if (next == null ? plan != null : !next.equals(plan) || !gone.isEmpty()) {
            layoutWanted = true;
        }
        plan = next;
        sendLayout();
    }

    private void sendLayout() {
        if (layoutWanted) {
            layoutWanted = !worker.send(layout());
        }
    }

    private WorkerMessage.Layout layout() {
        EgressPlan.Composite current = plan;
        if (current == null) {
            return new WorkerMessage.Layout(0, 0, List.of());
        }
        int count = current.tracks().size();
        List<TileLayout.Place> places =
                current.screen() == null
                        ? TileLayout.grid(count, current.width(), current.height())
                        : TileLayout.screenWithStrip(count, current.width(), current.height());
        var tiles = new ArrayList<WorkerMessage.Tile>();
        for (int i = 0; i < count; i++) {
            StageTrack track = current.tracks().get(i);
            TileLayout.Place place = places.get(i);
            Source source = sources.get(track);
            if (source != null) {
                tiles.add(
                        new WorkerMessage.Tile(
                                source.number,
                                place.x(),
                                place.y(),
                                place.width(),
                                place.height(),
                                track.equals(current.screen())));
            }
        }
        return new WorkerMessage.Layout(current.width(), current.height(), tiles);
    }

    void poll(long time) {
        now = time;
        sources.values().forEach(Source::poll);
        sendLayout();
        EgressPlan.Composite current = plan;
        // One that has not answered for a second has forgotten what it was asked.
        boolean behind = asked >= MOST_ASKED && now - askedAt < SECOND_NANOS;
        if (current == null || behind || now - composeAt < 0) {
            return;
        }
        long interval = SECOND_NANOS / current.frameRate();
        composeAt = Math.max(composeAt + interval, now - interval);
        long pts = timeline.videoTicks(now) - Math.round(delay);
        if (pts > lastPts && worker.send(new WorkerMessage.Compose(pts))) {
            asked = asked >= MOST_ASKED ? 1 : asked + 1;
            askedAt = now;
            lastPts = pts;
        }
    }

    /// The sink would like to cut a segment.
    void onKeyFrameRequest() {
        worker.send(new WorkerMessage.ForceKeyFrame());
    }

    /// A picture from the worker.
    void onComposed(WorkerMessage.Composed picture) {
        asked = Math.max(0, asked - 1);
        if (plan == null || picture.pts() > timeline.videoTicks(now) + MAX_AHEAD) {
            return;
        }
        AnnexB.push(
                picture.payload(),
                (int) picture.pts(),
                composed,
                unit -> {
                    if (!output.onPicture(unit, picture.pts())) {
                        worker.send(new WorkerMessage.ForceKeyFrame());
                    }
                });
    }

    /// The worker cannot go on without a key frame of a publisher.
    void onTileLost(int number) {
        for (Source source : sources.values()) {
            if (source.number == number) {
                source.keyFrameWanted = true;
            }
        }
    }

    /// Another worker, which knows nothing, takes over.
    void onWorkerStarted() {
        if (plan != null) {
            composed = new H264Depacketizer();
            asked = 0;
            output.onSourceChanged();
            layoutWanted = true;
            sources.values().forEach(source -> source.keyFrameWanted = true);
        }
    }

    void close() {
        sources.values().forEach(source -> source.input.close());
        sources.clear();
        plan = null;
    }

    private final class Source {
        private final int number;
        private final TrackSource input;
        private boolean keyFrameWanted;

        /// The worker did not take a frame, so it can do nothing with those up to the next key
        /// frame.
        private boolean dropping = true;

        private long requestAt;

        Source(int number, StageTrack track, LipSync lipSync) {
            this.number = number;
            this.input = new TrackSource(stage, track, lipSync, this::onFrame);
            this.requestAt = now + REQUEST_NANOS;
        }

        void poll() {
            input.poll(now);
            if ((keyFrameWanted || input.wantsKeyFrame()) && now - requestAt >= 0) {
                requestAt = now + REQUEST_NANOS;
                input.requestKeyFrame();
            }
        }

        private void onFrame(AccessUnit unit, long timeNanos) {
            keyFrameWanted &= !unit.keyFrame();
            if (dropping && !unit.keyFrame()) {
                keyFrameWanted = true;
                return;
            }
            boolean h264 = input.track().codecName().equalsIgnoreCase("H264");
            byte[] data = h264 ? byteStream(unit) : unit.data();
            dropping =
                    !worker.send(
                            new WorkerMessage.TilePicture(number, h264, unit.keyFrame(), data));
            keyFrameWanted |= dropping;
            long late = timeline.videoTicks(now) - timeline.videoTicks(timeNanos);
            if (late >= 0 && late < MAX_DELAY) {
                delay = delay == 0 ? late : delay + (late - delay) * DELAY_WEIGHT;
            }
        }
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
}
