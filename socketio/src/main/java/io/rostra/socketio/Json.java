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
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// The JSON mapper, bounded in depth, and the way from application values to nodes.
final class Json {
    private static final int MAX_DEPTH = 200;

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
}
