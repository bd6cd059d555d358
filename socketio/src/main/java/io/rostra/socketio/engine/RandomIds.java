package io.rostra.socketio.engine;

import java.security.SecureRandom;
import java.util.Base64;

/// Identifiers nobody can guess: 120 random bits in 20 URL-safe characters. Thread-safe.
public final class RandomIds {
    private static final int BYTES = 15;

    private final SecureRandom random = new SecureRandom();

    public String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
