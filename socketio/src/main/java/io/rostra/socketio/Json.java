package io.rostra.socketio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON mapper, bounded in depth, and the way from application values to nodes.
final class Json {
    private static final int MAX_DEPTH = 200;

    /// Of a value beside its text or bytes.
    private static final int VALUE_WEIGHT = 8;

    static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    static ArrayNode array(@Nullable Object... values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(values.length);
        for (Object value : values) {
            array.add(node(value));
        }
        return array;
    }

    static ArrayNode event(String name, @Nullable Object... arguments) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(arguments.length + 1);
        array.add(name);
        for (Object argument : arguments) {
            array.add(node(argument));
        }
        return array;
    }

    static JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> NullNode.getInstance();
            case JsonNode node -> node;
            case String text -> TextNode.valueOf(text);
            case byte[] bytes -> BinaryNode.valueOf(bytes);
            case Buffer buffer -> BinaryNode.valueOf(buffer.getBytes());
            default -> MAPPER.valueToTree(value);
        };
    }

    /// About how many bytes a value takes on the wire.
    static int weight(JsonNode value) {
        int weight = VALUE_WEIGHT;
        switch (value) {
            case BinaryNode bytes -> weight += bytes.binaryValue().length;
            case TextNode text -> weight += text.textValue().length();
            case ArrayNode array -> {
                for (JsonNode element : array) {
                    weight += weight(element);
                }
            }
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    weight += field.getKey().length() + weight(field.getValue());
                }
            }
            default -> {} // a number or a word
        }
        return weight;
    }
}
