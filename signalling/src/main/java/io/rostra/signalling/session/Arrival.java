package io.rostra.signalling.session;

import io.rostra.platform.room.Room;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.AppToken;

/// A client at the door: its token is verified, its socket open, and the room looked up.
///
/// @param tokenExpired such a token is good only for a peer that comes back
public record Arrival(
        String peerId,
        AppToken token,
        boolean tokenExpired,
        Room room,
        Template template,
        ClientSocket socket) {}
