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

    /// @param retransmission whether the source carries RTX packets of the encoding
    /// @param described whether the description names it; else its packets did
    record Source(
            PublishedTrack track, Encoding encoding, boolean retransmission, boolean described) {

        boolean replaces(Source other) {
            return encoding == other.encoding && retransmission == other.retransmission;
        }
    }

    @Nullable Source find(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                return sources[i];
            }
        }
        return null;
    }

    /// Adds a source in the place of whatever had its number, or carried the same packets.
    void put(int ssrc, Source source) {
        for (int i = size - 1; i >= 0; i--) {
            Source known = sources[i];
            if (ssrcs[i] == ssrc || (known != null && source.replaces(known))) {
                removeAt(i);
            }
        }
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

    /// Whether a description has named a source that carries the same packets as this one: then
    /// another that only says so itself is a leftover of what the section sent before.
    boolean contradicts(Source learned) {
        for (int i = 0; i < size; i++) {
            Source known = sources[i];
            if (known != null && known.described() && learned.replaces(known)) {
                return true;
            }
        }
        return false;
    }

    void removeTrack(PublishedTrack track) {
        for (int i = size - 1; i >= 0; i--) {
            Source source = sources[i];
            if (source != null && source.track() == track) {
                removeAt(i);
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
