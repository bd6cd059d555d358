package io.rostra.server.storage;

import io.rostra.platform.store.UploadStore.Place;

/// A bucket, and who may write and read there. Prints no secret.
public record StorageTarget(Place place, String accessKey, String secret) {

    /// Whether it has the files of another place: the prefix may differ.
    boolean holds(Place other) {
        return place.bucket().equals(other.bucket())
                && java.util.Objects.equals(place.endpoint(), other.endpoint());
    }

    @Override
    public String toString() {
        return "StorageTarget[place=" + place + "]";
    }
}
