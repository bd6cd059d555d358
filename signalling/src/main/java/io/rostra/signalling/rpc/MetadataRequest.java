package io.rostra.signalling.rpc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a peer may ask of the session's metadata, which apps call the session store.
public sealed interface MetadataRequest extends Request {

    /// @param data null deletes the key
    /// @param ifVersion only when this is the key's version, 0 for one that is not there
    record Set(String key, @Nullable JsonText data, @Nullable Long ifVersion)
            implements MetadataRequest {}

    record Get(String key) implements MetadataRequest {}

    /// @param keys all that the peer observes from now on
    record Listen(List<String> keys) implements MetadataRequest {
        public Listen {
            keys = List.copyOf(keys);
        }
    }
}
