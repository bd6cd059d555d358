package io.rostra.platform.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which sessions to list; null means "whatever".
///
/// @param after begun then or later
/// @param before begun then or earlier
/// @param start id of the last session of the page before
public record SessionQuery(
        @Nullable String roomId,
        @Nullable Boolean active,
        @Nullable Instant after,
        @Nullable Instant before,
        @Nullable String start,
        int limit) {}
