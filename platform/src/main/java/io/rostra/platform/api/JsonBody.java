package io.rostra.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The members of a request's body, or of an object inside it. Each accessor answers null for a
/// member that is absent or null, and names the member with the way to it when it is of the wrong
/// type or out of range.
final class JsonBody {

    private final ObjectNode object;
    private final String path;

    JsonBody(ObjectNode object) {
        this(object, "");
    }

    private JsonBody(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    boolean has(String member) {
        return object.hasNonNull(member);
    }

    /// The names of all members that are not null, in the order they came.
    List<String> members() {
        List<String> names = new ArrayList<>();
        object.properties().stream()
                .filter(member -> !member.getValue().isNull())
                .forEach(member -> names.add(member.getKey()));
        return names;
    }

    @Nullable String text(String member, int maxLength) {
        JsonNode value = value(member);
        return value == null ? null : text(value, member, maxLength);
    }

    String requiredText(String member, int maxLength) {
        String text = text(member, maxLength);
        if (text == null || text.isBlank()) {
            throw bad(member, "is missing");
        }
        return text;
    }

    /// One of these words.
    @Nullable String choice(String member, Collection<String> words) {
        JsonNode value = value(member);
        return value == null ? null : choice(value, member, words);
    }

    @Nullable Boolean flag(String member) {
        JsonNode value = value(member);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw bad(member, "must be true or false");
        }
        return value.booleanValue();
    }

    boolean flag(String member, boolean otherwise) {
        Boolean flag = flag(member);
        return flag == null ? otherwise : flag;
    }

    /// @param min least value allowed
    /// @param max greatest value allowed
    @Nullable Integer integer(String member, int min, int max) {
        JsonNode value = value(member);
        return value == null ? null : integer(value, member, min, max);
    }

    int integer(String member, int min, int max, int otherwise) {
        Integer value = integer(member, min, max);
        return value == null ? otherwise : value;
    }

    @Nullable Double number(String member, double min, double max) {
        JsonNode value = value(member);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || value.doubleValue() < min || value.doubleValue() > max) {
            throw bad(member, "must be a number between " + min + " and " + max);
        }
        return value.doubleValue();
    }

    /// The object of this name as JSON, as it came; without members when there is none.
    String json(String member) {
        return object.get(member) instanceof ObjectNode inner ? inner.toString() : "{}";
    }

    @Nullable JsonBody object(String member) {
        JsonNode value = value(member);
        return value == null ? null : object(value, member);
    }

    JsonBody requiredObject(String member) {
        JsonBody found = object(member);
        if (found == null) {
            throw bad(member, "is missing");
        }
        return found;
    }

    /// The member itself, or an empty object in its place.
    JsonBody objectOrEmpty(String member) {
        JsonBody found = object(member);
        return found == null ? new JsonBody(object.objectNode(), path + member + ".") : found;
    }

    /// An object whose members are objects, such as `{"<name>": {...}}`.
    ///
    /// @return empty when absent
    Map<String, JsonBody> objects(String member, int most) {
        JsonBody map = object(member);
        Map<String, JsonBody> found = new LinkedHashMap<>();
        if (map != null) {
            for (String name : map.members()) {
                found.put(name, map.requiredObject(name));
            }
        }
        if (found.size() > most) {
            throw bad(member, "may have at most " + most + " members");
        }
        return found;
    }

    /// An array of objects.
    @Nullable List<JsonBody> list(String member, int most) {
        JsonNode array = array(member, most);
        if (array == null) {
            return null;
        }
        List<JsonBody> found = new ArrayList<>();
        for (JsonNode element : array) {
            found.add(object(element, member + "[" + found.size() + "]"));
        }
        return found;
    }

    @Nullable List<String> texts(String member, int most, int maxLength) {
        JsonNode array = array(member, most);
        if (array == null) {
            return null;
        }
        List<String> found = new ArrayList<>();
        for (JsonNode element : array) {
            found.add(text(element, member + "[" + found.size() + "]", maxLength));
        }
        return found;
    }

    @Nullable List<String> choices(String member, Collection<String> words) {
        JsonNode array = array(member, words.size());
        if (array == null) {
            return null;
        }
        List<String> found = new ArrayList<>();
        for (JsonNode element : array) {
            found.add(choice(element, member + "[" + found.size() + "]", words));
        }
        return found;
    }

    @Nullable List<Integer> integers(String member, int most, int min, int max) {
        JsonNode array = array(member, most);
        if (array == null) {
            return null;
        }
        List<Integer> found = new ArrayList<>();
        for (JsonNode element : array) {
            found.add(integer(element, member + "[" + found.size() + "]", min, max));
        }
        return found;
    }

    /// An object whose members are texts, in the order they came.
    @Nullable Map<String, String> textMap(String member, int most, int maxLength) {
        JsonBody map = object(member);
        if (map == null) {
            return null;
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : map.members()) {
            found.put(name, String.valueOf(map.text(name, maxLength)));
        }
        if (found.size() > most) {
            throw bad(member, "may have at most " + most + " members");
        }
        return found;
    }

    /// @throws ApiException when there is a member of another name
    void allowOnly(Collection<String> allowed) {
        for (String member : members()) {
            if (!allowed.contains(member)) {
                throw bad(member, "is not known here");
            }
        }
    }

    ApiException bad(String member, String problem) {
        return refused(path + member, problem);
    }

    static ApiException refused(String member, String problem) {
        return new ApiException(ApiError.INVALID_BODY, member + " " + problem);
    }

    private @Nullable JsonNode value(String member) {
        JsonNode value = object.get(member);
        return value == null || value.isNull() ? null : value;
    }

    private @Nullable JsonNode array(String member, int most) {
        JsonNode value = value(member);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            throw bad(member, "must be a list");
        }
        if (value.size() > most) {
            throw bad(member, "may have at most " + most + " elements");
        }
        return value;
    }

    private JsonBody object(JsonNode value, String member) {
        if (value instanceof ObjectNode found) {
            return new JsonBody(found, path + member + ".");
        }
        throw bad(member, "must be an object");
    }

    private String text(JsonNode value, String member, int maxLength) {
        if (!value.isTextual()) {
            throw bad(member, "must be text");
        }
        String text = value.textValue();
        if (text.length() > maxLength) {
            throw bad(member, "may have at most " + maxLength + " characters");
        }
        if (text.codePoints().anyMatch(c -> c == 0 || c >= 0xD800 && c <= 0xDFFF)) {
            throw bad(member, "holds half a character or a NUL");
        }
        return text;
    }

    private String choice(JsonNode value, String member, Collection<String> words) {
        if (!value.isTextual() || !words.contains(value.textValue())) {
            throw bad(member, "must be one of " + String.join(", ", new TreeSet<>(words)));
        }
        return value.textValue();
    }

    private int integer(JsonNode value, String member, int min, int max) {
        boolean whole = value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
        if (!whole || value.doubleValue() < min || value.doubleValue() > max) {
            throw bad(member, "must be a whole number between " + min + " and " + max);
        }
        return value.intValue();
    }
}
