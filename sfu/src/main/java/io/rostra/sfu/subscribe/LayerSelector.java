package io.rostra.sfu.subscribe;

import io.rostra.sfu.publish.Encoding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which encoding of a track goes to one subscriber: the best that flows, is not above what the
/// subscriber asked for, and for which there is bandwidth. The one that goes now stays until the
/// one that should go begins a key frame. Confined to one loop; no allocation.
final class LayerSelector {

    private final List<Encoding> encodings;
    private VideoLayer preferred;

    /// Highest rank for which there is bandwidth; 0 when there is none at all.
    private int allowed = VideoLayer.HIGH.rank();

    private @Nullable Encoding current;

    /// @param encodings smallest first
    LayerSelector(List<Encoding> encodings, VideoLayer preferred) {
        this.encodings = encodings;
        this.preferred = preferred;
    }

    /// Of the best encoding, flowing or not.
    int topRank() {
        return encodings.getLast().rank();
    }

    VideoLayer preferred() {
        return preferred;
    }

    void prefer(VideoLayer layer) {
        preferred = layer;
    }

    int allowed() {
        return allowed;
    }

    /// Bandwidth suffices for encodings up to this rank.
    void allow(int rank) {
        allowed = rank;
    }

    /// Whether anything should go.
    boolean open() {
        return preferred != VideoLayer.NONE && allowed > 0;
    }

    /// What goes now, null before the first key frame.
    @Nullable Encoding current() {
        return current;
    }

    /// What should go, null for nothing.
    @Nullable Encoding target() {
        return open() ? best(Math.min(preferred.rank(), allowed)) : null;
    }

    /// What would go with unlimited bandwidth, null for nothing.
    @Nullable Encoding wanted() {
        return preferred == VideoLayer.NONE ? null : best(preferred.rank());
    }

    /// The best flowing encoding up to the rank; when it is certain that none so small flows, the
    /// smallest that does; before that, the best up to the rank.
    private Encoding best(int rank) {
        Encoding smallestAbove = null;
        Encoding notYet = encodings.getFirst();
        for (int i = encodings.size() - 1; i >= 0; i--) {
            Encoding each = encodings.get(i);
            if (each.rank() > rank) {
                smallestAbove = each.settled() ? each : smallestAbove;
            } else if (each.active()) {
                return each;
            } else if (each.rank() > notYet.rank()) {
                notYet = each;
            }
        }
        return smallestAbove != null ? smallestAbove : notYet;
    }

    void switchTo(Encoding encoding) {
        current = encoding;
    }
}
