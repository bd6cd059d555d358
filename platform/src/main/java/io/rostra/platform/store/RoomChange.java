package io.rostra.platform.store;

import org.jspecify.annotations.Nullable;

/// New values for a room; null leaves a value as it is.
public record RoomChange(
        @Nullable String name, @Nullable String description, @Nullable Boolean enabled) {}
