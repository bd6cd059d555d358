package io.rostra.server.ingest;

import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomDirectory;
import io.rostra.platform.store.StreamKey;
import io.rostra.platform.store.StreamKeyStore;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.AppToken;
import io.rostra.platform.token.TokenException;
import io.rostra.platform.token.TokenVerifier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads what a program brings: a room's stream key, or an app token. Blocks; thread-safe.
public final class Passes {

    /// Shown to the others until the program says another name.
    private static final String NAME = "Encoder";

    /// The user that a stream key stands for.
    private static final String KEY_USER = "stream-key";

    private final StreamKeyStore keys;
    private final RoomDirectory rooms;
    private final TokenVerifier tokens;

    public Passes(StreamKeyStore keys, RoomDirectory rooms, TokenVerifier tokens) {
        this.keys = keys;
        this.rooms = rooms;
        this.tokens = tokens;
    }

    /// For whoever wants to publish.
    Pass toPush(String credential) throws RefusedException {
        Pass pass =
                credential.startsWith(StreamKeyStore.PREFIX)
                        ? ofKey(credential)
                        : ofToken(credential);
        if (pass.role().publishParams().allowed().isEmpty()) {
            throw new RefusedException(
                    403, "The role " + pass.role().name() + " may not publish anything.");
        }
        return pass;
    }

    private Pass ofKey(String credential) throws RefusedException {
        StreamKey key =
                keys.find(credential)
                        .orElseThrow(() ->
                                new RefusedException(
                                        401,
                                        "There is no such stream key, or it was disabled. Copy the"
                                                + " room's key again."));
        Room room = rooms.findRoom(key.roomId()).orElseThrow(() -> unknown(key.roomId()));
        Template template = enabled(room);
        Role role = publishing(template);
        var token =
                new AppToken(
                        credential,
                        room.workspaceId(),
                        room.id(),
                        KEY_USER,
                        role.name(),
                        Instant.MAX);
        return new Pass(token, NAME, key.id(), role);
    }

    private Pass ofToken(String credential) throws RefusedException {
        AppToken token;
        try {
            token = tokens.verifyApp(credential);
        } catch (TokenException e) {
            throw new RefusedException(
                    401, "This is neither a stream key nor a good app token: " + e.getMessage());
        }
        Room room =
                rooms.findRoom(token.roomId())
                        .filter(found -> found.workspaceId().equals(token.workspaceId()))
                        .orElseThrow(() -> unknown(token.roomId()));
        Role role =
                enabled(room)
                        .role(token.role())
                        .orElseThrow(() ->
                                new RefusedException(403, "The room has no role " + token.role()));
        return new Pass(token, token.userId().isEmpty() ? NAME : token.userId(), "", role);
    }

    private Template enabled(Room room) throws RefusedException {
        if (!room.enabled()) {
            throw new RefusedException(403, "The room is disabled.");
        }
        return rooms.templateOf(room);
    }

    private static RefusedException unknown(String roomId) {
        return new RefusedException(404, "There is no room " + roomId);
    }

    /// The template's first role that may publish a camera, or else anything.
    private static Role publishing(Template template) throws RefusedException {
        return firstOf(template, List.of("video", "audio"))
                .or(() -> firstOf(template, List.of("video")))
                .or(() -> firstOf(template, List.of("audio")))
                .orElseThrow(() ->
                        new RefusedException(
                                403, "The room's template has no role that may publish."));
    }

    private static Optional<Role> firstOf(Template template, List<String> kinds) {
        return template.roles().values().stream()
                .filter(role -> role.publishParams().allowed().containsAll(kinds))
                .findFirst();
    }
}
