package io.rostra.platform.store;

import io.rostra.platform.room.RoomOptions;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// New values for a room; null leaves a value as it is.
public record RoomChange(
        @Nullable String name,
        @Nullable String description,
        @Nullable Boolean enabled,
        UnaryOperator<RoomOptions> options) {

    public RoomChange(
            @Nullable String name, @Nullable String description, @Nullable Boolean enabled) {
        this(name, description, enabled, UnaryOperator.identity());
    }
}
