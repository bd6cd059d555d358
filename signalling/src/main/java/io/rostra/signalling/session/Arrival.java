package io.rostra.signalling.session;

import io.rostra.platform.poll.PollDefinition;
import io.rostra.platform.room.Room;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.AppToken;
import java.util.Map;

/// A client at the door: its token is verified, its socket open, and the room looked up.
///
/// @param tokenExpired such a token is good only for a peer that comes back
/// @param polls that are linked to the room, by id
public record Arrival(
        String peerId,
        AppToken token,
        boolean tokenExpired,
        Room room,
        Template template,
        Map<String, PollDefinition> polls,
        ClientSocket socket) {

    /// Into a room without linked polls.
    public Arrival(
            String peerId,
            AppToken token,
            boolean tokenExpired,
            Room room,
            Template template,
            ClientSocket socket) {
        this(peerId, token, tokenExpired, room, template, Map.of(), socket);
    }
}
