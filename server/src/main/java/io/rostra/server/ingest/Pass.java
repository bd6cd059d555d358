package io.rostra.server.ingest;

import io.rostra.platform.template.Role;
import io.rostra.platform.token.AppToken;

/// Who may push, and where.
///
/// @param token of a stream key's owner it is one of our own making
/// @param keyId of the stream key, or empty for an app token
/// @param role of the token, as the room's template has it
record Pass(AppToken token, String name, String keyId, Role role) {

    /// A stream key stands for a broadcast: what is pushed goes live by itself.
    boolean byKey() {
        return !keyId.isEmpty();
    }

    Pass named(String newName) {
        return new Pass(token, newName, keyId, role);
    }
}
