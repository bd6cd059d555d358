package io.rostra.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// The members of a request's body. Each accessor answers null for a member that is absent or null,
/// and names the member when it is of the wrong type or out of range.
final class JsonBody {

    private final ObjectNode object;

    JsonBody(ObjectNode object) {
        this.object = object;
    }

    boolean has(String member) {
        return object.hasNonNull(member);
    }

    @Nullable String text(String member, int maxLength) {
        JsonNode value = object.get(member);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw refused(member, "must be text");
        }
        String text = value.textValue();
        if (text.length() > maxLength) {
            throw refused(member, "may have at most " + maxLength + " characters");
        }
        if (!isWellFormed(text)) {
            throw refused(member, "holds half a character");
        }
        return text;
    }

    String requiredText(String member, int maxLength) {
        String text = text(member, maxLength);
        if (text == null || text.isBlank()) {
            throw refused(member, "is missing");
        }
        return text;
    }

    @Nullable Boolean flag(String member) {
        JsonNode value = object.get(member);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw refused(member, "must be true or false");
        }
        return value.booleanValue();
    }

    static ApiException refused(String member, String problem) {
        return new ApiException(ApiError.INVALID_BODY, member + " " + problem);
    }

    private static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }
}
