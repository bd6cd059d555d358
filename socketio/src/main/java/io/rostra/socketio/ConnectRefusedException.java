package io.rostra.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// What a [Middleware] fails with to keep a client out; the client gets message and data in its
/// `connect_error`.
public final class ConnectRefusedException extends Exception {
    private final transient @Nullable Object data;

    public ConnectRefusedException(String message) {
        this(message, null);
    }

    public ConnectRefusedException(String message, @Nullable Object data) {
        super(message, null, false, false);
        this.data = data;
    }

    static JsonNode payload(@Nullable String message) {
        return JsonNodeFactory.instance.objectNode().put("message", message);
    }

    JsonNode payload() {
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("message", getMessage());
        if (data != null) {
            payload.set("data", Json.node(data));
        }
        return payload;
    }
}
