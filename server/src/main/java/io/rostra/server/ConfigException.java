package io.rostra.server;

/// The configuration cannot be used. The message names the key and says what to write instead.
final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ConfigException(String message) {
        super(message, null, false, false);
    }

    static void check(boolean holds, String key, String requirement) {
        if (!holds) {
            throw new ConfigException(key + " " + requirement);
        }
    }
}
