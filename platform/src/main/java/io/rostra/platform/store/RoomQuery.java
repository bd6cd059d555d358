package io.rostra.platform.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which rooms to list; null means "whatever".
///
/// @param name the whole name, in any case
/// @param after created then or later
/// @param before created then or earlier
/// @param start id of the last room of the page before
/// @param limit how many at most
public record RoomQuery(
        @Nullable Boolean enabled,
        @Nullable String name,
        @Nullable String templateId,
        @Nullable Instant after,
        @Nullable Instant before,
        @Nullable String start,
        int limit) {

    /// All enabled rooms, as many as fit.
    public static RoomQuery enabled(int limit) {
        return new RoomQuery(true, null, null, null, null, null, limit);
    }
}
