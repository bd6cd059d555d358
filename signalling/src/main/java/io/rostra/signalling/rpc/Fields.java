package io.rostra.signalling.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The fields of one JSON object, read strictly: a field of the wrong type is an error that names
/// it by its path. `null` counts as missing.
final class Fields {

    /// A field is missing or has the wrong type.
    static final class FieldException extends Exception {
        FieldException(String message) {
            super(message);
        }
    }

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final String path;
    private final JsonNode object;

    private Fields(String path, JsonNode object) {
        this.path = path;
        this.object = object;
    }

    /// @param node missing means an object without fields
    static Fields of(String path, @Nullable JsonNode node) throws FieldException {
        if (node == null || node.isNull()) {
            return new Fields(path, JsonNodeFactory.instance.objectNode());
        }
        if (!node.isObject()) {
            throw wrongType(path, "an object", node);
        }
        return new Fields(path, node);
    }

    String text(String name) throws FieldException {
        String value = optionalText(name);
        if (value == null) {
            throw new FieldException(at(name) + " is missing");
        }
        return value;
    }

    String text(String name, String otherwise) throws FieldException {
        String value = optionalText(name);
        return value == null ? otherwise : value;
    }

    @Nullable String optionalText(String name) throws FieldException {
        JsonNode node = find(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw wrongType(at(name), "text", node);
        }
        return node.textValue();
    }

    boolean flag(String name) throws FieldException {
        Boolean value = optionalFlag(name);
        if (value == null) {
            throw new FieldException(at(name) + " is missing");
        }
        return value;
    }

    @Nullable Boolean optionalFlag(String name) throws FieldException {
        JsonNode node = find(name);
        if (node == null) {
            return null;
        }
        if (!node.isBoolean()) {
            throw wrongType(at(name), "true or false", node);
        }
        return node.booleanValue();
    }

    @Nullable Fields optionalObject(String name) throws FieldException {
        JsonNode node = find(name);
        return node == null ? null : of(at(name), node);
    }

    Fields object(String name) throws FieldException {
        Fields value = optionalObject(name);
        if (value == null) {
            throw new FieldException(at(name) + " is missing");
        }
        return value;
    }

    /// An object whose values are objects, in the order sent; empty when missing.
    Map<String, Fields> objects(String name, int limit) throws FieldException {
        Fields map = of(at(name), find(name));
        if (map.object.size() > limit) {
            throw new FieldException(at(name) + " has more than " + limit + " entries");
        }
        var values = new LinkedHashMap<String, Fields>();
        for (Map.Entry<String, JsonNode> entry : map.object.properties()) {
            values.put(entry.getKey(), of(map.at(entry.getKey()), entry.getValue()));
        }
        return values;
    }

    /// An array of texts; empty when missing.
    List<String> texts(String name, int limit) throws FieldException {
        JsonNode node = find(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrongType(at(name), "a list of texts", node);
        }
        if (node.size() > limit) {
            throw new FieldException(at(name) + " has more than " + limit + " entries");
        }
        var values = new ArrayList<String>();
        for (JsonNode element : node) {
            if (!element.isTextual()) {
                throw wrongType(at(name), "a list of texts", element);
            }
            values.add(element.textValue());
        }
        return values;
    }

    /// The path of a field, for messages and logs. Names come from the client, so they are cut
    /// short and kept to one line.
    String at(String name) {
        String shown = name.length() <= 64 ? name : name.substring(0, 64) + "...";
        return path + "." + CONTROL.matcher(shown).replaceAll("?");
    }

    private @Nullable JsonNode find(String name) {
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private static FieldException wrongType(String path, String expected, JsonNode node) {
        String seen = node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
        return new FieldException(path + " must be " + expected + ", not " + seen);
    }
}
