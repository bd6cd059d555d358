package io.rostra.streaming.egress;

import io.rostra.sfu.Router;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PacketTap;
import io.rostra.sfu.publish.PublishedTrack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The stage that a [Router] holds; every call crosses to its loop.
final class RouterStage implements Stage {
    private final Router router;

    /// The two fields below are confined to the loop.
    private final Router.Listener listener =
            new Router.Listener() {
                @Override
                public void onTrackPublished(PublishedTrack track) {
                    tell();
                }

                @Override
                public void onTrackUnpublished(PublishedTrack track) {
                    tell();
                }
            };

    private @Nullable Consumer<List<StageTrack>> snapshots;

    RouterStage(Router router) {
        this.router = router;
    }

    @Override
    public void watch(Consumer<List<StageTrack>> snapshots) {
        router.loop()
                .post(() -> {
                    this.snapshots = snapshots;
                    router.addListener(listener);
                    tell();
                });
    }

    @Override
    public void refresh() {
        router.loop().post(this::tell);
    }

    @Override
    public void askLoudness(Consumer<Map<String, Integer>> answer) {
        router.loop()
                .post(() -> {
                    Map<String, Integer> loudness = new HashMap<>();
                    long now = router.loop().now();
                    for (PublishedTrack track : router.tracks()) {
                        if (track.kind() == MediaKind.AUDIO) {
                            loudness.merge(track.peerId(), track.loudness(now), Math::max);
                        }
                    }
                    answer.accept(loudness);
                });
    }

    private void tell() {
        if (snapshots != null) {
            snapshots.accept(router.tracks().stream().map(RouterStage::describe).toList());
        }
    }

    private static StageTrack describe(PublishedTrack track) {
        return new StageTrack(
                track.id(), track.peerId(), track.streamId(), track.kind(), track.codecName());
    }

    @Override
    public void addTap(String trackId, PacketTap tap) {
        onTrack(trackId, tap, track -> track.addTap(tap));
    }

    @Override
    public void addLayerTap(String trackId, int rank, PacketTap tap) {
        onTrack(trackId, tap, track -> track.addLayerTap(rank, tap));
    }

    private void onTrack(String trackId, PacketTap tap, Consumer<PublishedTrack> action) {
        router.loop()
                .post(() -> {
                    PublishedTrack track = find(trackId);
                    if (track == null) {
                        tap.onTrackEnded();
                    } else {
                        action.accept(track);
                    }
                });
    }

    @Override
    public void removeTap(String trackId, PacketTap tap) {
        onTrack(trackId, track -> track.removeTap(tap));
    }

    @Override
    public void requestKeyFrame(String trackId) {
        onTrack(trackId, track -> track.requestKeyFrame(System.nanoTime()));
    }

    @Override
    public void requestLayerKeyFrame(String trackId, int rank) {
        onTrack(trackId, track -> track.requestLayerKeyFrame(rank));
    }

    private void onTrack(String trackId, Consumer<PublishedTrack> action) {
        router.loop()
                .post(() -> {
                    PublishedTrack track = find(trackId);
                    if (track != null) {
                        action.accept(track);
                    }
                });
    }

    private @Nullable PublishedTrack find(String trackId) {
        for (PublishedTrack track : router.tracks()) {
            if (track.id().equals(trackId)) {
                return track;
            }
        }
        return null;
    }

    @Override
    public void close() {
        router.loop()
                .post(() -> {
                    snapshots = null;
                    router.removeListener(listener);
                });
    }
}
