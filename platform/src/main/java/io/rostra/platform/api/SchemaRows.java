package io.rostra.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A JSON Schema as a list of its members, those of members included.
///
/// @param or between alternatives
record SchemaRows(JsonNode description, String or) {

    private static final int DEEPEST = 4;

    /// @param name with the way to it, such as `data[].id`
    record Row(String name, String type, boolean required, String meaning) {}

    List<Row> of(JsonNode schema) {
        List<Row> rows = new ArrayList<>();
        add(rows, resolved(schema), "", 0);
        return rows;
    }

    Row row(String name, JsonNode schema, boolean required, String meaning) {
        JsonNode resolved = resolved(schema);
        String own = resolved.path("description").asText();
        return new Row(name, type(resolved), required, meaning.isEmpty() ? own : meaning);
    }

    private void add(List<Row> rows, JsonNode schema, String path, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        if (schema.has("items")) {
            add(rows, resolved(schema.path("items")), path + "[]", depth);
        }
        if (schema.path("additionalProperties").isObject()) {
            add(rows, resolved(schema.path("additionalProperties")), path + ".*", depth);
        }
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties")
                .properties()
                .forEach(member -> {
                    String name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                    rows.add(row(name, member.getValue(), required.contains(member.getKey()), ""));
                    add(rows, resolved(member.getValue()), name, depth + 1);
                });
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref")
                ? description.at(schema.path("$ref").asText().substring(1))
                : schema;
    }

    private String type(JsonNode schema) {
        StringBuilder type = new StringBuilder();
        if (schema.has("enum")) {
            join(type, schema.path("enum"));
        } else if (schema.path("type").isArray()) {
            join(type, schema.path("type"));
        } else {
            type.append(schema.path("type").asText("any"));
        }
        if (schema.has("items")) {
            type.append(" of ").append(type(resolved(schema.path("items"))));
        }
        if (schema.has("format")) {
            type.append(", ").append(schema.path("format").asText());
        }
        if (schema.has("minimum") || schema.has("maximum")) {
            type.append(", ").append(schema.path("minimum").asText("…"));
            type.append(" – ").append(schema.path("maximum").asText("…"));
        }
        if (schema.has("maxLength")) {
            type.append(", ≤ ").append(schema.path("maxLength").asText());
        }
        if (schema.has("default")) {
            type.append(", = ").append(schema.path("default").asText());
        }
        return type.toString();
    }

    private void join(StringBuilder text, JsonNode words) {
        String separator = "";
        for (JsonNode word : words) {
            text.append(separator).append(word.asText().isEmpty() ? "\"\"" : word.asText());
            separator = " " + or + " ";
        }
    }
}
