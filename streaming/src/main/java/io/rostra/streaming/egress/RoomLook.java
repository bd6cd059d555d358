package io.rostra.streaming.egress;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What a room wants to be shown like.
///
/// @param look null for what the configuration says
/// @param names of peers, by id; may lack some
public record RoomLook(@Nullable CompositeLook look, Map<String, String> names) {

    public static final RoomLook NONE = new RoomLook(null, Map.of());

    public RoomLook {
        names = Map.copyOf(names);
    }

    /// Asked about once a second while live; answers on any thread.
    @FunctionalInterface
    public interface Source {
        CompletableFuture<RoomLook> ask();
    }
}
