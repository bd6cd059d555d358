package io.rostra.sfu.publish;

import org.jspecify.annotations.Nullable;

/// One media section of the publish connection, for the connection's whole life: sections are never
/// removed. Confined to one loop.
final class PublishSlot {
    final String mid;
    @Nullable PublishedTrack track;

    PublishSlot(String mid) {
        this.mid = mid;
    }
}
