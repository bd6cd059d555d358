package io.rostra.signalling.rpc;

import org.jspecify.annotations.Nullable;

/// One key of the session's metadata.
///
/// @param data JSON `null` when the key is not there
/// @param updatedAt milliseconds since the epoch, 0 for never
/// @param updatedBy id of a peer, or null
/// @param version counts the changes of this key, from 1
public record MetadataEntry(
        String key, JsonText data, long updatedAt, @Nullable String updatedBy, long version) {

    public static MetadataEntry absent(String key) {
        return new MetadataEntry(key, JsonText.NULL, 0, null, 0);
    }

    public boolean present() {
        return !data.equals(JsonText.NULL);
    }
}
