package io.rostra.sfu.publish;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Which track a synchronisation source belongs to, looked up once a packet. A transport has a
/// handful, so a linear search through an array beats hashing. Confined to one loop.
final class SourceTable {

    /// Bounded, since a peer can send as many sources as it likes.
    private static final int MAX_SOURCES = 128;

    private int[] ssrcs = new int[8];
    private @Nullable Source[] sources = new Source[8];
    private int size;

    /// @param retransmission whether the source carries RTX packets of the track
    record Source(PublishedTrack track, int mediaSsrc, boolean retransmission) {}

    @Nullable Source find(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                return sources[i];
            }
        }
        return null;
    }

    void put(int ssrc, Source source) {
        remove(ssrc);
        if (size == MAX_SOURCES) {
            return;
        }
        if (size == ssrcs.length) {
            ssrcs = Arrays.copyOf(ssrcs, size * 2);
            sources = Arrays.copyOf(sources, size * 2);
        }
        ssrcs[size] = ssrc;
        sources[size] = source;
        size++;
    }

    void removeTrack(PublishedTrack track) {
        for (int i = size - 1; i >= 0; i--) {
            Source source = sources[i];
            if (source != null && source.track() == track) {
                removeAt(i);
            }
        }
    }

    private void remove(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                removeAt(i);
                return;
            }
        }
    }

    private void removeAt(int index) {
        size--;
        ssrcs[index] = ssrcs[size];
        sources[index] = sources[size];
        sources[size] = null;
    }
}
