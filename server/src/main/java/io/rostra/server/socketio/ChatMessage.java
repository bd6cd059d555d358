package io.rostra.server.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.Request.Recipients;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.socketio.IncomingEvent;
import java.util.ArrayList;
import java.util.List;

/// Reads the event `message (text, {to, roles, type})` for a platform room. There all messages are
/// text: any other JSON value goes as the text of its JSON.
final class ChatMessage {

    private static final String CHAT = "chat";
    private static final int MAX_ROLES = 100;

    private ChatMessage() {}

    static Request.Broadcast parse(IncomingEvent event) throws RequestException {
        JsonNode options = event.argument(1);
        if (!options.isMissingNode() && !options.isNull() && !options.isObject()) {
            throw bad("the second argument of a message must be an object");
        }
        return new Request.Broadcast(
                text(event.argument(0)), type(options.path("type")), recipients(options));
    }

    private static String text(JsonNode message) throws RequestException {
        if (message.isTextual()) {
            return message.textValue();
        }
        if (holdsBytes(message)) {
            throw bad("a message in a platform room cannot be binary; send media instead");
        }
        return message.toString();
    }

    private static boolean holdsBytes(JsonNode node) {
        if (node.isBinary()) {
            return true;
        }
        for (JsonNode child : node) {
            if (holdsBytes(child)) {
                return true;
            }
        }
        return false;
    }

    private static String type(JsonNode type) throws RequestException {
        if (type.isMissingNode() || type.isNull()) {
            return CHAT;
        }
        if (!type.isTextual() || type.textValue().isEmpty()) {
            throw bad("the type of a message must be text");
        }
        return type.textValue();
    }

    private static Recipients recipients(JsonNode options) throws RequestException {
        JsonNode to = options.path("to");
        JsonNode roles = options.path("roles");
        if (isAbsent(to) && isAbsent(roles)) {
            return new Recipients.Everyone();
        }
        if (!isAbsent(to) && !isAbsent(roles)) {
            throw bad("a message goes either to one peer or to roles");
        }
        if (isAbsent(to)) {
            return new Recipients.Roles(names(roles));
        }
        if (!to.isTextual()) {
            throw bad("to must be the id of a peer");
        }
        return new Recipients.OnePeer(to.textValue());
    }

    private static List<String> names(JsonNode roles) throws RequestException {
        var names = new ArrayList<String>();
        for (JsonNode role : roles) {
            if (role.isTextual()) {
                names.add(role.textValue());
            }
        }
        if (!roles.isArray()
                || names.isEmpty()
                || names.size() != roles.size()
                || names.size() > MAX_ROLES) {
            throw bad("roles must be a list of names of roles");
        }
        return names;
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static RequestException bad(String reason) {
        return new RequestException(ErrorCode.BAD_REQUEST, reason);
    }
}
