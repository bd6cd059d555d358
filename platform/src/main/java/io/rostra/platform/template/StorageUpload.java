package io.rostra.platform.template;

import org.jspecify.annotations.Nullable;

/// Object storage that recordings are uploaded to.
///
/// @param type `s3`, `gs`, `oss` or `azure`
/// @param location name of the bucket or container
public record StorageUpload(
        String type,
        String location,
        @Nullable String prefix,
        @Nullable Options options,
        @Nullable Credentials credentials) {

    /// @param endpoint URL of an S3-compatible server; null for Amazon's. Ours alone
    public record Options(@Nullable String region, @Nullable String endpoint) {}

    /// @param secretKey never log it, never show it
    public record Credentials(@Nullable String key, @Nullable String secretKey) {

        @Override
        public String toString() {
            return "Credentials[key=" + key + "]";
        }
    }

    public StorageUpload withCredentials(@Nullable Credentials newCredentials) {
        return new StorageUpload(type, location, prefix, options, newCredentials);
    }
}
