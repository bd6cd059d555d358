package io.rostra.server.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.rostra.platform.token.AppToken;
import io.rostra.platform.token.TokenException;
import io.rostra.platform.token.TokenVerifier;
import io.rostra.socketio.ConnectRefusedException;
import io.rostra.socketio.Middleware;
import io.rostra.socketio.Socket;
import io.rostra.socketio.rooms.RoomError;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/// Reads `auth: {token, name}`, or the query for client libraries that know no auth. A client with
/// a token that is no good is kept out and told so in its `connect_error`; one without a token
/// comes in as nobody.
final class Credentials implements Middleware {

    private static final String KEY = "credentials";
    private static final int MAX_NAME_LENGTH = 128;

    private final TokenVerifier tokens;

    Credentials(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    /// @param name shown to the others; the token's user when the client gave none
    record Badge(AppToken token, String name) {}

    /// What a socket that has connected brought; empty for nobody.
    static Optional<Badge> of(Socket socket) {
        return socket.get(KEY, Badge.class);
    }

    @Override
    public Future<Void> check(Socket socket) {
        JsonNode token = brought(socket, "token");
        JsonNode name = brought(socket, "name");
        if (token.isMissingNode() || token.isNull()) {
            return Future.succeededFuture();
        }
        if (!token.isTextual()) {
            return refuse(new RoomError("token-invalid", "token must be text"));
        }
        if (!isName(name)) {
            return refuse(
                    new RoomError(
                            "bad-request",
                            "name must be text of at most " + MAX_NAME_LENGTH + " characters"));
        }
        try {
            AppToken verified = verify(token.textValue());
            socket.set(KEY, new Badge(verified, name.asText(verified.userId())));
            return Future.succeededFuture();
        } catch (TokenRefusedException e) {
            return refuse(e.error());
        }
    }

    private static JsonNode brought(Socket socket, String key) {
        JsonNode value = socket.auth().path(key);
        return value.isMissingNode()
                ? socket.handshake().parameter(key).<JsonNode>map(TextNode::valueOf).orElse(value)
                : value;
    }

    private static boolean isName(JsonNode name) {
        return name.isMissingNode()
                || name.isNull()
                || (name.isTextual() && name.textValue().length() <= MAX_NAME_LENGTH);
    }

    private static Future<Void> refuse(RoomError error) {
        return Future.failedFuture(
                new ConnectRefusedException(
                        error.message(), Map.of("code", error.code(), "message", error.message())));
    }

    /// Once more, some time after it was good.
    void verifyAgain(Badge badge) throws TokenRefusedException {
        verify(badge.token().raw());
    }

    private AppToken verify(String token) throws TokenRefusedException {
        try {
            return tokens.verifyApp(token);
        } catch (TokenException e) {
            throw new TokenRefusedException(
                    new RoomError(
                            isExpired(token) ? "token-expired" : "token-invalid", e.getMessage()));
        }
    }

    private boolean isExpired(String token) {
        try {
            tokens.verifyAppForReconnect(token);
            return true;
        } catch (TokenException _) {
            return false;
        }
    }
}
