package io.rostra.platform.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Signs paths, so that who has the link may fetch what is there until it expires. Thread-safe.
public final class LinkSigner {

    private final Supplier<String> secret;

    /// @param secret of the first workspace: when that is replaced, links end
    public LinkSigner(Supplier<String> secret) {
        this.secret = secret;
    }

    /// @return the query of the link
    public String sign(String path, Instant expiresAt) {
        String expires = Long.toString(expiresAt.getEpochSecond());
        return "expires=" + expires + "&signature=" + signature(path, expires);
    }

    public boolean admits(
            String path, @Nullable String expires, @Nullable String signature, Instant now) {
        if (expires == null || signature == null || !expires.matches("[0-9]{1,12}")) {
            return false;
        }
        boolean genuine =
                MessageDigest.isEqual(
                        signature.getBytes(StandardCharsets.UTF_8),
                        signature(path, expires).getBytes(StandardCharsets.UTF_8));
        return genuine && now.getEpochSecond() < Long.parseLong(expires);
    }

    private String signature(String path, String expires) {
        // Says what it is for: the same key signs tokens.
        byte[] text = ("link " + path + " " + expires).getBytes(StandardCharsets.UTF_8);
        return Signature.hex(secret.get(), text);
    }
}
