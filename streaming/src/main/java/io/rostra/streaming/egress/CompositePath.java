package io.rostra.streaming.egress;

import io.rostra.media.codec.AnnexB;
import io.rostra.media.codec.H264Depacketizer;
import io.rostra.streaming.frames.LipSync;
import io.rostra.streaming.worker.WorkerMessage;
import io.rostra.streaming.worker.WorkerSupervisor;
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

    /// Pictures from the future are not believed; the worker has seen hostile input.
    private static final long MAX_AHEAD = Timeline.VIDEO_RATE;

    /// Frames later than this say nothing about the usual delay.
    private static final long MAX_DELAY = Timeline.VIDEO_RATE;

    /// Numbers of senders go round after so many: the wire has 16 bits for them.
    private static final int MOST_NUMBERS = 1 << 15;

    /// A worker that owes so many pictures (a third of a second) is not asked for more: a machine
    /// that is too busy costs frames, and nothing else.
    private static final int MOST_ASKED = 10;

    private static final WorkerMessage.Layout NO_LAYOUT =
            new WorkerMessage.Layout(0, 0, 1, 0, List.of());

    /// How much of a frame's delay counts.
    private static final double DELAY_WEIGHT = 1 / 64.0;

    private final Stage stage;
    private final Timeline timeline;
    private final WorkerSupervisor worker;
    private final VideoOutput output;
    private final EncodedLayers layers;
    private final Map<StageTrack, TileFeed> feeds = new LinkedHashMap<>();
    private H264Depacketizer composed = new H264Depacketizer();
    private EgressPlan.@Nullable Composite plan;
    private WorkerMessage.Layout wantedLayout = NO_LAYOUT;
    private WorkerMessage.Layout sentLayout = NO_LAYOUT;
    private int nextNumber;
    private long composeAt;
    private long lastPts;
    private double delay;

    /// Pictures that the worker has not given yet, and when it was last asked for one.
    private int asked;

    private long askedAt;
    private long now;

    CompositePath(
            Stage stage,
            Timeline timeline,
            WorkerSupervisor worker,
            VideoOutput output,
            EncodedLayers layers) {
        this.stage = stage;
        this.timeline = timeline;
        this.worker = worker;
        this.output = output;
        this.layers = layers;
    }

    boolean active() {
        return plan != null;
    }

    /// Shows these from now on, or nothing.
    ///
    /// @param look of what is between the pictures
    /// @param names of peers, which are written on their pictures
    /// @param lipSyncs of a publisher
    void show(
            EgressPlan.@Nullable Composite next,
            CompositeLook look,
            Map<String, String> names,
            Function<String, LipSync> lipSyncs,
            long time) {
        now = time;
        List<StageTrack> wanted = next == null ? List.of() : next.tracks();
        feeds.entrySet()
                .removeIf(entry -> {
                    TileFeed feed = entry.getValue();
                    boolean gone = !wanted.contains(entry.getKey()) || feed.ended();
                    if (gone) {
                        feed.close();
                    }
                    return gone;
                });
        for (StageTrack track : wanted) {
            feeds.computeIfAbsent(track, _ -> newFeed(track, lipSyncs.apply(track.peerId())));
        }
        if (next != null && plan == null) {
            composeAt = time;
        }
        if (next == null ? plan != null : startsAnew(next, plan)) {
            layers.onChanged();
            output.onSourceChanged();
        }
        plan = next;
        wantedLayout = layout(look, names);
        sendLayout();
    }

    /// Other sizes have other encoders.
    private static boolean startsAnew(
            EgressPlan.Composite next, EgressPlan.@Nullable Composite before) {
        return before == null
                || next.width() != before.width()
                || next.height() != before.height()
                || next.sizes() != before.sizes();
    }

    private TileFeed newFeed(StageTrack track, LipSync lipSync) {
        nextNumber = (nextNumber + 1) % MOST_NUMBERS;
        return new TileFeed(nextNumber, stage, track, lipSync, worker, now, this::onFrame);
    }

    private void sendLayout() {
        if (!wantedLayout.equals(sentLayout) && worker.send(wantedLayout)) {
            sentLayout = wantedLayout;
        }
    }

    private WorkerMessage.Layout layout(CompositeLook look, Map<String, String> names) {
        EgressPlan.Composite current = plan;
        if (current == null) {
            return NO_LAYOUT;
        }
        List<StageTrack> tracks = current.tracks();
        List<TileLayout.Place> places =
                TileLayout.places(
                        current.shape(), tracks.size(), current.width(), current.height());
        var tiles = new ArrayList<WorkerMessage.Tile>();
        for (int i = 0; i < tracks.size(); i++) {
            StageTrack track = tracks.get(i);
            TileLayout.Place place = places.get(i);
            TileFeed feed = feeds.get(track);
            if (feed != null) {
                feed.onPlace(place);
                tiles.add(
                        new WorkerMessage.Tile(
                                feed.number(),
                                place.x(),
                                place.y(),
                                place.width(),
                                place.height(),
                                track.equals(current.screen()),
                                look.names() ? names.getOrDefault(track.peerId(), "") : ""));
            }
        }
        return new WorkerMessage.Layout(
                current.width(), current.height(), current.sizes(), look.background(), tiles);
    }

    void poll(long time) {
        now = time;
        feeds.values().forEach(feed -> feed.poll(now));
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
        if (picture.rung() == 0) {
            asked = Math.max(0, asked - 1);
        }
        if (plan == null || picture.pts() > timeline.videoTicks(now) + MAX_AHEAD) {
            return;
        }
        if (picture.rung() != 0) {
            layers.onPicture(picture.rung(), picture.pts(), picture.payload());
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
        for (TileFeed feed : feeds.values()) {
            if (feed.number() == number) {
                feed.onLost();
            }
        }
    }

    /// Another worker, which knows nothing, takes over.
    void onWorkerStarted() {
        sentLayout = NO_LAYOUT;
        if (plan != null) {
            composed = new H264Depacketizer();
            asked = 0;
            layers.onChanged();
            output.onSourceChanged();
            feeds.values().forEach(TileFeed::onLost);
        }
    }

    /// How late frames come tells how old a picture of now is.
    private void onFrame(long timeNanos) {
        long late = timeline.videoTicks(now) - timeline.videoTicks(timeNanos);
        if (late >= 0 && late < MAX_DELAY) {
            delay = delay == 0 ? late : delay + (late - delay) * DELAY_WEIGHT;
        }
    }

    void close() {
        feeds.values().forEach(TileFeed::close);
        feeds.clear();
        plan = null;
    }
}
