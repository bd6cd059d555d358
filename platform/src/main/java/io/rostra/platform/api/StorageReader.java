package io.rostra.platform.api;

import io.rostra.platform.template.StorageUpload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads and shows where recordings are uploaded to. Secrets are never shown; who sends back what
/// was shown instead keeps the secret that is stored.
final class StorageReader {

    static final String HIDDEN = "********";

    private static final List<String> TYPES = List.of("s3", "gs", "oss", "azure");

    private StorageReader() {}

    /// Templates call the secret `secretKey`, rooms `secret`; both are taken.
    ///
    /// @param before what is stored now
    static @Nullable StorageUpload read(@Nullable JsonBody body, @Nullable StorageUpload before) {
        if (body == null) {
            return null;
        }
        String type = body.choice("type", TYPES);
        if (type == null) {
            throw body.bad("type", "is missing");
        }
        JsonBody options = body.object("options");
        return new StorageUpload(
                type,
                body.requiredText("location", 256),
                body.text("prefix", 512),
                options == null ? null : options(options),
                credentials(body.object("credentials"), before));
    }

    private static StorageUpload.Options options(JsonBody body) {
        String endpoint = body.text("endpoint", 512);
        if (endpoint != null && !endpoint.matches("https?://[^\\s/?#@]+/?")) {
            throw body.bad("endpoint", "must look like https://storage.example.org");
        }
        return new StorageUpload.Options(body.text("region", 64), endpoint);
    }

    private static StorageUpload.@Nullable Credentials credentials(
            @Nullable JsonBody body, @Nullable StorageUpload before) {
        if (body == null) {
            return null;
        }
        String secret = body.text("secretKey", 4096);
        if (secret == null) {
            secret = body.text("secret", 4096);
        }
        if (HIDDEN.equals(secret)) {
            secret =
                    before == null || before.credentials() == null
                            ? null
                            : before.credentials().secretKey();
        }
        return new StorageUpload.Credentials(body.text("key", 4096), secret);
    }

    static @Nullable StorageUpload hideSecret(@Nullable StorageUpload upload) {
        if (upload == null || upload.credentials() == null) {
            return upload;
        }
        return upload.withCredentials(
                new StorageUpload.Credentials(
                        upload.credentials().key(),
                        upload.credentials().secretKey() == null ? null : HIDDEN));
    }
}
