package io.rostra.platform.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The conditions of a list query that were asked for, ready to follow a `WHERE`.
final class Filter {

    private final StringBuilder sql = new StringBuilder();
    private final Map<String, Object> values = new HashMap<>();

    /// A condition that always holds.
    static Filter of(String condition, String name, Object value) {
        return new Filter().and(condition, name, value);
    }

    /// @param condition with `:name` where the value goes; left out when the value is null
    Filter and(String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(sql.isEmpty() ? " WHERE " : " AND ").append(condition);
            values.put(name, value);
        }
        return this;
    }

    String sql() {
        return sql.toString();
    }

    Map<String, Object> values() {
        return values;
    }
}
