package io.rostra.platform.api;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
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
        return value == null || value.isEmpty() || value.equals("undefined") ? null : value;
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
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException _) {
            throw refused(name, "must be a time such as 2026-01-31T12:00:00.000Z");
        }
    }

    /// How many to list: never fewer than asked for, since clients take a short page for the last.
    int limit() {
        String value = text("limit");
        if (value == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // refused below, like a number out of range
        }
        throw refused("limit", "must be between 1 and " + MAX_LIMIT);
    }

    private static ApiException refused(String name, String problem) {
        return new ApiException(ApiError.INVALID_QUERY, name + " " + problem);
    }
}
