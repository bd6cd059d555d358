package io.rostra.sfu.subscribe;

import io.rostra.media.rtcp.TransportCc;
import io.rostra.sfu.ConnectionQuality;
import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All tracks on their way to one subscriber, and how they share its path. Confined to the room's
/// event loop.
final class Downlink {

    private static final long ALLOCATION_NANOS = Duration.ofMillis(100).toNanos();

    /// Share of the target that is for video: retransmissions and RTCP have to fit, too.
    private static final double VIDEO_SHARE = 0.95;

    private final RandomGenerator random;
    private final MediaCounters counters;
    private final SendPath path;
    private final Map<String, DownTrack> tracks = new LinkedHashMap<>();
    private long allocatedAt;
    private long limit = Long.MAX_VALUE;

    Downlink(SendPath.Wire wire, MediaCounters counters, RandomGenerator random, long now) {
        this.counters = counters;
        this.random = random;
        this.path = new SendPath(wire, now);
        this.allocatedAt = now;
    }

    DownTrack add(PublishedTrack track, VideoLayer initialLayer) {
        var down = new DownTrack(track, path, counters, initialLayer, random);
        tracks.put(track.id(), down);
        track.addReceiver(down);
        return down;
    }

    void remove(DownTrack down) {
        tracks.remove(down.track().id(), down);
        down.track().removeReceiver(down);
        down.onDeclined();
    }

    void removeAll() {
        List.copyOf(tracks.values()).forEach(this::remove);
    }

    @Nullable DownTrack find(String trackId) {
        return tracks.get(trackId);
    }

    @Nullable DownTrack bySsrc(int ssrc) {
        for (DownTrack down : tracks.values()) {
            if (down.ssrc() == ssrc) {
                return down;
            }
        }
        return null;
    }

    /// The subscriber agreed to give transport-wide feedback.
    void controlCongestion(long now) {
        path.controlCongestion(now);
    }

    void onConnected(long now) {
        tracks.values().forEach(down -> down.onConnected(now));
    }

    void onFeedback(TransportCc feedback, long now) {
        path.onFeedback(feedback, now);
    }

    /// @param bitsPerSecond for all tracks together, [Long#MAX_VALUE] for no limit
    void limit(long bitsPerSecond) {
        limit = bitsPerSecond;
    }

    long targetBitrate() {
        return path.targetBitrate();
    }

    /// 1 to 5, or unknown without feedback, see [ConnectionQuality].
    int quality() {
        if (!path.controlled()) {
            return ConnectionQuality.UNKNOWN;
        }
        return ConnectionQuality.score(path.lossFraction(), degraded() > 0);
    }

    /// Null without feedback.
    @Nullable DownlinkStats stats() {
        return path.controlled()
                ? new DownlinkStats(
                        path.targetBitrate(), path.lossFraction(), tracks.size(), degraded())
                : null;
    }

    private int degraded() {
        int degraded = 0;
        for (DownTrack down : tracks.values()) {
            degraded += down.lacksBandwidth() ? 1 : 0;
        }
        return degraded;
    }

    /// To be called every 10 to 20 ms.
    ///
    /// @return what the subscriber is to be told of its layers
    Collection<LayerUpdate> onTick(long now) {
        path.onTick(now);
        if (path.controlled() && now - allocatedAt >= ALLOCATION_NANOS) {
            allocatedAt = now;
            allocate(now);
        }
        probe(now);
        var updates = new ArrayList<LayerUpdate>();
        for (DownTrack down : tracks.values()) {
            down.onTick(now);
            LayerUpdate update = down.pollLayerUpdate(now);
            if (update != null) {
                updates.add(update);
            }
        }
        return updates;
    }

    private void allocate(long now) {
        var videos = new ArrayList<DownTrack>();
        var demands = new ArrayList<BitrateAllocator.Demand>();
        long wanted = path.soundBitrate(now);
        for (DownTrack down : tracks.values()) {
            BitrateAllocator.Demand demand = down.demand(now);
            if (demand != null) {
                videos.add(down);
                demands.add(demand);
                wanted += demand.wanted();
            }
        }
        path.wanted(Math.min(limit, (long) (wanted / VIDEO_SHARE)));
        long share = Math.min(limit, path.targetBitrate());
        long budget = (long) (share * VIDEO_SHARE) - path.soundBitrate(now);
        int[] ranks = BitrateAllocator.allocate(Math.max(0, budget), demands);
        for (int i = 0; i < ranks.length; i++) {
            videos.get(i).allow(ranks[i], now);
        }
    }

    private void probe(long now) {
        for (DownTrack down : tracks.values()) {
            if (down.track().kind() == MediaKind.VIDEO && down.mayPad()) {
                int bytes = path.pollProbe(now);
                if (bytes > 0) {
                    down.sendPadding(bytes, now);
                }
                return;
            }
        }
    }
}
