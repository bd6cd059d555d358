package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/// As much of JSON Schema as our description uses, for answers.
final class Schemas {

    private Schemas() {}

    static void check(JsonNode description, JsonNode schema, JsonNode value, String path) {
        if (schema.has("$ref")) {
            check(
                    description,
                    description.at(schema.path("$ref").asText().substring(1)),
                    value,
                    path);
            return;
        }
        if (schema.has("enum")) {
            assertThat(schema.path("enum")).as(path).contains(value);
        }
        if (schema.has("pattern")) {
            assertThat(Pattern.matches(schema.path("pattern").asText(), value.asText()))
                    .as(path + " " + value)
                    .isTrue();
        }
        checkType(schema.path("type"), value, path);
        schema.path("required")
                .forEach(member ->
                        assertThat(value.has(member.asText()))
                                .as(path + "." + member.asText())
                                .isTrue());
        if (schema.has("properties")) {
            value.properties()
                    .forEach(member -> {
                        JsonNode known = schema.path("properties").path(member.getKey());
                        assertThat(known.isMissingNode())
                                .as(path + "." + member.getKey() + " is described")
                                .isFalse();
                        check(description, known, member.getValue(), path + "." + member.getKey());
                    });
        }
        if (schema.has("additionalProperties")) {
            value.forEach(member ->
                    check(description, schema.path("additionalProperties"), member, path + ".*"));
        }
        if (schema.has("items")) {
            value.forEach(item -> check(description, schema.path("items"), item, path + "[]"));
        }
    }

    private static void checkType(JsonNode types, JsonNode value, String path) {
        if (types.isMissingNode()) {
            return;
        }
        boolean fits = false;
        for (JsonNode type : types.isArray() ? types : java.util.List.of(types)) {
            fits |=
                    switch (type.asText()) {
                        case "object" -> value.isObject();
                        case "array" -> value.isArray();
                        case "string" -> value.isTextual();
                        case "boolean" -> value.isBoolean();
                        case "integer" -> value.isIntegralNumber();
                        case "number" -> value.isNumber();
                        case "null" -> value.isNull();
                        default -> throw new IllegalArgumentException(type.asText());
                    };
        }
        assertThat(fits).as(path + " is " + types + ", not " + value).isTrue();
    }
}
