package io.rostra.socketio.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.socketio.IncomingEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The arguments of `media`: the bytes, and an object whose `init` marks the stream's beginning and
/// whose `key` marks chunks that decoding can start at; both are passed on with everything else in
/// it.
///
/// @param data never written to; others read it, too
public record MediaChunk(byte[] data, @Nullable JsonNode metadata) {
    static Optional<MediaChunk> of(IncomingEvent event) {
        JsonNode metadata = event.argument(1);
        if (!metadata.isObject() && !metadata.isMissingNode() && !metadata.isNull()) {
            return Optional.empty();
        }
        return event.binary(0)
                .map(data -> new MediaChunk(data, metadata.isObject() ? metadata : null));
    }

    /// The stream begins here: what came before is over.
    public boolean init() {
        return metadata != null && metadata.path("init").asBoolean(false);
    }

    /// Decoding can start here.
    public boolean keyFrame() {
        return metadata != null && metadata.path("key").asBoolean(false);
    }

    /// Whether the metadata has this, and it is so.
    public boolean says(String name, boolean value) {
        JsonNode said = metadata == null ? null : metadata.get(name);
        return said != null && said.isBoolean() && said.booleanValue() == value;
    }
}
