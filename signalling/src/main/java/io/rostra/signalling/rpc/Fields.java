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

    /// A whole number between the bounds, both included.
    @Nullable Long optionalNumber(String name, long least, long most) throws FieldException {
        JsonNode node = find(name);
        if (node == null) {
            return null;
        }
        // JavaScript has one kind of number: 5.0 is whole.
        if (!node.isNumber() || !node.canConvertToExactIntegral()) {
            throw wrongType(at(name), "a whole number", node);
        }
        if (!node.canConvertToLong() || node.longValue() < least || node.longValue() > most) {
            throw new FieldException(at(name) + " must be from " + least + " to " + most);
        }
        return node.longValue();
    }

    int number(String name, int least, int most, int otherwise) throws FieldException {
        Long value = optionalNumber(name, least, most);
        return value == null ? otherwise : Math.toIntExact(value);
    }

    /// Whole numbers between the bounds; empty when missing.
    List<Integer> numbers(String name, int least, int most, int limit) throws FieldException {
        var values = new ArrayList<Integer>();
        for (JsonNode element : elements(name, "a list of numbers", limit)) {
            if (!element.isIntegralNumber()
                    || !element.canConvertToInt()
                    || element.intValue() < least
                    || element.intValue() > most) {
                throw new FieldException(
                        at(name) + " must hold whole numbers from " + least + " to " + most);
            }
            values.add(element.intValue());
        }
        return values;
    }

    /// The value as it stands, whatever it is; null when missing.
    @Nullable JsonText optionalValue(String name) {
        JsonNode node = find(name);
        return node == null ? null : new JsonText(node.toString());
    }

    boolean flag(String name, boolean otherwise) throws FieldException {
        Boolean value = optionalFlag(name);
        return value == null ? otherwise : value;
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

    /// An array of objects; empty when missing.
    List<Fields> list(String name, int limit) throws FieldException {
        var values = new ArrayList<Fields>();
        for (JsonNode element : elements(name, "a list of objects", limit)) {
            values.add(of(at(name), element));
        }
        return values;
    }

    private List<JsonNode> elements(String name, String expected, int limit) throws FieldException {
        JsonNode node = find(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrongType(at(name), expected, node);
        }
        if (node.size() > limit) {
            throw new FieldException(at(name) + " has more than " + limit + " entries");
        }
        var values = new ArrayList<JsonNode>();
        node.forEach(values::add);
        return values;
    }

    /// An array of texts; empty when missing.
    List<String> texts(String name, int limit) throws FieldException {
        var values = new ArrayList<String>();
        for (JsonNode element : elements(name, "a list of texts", limit)) {
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
