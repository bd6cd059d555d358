package io.rostra.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategy;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/// JSON of the server API, without null members. Thread-safe.
final class Json {

    private final JsonMapper mapper;

    private Json(PropertyNamingStrategy naming) {
        mapper =
                JsonMapper.builder(
                                new JsonFactoryBuilder()
                                        .streamReadConstraints(
                                                StreamReadConstraints.builder()
                                                        .maxNestingDepth(32)
                                                        .build())
                                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                        .build())
                        .propertyNamingStrategy(naming)
                        .defaultPropertyInclusion(
                                JsonInclude.Value.construct(
                                        JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .build();
    }

    /// As nearly everything is written.
    static Json snakeCase() {
        return new Json(PropertyNamingStrategies.SNAKE_CASE);
    }

    /// As templates are written.
    static Json camelCase() {
        return new Json(PropertyNamingStrategies.LOWER_CAMEL_CASE);
    }

    byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a reply cannot be written as JSON", e);
        }
    }

    /// Reads the object a body must be; no body at all is an empty object, as some clients send
    /// none. What the content type says does not matter: browsers send JSON as plain text.
    JsonBody read(byte[] body) {
        if (body.length == 0) {
            return new JsonBody(mapper.createObjectNode());
        }
        if (tree(body) instanceof ObjectNode object) {
            return new JsonBody(object);
        }
        throw new ApiException(ApiError.INVALID_BODY, "the body must be a JSON object");
    }

    /// Reads a body that must be a list of objects.
    List<JsonBody> readList(byte[] body) {
        if (tree(body) instanceof ArrayNode array) {
            ObjectNode holder = mapper.createObjectNode();
            holder.set("body", array);
            return Objects.requireNonNull(new JsonBody(holder).list("body", 100));
        }
        throw new ApiException(ApiError.INVALID_BODY, "the body must be a JSON list");
    }

    private JsonNode tree(byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ApiException(ApiError.INVALID_BODY, "the body is not JSON" + position(e));
        } catch (IOException e) {
            throw new ApiException(ApiError.INVALID_BODY, "the body is not UTF-8 text");
        }
    }

    private static String position(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : ": look at line "
                        + e.getLocation().getLineNr()
                        + ", column "
                        + e.getLocation().getColumnNr();
    }
}
