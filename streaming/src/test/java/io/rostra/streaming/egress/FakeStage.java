package io.rostra.streaming.egress;

import io.rostra.sfu.publish.PacketTap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A stage whose tracks and packets the test provides. Thread-safe.
final class FakeStage implements Stage {
    private final List<StageTrack> tracks = new CopyOnWriteArrayList<>();
    private final Map<String, PacketTap> taps = new ConcurrentHashMap<>();
    final List<String> keyFrameRequests = new CopyOnWriteArrayList<>();
    private volatile Consumer<List<StageTrack>> snapshots = _ -> {};
    volatile boolean closed;

    void publish(StageTrack... published) {
        tracks.addAll(List.of(published));
        refresh();
    }

    void unpublish(StageTrack... unpublished) {
        tracks.removeAll(List.of(unpublished));
        for (StageTrack track : unpublished) {
            PacketTap tap = taps.remove(track.id());
            if (tap != null) {
                tap.onTrackEnded();
            }
        }
        refresh();
    }

    List<StageTrack> tracks() {
        return new ArrayList<>(tracks);
    }

    void packet(StageTrack track, byte[] packet, long arrivalNanos) {
        PacketTap tap = taps.get(track.id());
        if (tap != null) {
            tap.onRtp(packet, 0, packet.length, arrivalNanos);
        }
    }

    void layerPacket(StageTrack track, int rank, byte[] packet, long arrivalNanos) {
        PacketTap tap = taps.get(layer(track.id(), rank));
        if (tap != null) {
            tap.onRtp(packet, 0, packet.length, arrivalNanos);
        }
    }

    void layerReport(
            StageTrack track, int rank, long ntpTime, int rtpTimestamp, long arrivalNanos) {
        PacketTap tap = taps.get(layer(track.id(), rank));
        if (tap != null) {
            tap.onSenderReport(ntpTime, rtpTimestamp & 0xFFFF_FFFFL, arrivalNanos);
        }
    }

    void senderReport(StageTrack track, long ntpTime, int rtpTimestamp, long arrivalNanos) {
        PacketTap tap = taps.get(track.id());
        if (tap != null) {
            tap.onSenderReport(ntpTime, rtpTimestamp & 0xFFFF_FFFFL, arrivalNanos);
        }
    }

    @Override
    public void watch(Consumer<List<StageTrack>> snapshots) {
        this.snapshots = snapshots;
        refresh();
    }

    @Override
    public void refresh() {
        snapshots.accept(List.copyOf(tracks));
    }

    @Override
    public void askLoudness(Consumer<Map<String, Integer>> answer) {
        answer.accept(Map.of());
    }

    @Override
    public void addTap(String trackId, PacketTap tap) {
        taps.put(trackId, tap);
    }

    @Override
    public void addLayerTap(String trackId, int rank, PacketTap tap) {
        taps.put(layer(trackId, rank), tap);
    }

    /// What a layer's tap and its key-frame requests are listed under.
    static String layer(String trackId, int rank) {
        return trackId + "/" + rank;
    }

    @Override
    public void removeTap(String trackId, PacketTap tap) {
        taps.values().remove(tap);
    }

    @Override
    public void requestLayerKeyFrame(String trackId, int rank) {
        keyFrameRequests.add(layer(trackId, rank));
    }

    @Override
    public void requestKeyFrame(String trackId) {
        keyFrameRequests.add(trackId);
    }

    boolean isTapped(StageTrack track) {
        return taps.containsKey(track.id());
    }

    boolean isTapped(StageTrack track, int rank) {
        return taps.containsKey(layer(track.id(), rank));
    }

    @Override
    public void close() {
        closed = true;
    }
}
