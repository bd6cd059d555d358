package io.rostra.socketio;

import java.util.Map;
import java.util.Set;

/// What is kept of a socket whose client may come back.
///
/// @param recoveryId known to the client alone
/// @param since number of the last packet of the namespace when the socket connected
/// @param untilNanos after which it is forgotten, on the clock of `System.nanoTime`
record SavedSocket(
        String recoveryId,
        String id,
        Set<String> rooms,
        Map<String, Object> attributes,
        long since,
        long untilNanos) {}
