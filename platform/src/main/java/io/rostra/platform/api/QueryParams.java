package io.rostra.platform.api;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The query of a list request. Absent, empty and the text `undefined`, which careless JavaScript
/// sends, are all null.
final class QueryParams {

    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 100;

    private final MultiMap params;

    QueryParams(MultiMap params) {
        this.params = params;
    }

    @Nullable String text(String name) {
        String value = params.get(name);
        if (value == null || value.isEmpty() || value.equals("undefined")) {
            return null;
        }
        // No name or id holds a NUL, and PostgreSQL takes none.
        if (value.indexOf(0) >= 0) {
            throw refused(name, "holds a NUL");
        }
        return value;
    }

    @Nullable Boolean flag(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(name, "must be true or false");
        };
    }

    @Nullable Instant instant(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        return ApiTime.parse(value).orElseThrow(() -> refused(name, ApiTime.RULE));
    }

    int integer(String name, int min, int max, int otherwise) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // refused below, like a number out of range
        }
        throw refused(name, "must be between " + min + " and " + max);
    }

    /// All values of a parameter that may be repeated.
    List<String> texts(String name, int most) {
        List<String> values =
                params.getAll(name).stream()
                        .filter(value -> !value.isEmpty() && !value.equals("undefined"))
                        .toList();
        if (values.size() > most) {
            throw refused(name, "may be repeated " + most + " times");
        }
        return values;
    }

    @Nullable String choice(String name, List<String> words) {
        String value = text(name);
        if (value != null && !words.contains(value)) {
            throw refused(name, "must be one of " + String.join(", ", words));
        }
        return value;
    }

    String requiredText(String name) {
        String value = text(name);
        if (value == null) {
            throw refused(name, "is missing");
        }
        return value;
    }

    ApiException bad(String name, String problem) {
        return refused(name, problem);
    }

    /// How many to list: never fewer than asked for, since clients take a short page for the last.
    int limit() {
        return integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    }

    private static ApiException refused(String name, String problem) {
        return new ApiException(ApiError.INVALID_QUERY, name + " " + problem);
    }
}
