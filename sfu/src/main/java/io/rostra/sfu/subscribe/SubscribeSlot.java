package io.rostra.sfu.subscribe;

import io.rostra.sfu.publish.MediaKind;
import org.jspecify.annotations.Nullable;

/// One media section of the subscribe connection. Sections are never removed; one whose track went
/// is inactive until another track of its kind takes it over. Confined to one loop.
final class SubscribeSlot {
    final int mid;
    final MediaKind kind;

    /// What the next offer says is sent here.
    @Nullable DownTrack downTrack;

    /// Format lines of an inactive section: those of its last track.
    SubscribeCodecs.Format lastFormat;

    /// The subscriber refused the section; it is not used again.
    boolean rejected;

    SubscribeSlot(int mid, MediaKind kind, DownTrack downTrack) {
        this.mid = mid;
        this.kind = kind;
        this.downTrack = downTrack;
        this.lastFormat = downTrack.format();
    }
}
