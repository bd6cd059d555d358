package io.rostra.platform.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads whole tables, a page at a time, so that no connection is held while a slow client reads.
/// Blocks; thread-safe.
public final class ExportStore {

    private static final int PAGE = 1_000;

    private final Database database;

    ExportStore(Database database) {
        this.database = database;
    }

    /// Which rows; null means "whatever".
    ///
    /// @param after then or later
    /// @param before then or earlier
    public record Query(
            @Nullable String roomId, @Nullable Instant after, @Nullable Instant before) {}

    /// How many rows there are, counting no further than `most` + 1.
    public int count(Export export, String workspaceId, Query query, int most) {
        Filter filter = filter(export, workspaceId, query);
        return database.read(h ->
                h.createQuery(
                                "SELECT COUNT(*) FROM (SELECT 1 FROM "
                                        + export.from()
                                        + filter.sql()
                                        + " LIMIT :most) AS counted")
                        .bindMap(filter.values())
                        .bind("most", most + 1)
                        .mapTo(Integer.class)
                        .one());
    }

    /// Every row in turn: texts, whole numbers, times and nulls, in the order of the columns.
    public void rows(
            Export export,
            String workspaceId,
            Query query,
            int most,
            Consumer<List<@Nullable Object>> each) {
        List<Object> last = List.of();
        int left = most;
        while (left > 0) {
            List<Row> page = page(export, workspaceId, query, last, Math.min(PAGE, left));
            page.forEach(row -> each.accept(row.values()));
            left = page.size() < PAGE ? 0 : left - page.size();
            last = page.isEmpty() ? last : page.getLast().key();
        }
    }

    private record Row(List<@Nullable Object> values, List<Object> key) {}

    private List<Row> page(
            Export export, String workspaceId, Query query, List<Object> last, int limit) {
        Filter filter = filter(export, workspaceId, query);
        String key = String.join(", ", export.key());
        StringBuilder where = new StringBuilder(filter.sql());
        if (!last.isEmpty()) {
            where.append(" AND (").append(key).append(") > (");
            where.append(
                    IntStream.range(0, last.size())
                            .mapToObj(i -> ":k" + i)
                            .collect(Collectors.joining(", ")));
            where.append(')');
        }
        String columns =
                export.columns().stream().map(Export.Column::sql).collect(Collectors.joining(", "));
        return database.read(h -> {
            var select =
                    h.createQuery(
                                    "SELECT "
                                            + columns
                                            + ", "
                                            + key
                                            + " FROM "
                                            + export.from()
                                            + where
                                            + " ORDER BY "
                                            + key
                                            + " LIMIT :limit")
                            .bindMap(filter.values())
                            .bind("limit", limit);
            for (int i = 0; i < last.size(); i++) {
                select.bind("k" + i, last.get(i));
            }
            return select.map((row, _) -> row(export, row)).list();
        });
    }

    private static Filter filter(Export export, String workspaceId, Query query) {
        return Filter.of(export.on() + " AND t.workspace_id = :workspace", "workspace", workspaceId)
                .and("t.room_id = :room", "room", query.roomId())
                .and(export.time() + " >= :after", "after", millis(query.after()))
                .and(export.time() + " <= :before", "before", millis(query.before()));
    }

    private static Row row(Export export, ResultSet row) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        int index = 0;
        for (Export.Column column : export.columns()) {
            index++;
            values.add(value(row, index, column.type()));
        }
        List<Object> key = new ArrayList<>();
        for (int i = 0; i < export.key().size(); i++) {
            index++;
            key.add(row.getObject(index));
        }
        return new Row(values, key);
    }

    private static @Nullable Object value(ResultSet row, int index, Export.Type type)
            throws SQLException {
        if (type == Export.Type.TEXT) {
            return row.getString(index);
        }
        long number = row.getLong(index);
        if (row.wasNull()) {
            return null;
        }
        return switch (type) {
            case TIME -> Instant.ofEpochMilli(number);
            case NUMBER, TEXT -> number;
        };
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
