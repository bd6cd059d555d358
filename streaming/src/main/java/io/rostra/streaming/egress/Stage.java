package io.rostra.streaming.egress;

import io.rostra.sfu.publish.PacketTap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The tracks published in a room, seen from outside its loop. Thread-safe; no call blocks. What is
/// asked of a track that is gone is ignored.
interface Stage extends AutoCloseable {

    /// Tells `snapshots`, on any thread, what is published: now and after every change.
    void watch(Consumer<List<StageTrack>> snapshots);

    /// Tells once more, in case a track has changed its codec.
    void refresh();

    /// Asks how loud each peer with sound is, 0 to 100; the answer comes on any thread.
    void askLoudness(Consumer<Map<String, Integer>> answer);

    /// A tap on a track that is gone already hears at once that it has ended.
    void addTap(String trackId, PacketTap tap);

    /// The tap sees only one encoding of the track, and only while that flows.
    ///
    /// @param rank see [io.rostra.sfu.publish.Encoding#rank()]
    void addLayerTap(String trackId, int rank, PacketTap tap);

    void removeTap(String trackId, PacketTap tap);

    /// Of all that is tapped of the track.
    void requestKeyFrame(String trackId);

    void requestLayerKeyFrame(String trackId, int rank);

    @Override
    void close();
}
