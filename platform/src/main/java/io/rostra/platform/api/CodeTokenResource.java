package io.rostra.platform.api;

import io.rostra.platform.room.Room;
import io.rostra.platform.store.RoomCode;
import io.rostra.platform.store.RoomCodeStore;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.workspace.Workspaces;
import java.util.UUID;

/// `POST /v2/token`: a room code for an app token. Needs no token itself; the code is the secret.
///
/// Codes have 47 bits. Guesses are limited for the server as a whole, so that all its codes
/// together stay out of reach: 50 wrong ones a second find one of a thousand codes in ninety years.
final class CodeTokenResource {

    private static final int WRONG_PER_SECOND = 50;

    private final RoomCodeStore codes;
    private final RoomStore rooms;
    private final Workspaces workspaces;
    private final TokenIssuer tokens;
    private final Json json;
    private final RateLimit wrong = new RateLimit(WRONG_PER_SECOND, 10 * WRONG_PER_SECOND);

    CodeTokenResource(
            RoomCodeStore codes,
            RoomStore rooms,
            Workspaces workspaces,
            TokenIssuer tokens,
            Json json) {
        this.codes = codes;
        this.rooms = rooms;
        this.workspaces = workspaces;
        this.tokens = tokens;
        this.json = json;
    }

    record Token(String token) {}

    ApiReply handle(ApiRequest request) {
        JsonBody body = json.read(request.body());
        String code = body.requiredText("code", 64);
        String user = body.text("user_id", 256);
        if (wrong.exhausted()) {
            throw new ApiException(ApiError.TOO_MANY_REQUESTS, "too many codes were wrong");
        }
        RoomCode known = codes.find(code).orElse(null);
        if (known == null) {
            wrong.spend();
            throw new ApiException(ApiError.NOT_FOUND, "there is no such code");
        }
        Room room = rooms.findRoom(known.roomId()).orElseThrow(IllegalStateException::new);
        if (!known.enabled() || !room.enabled()) {
            throw new ApiException(ApiError.FORBIDDEN, "the code or its room is disabled");
        }
        if (rooms.templateOf(room).role(known.role()).isEmpty()) {
            throw new ApiException(ApiError.FORBIDDEN, "the role of the code is gone");
        }
        return ApiReply.ok(
                new Token(
                        tokens.app(
                                workspaces.byId(room.workspaceId()).orElseThrow(),
                                room.id(),
                                user == null || user.isEmpty()
                                        ? UUID.randomUUID().toString()
                                        : user,
                                known.role(),
                                TokenIssuer.DAY)));
    }
}
