package io.rostra.socketio.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.socketio.IncomingEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The arguments of `media`: the bytes, and an object whose `init` marks the stream's beginning and
/// whose `key` marks chunks that decoding can start at; both are passed on with everything else in
/// it.
record MediaChunk(byte[] data, @Nullable JsonNode metadata) {
    static Optional<MediaChunk> of(IncomingEvent event) {
        JsonNode metadata = event.argument(1);
        if (!metadata.isObject() && !metadata.isMissingNode() && !metadata.isNull()) {
            return Optional.empty();
        }
        return event.binary(0)
                .map(data -> new MediaChunk(data, metadata.isObject() ? metadata : null));
    }

    boolean init() {
        return metadata != null && metadata.path("init").asBoolean(false);
    }

    boolean keyFrame() {
        return metadata != null && metadata.path("key").asBoolean(false);
    }
}
