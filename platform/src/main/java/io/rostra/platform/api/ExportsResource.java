package io.rostra.platform.api;

import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.store.Export;
import io.rostra.platform.store.ExportStore;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.token.ManagementToken;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/v2/exports/{kind}`, ours: what is remembered as CSV or JSON, whole, for spreadsheets and other
/// programs.
final class ExportsResource {

    private static final String RECORDINGS = "recordings";

    private static final List<String> RECORDING_COLUMNS =
            List.of(
                    "id",
                    "room_id",
                    "session_id",
                    "state",
                    "started_at",
                    "stopped_at",
                    "duration_seconds",
                    "bytes",
                    "width",
                    "height",
                    "failure");

    /// More are refused rather than left out without a word.
    private static final int MOST_ROWS = 1_000_000;

    /// At a time: each keeps a thread and part of the store busy for as long as its client reads.
    private static final int MOST_EXPORTS = 4;

    private final PlatformStores stores;
    private final LivePorts live;
    private final Json json;
    private final Semaphore free = new Semaphore(MOST_EXPORTS);

    ExportsResource(PlatformStores stores, LivePorts live, Json json) {
        this.stores = stores;
        this.live = live;
        this.json = json;
    }

    /// Gives each row to its taker.
    private interface Rows {
        void forEach(Consumer<List<@Nullable Object>> taker);
    }

    ApiReply export(ManagementToken caller, ApiRequest request) {
        QueryParams params = request.params();
        String kind = request.pathValue("kind");
        String given = params.choice("format", List.of("csv", "json"));
        boolean csv = "csv".equals(given);
        var query =
                new ExportStore.Query(
                        params.text("room_id"), params.instant("after"), params.instant("before"));
        Optional<Export> export = Export.of(kind);
        List<String> columns;
        Rows rows;
        Waiting.on(live.memory().settled());
        if (export.isPresent()) {
            Export table = export.get();
            checkCount(table, caller, query);
            columns = table.columnNames();
            rows =
                    taker ->
                            stores.exports()
                                    .rows(table, caller.workspaceId(), query, MOST_ROWS, taker);
        } else if (kind.equals(RECORDINGS)) {
            columns = RECORDING_COLUMNS;
            rows = taker -> recordings(caller, query).forEach(taker);
        } else {
            throw new ApiException(
                    ApiError.NOT_FOUND, "there is no such export; there are " + kinds());
        }
        if (!free.tryAcquire()) {
            throw new ApiException(
                    ApiError.TOO_MANY_REQUESTS,
                    MOST_EXPORTS + " exports are running already; try again when one is done");
        }
        return ApiReply.ok(
                new StreamedBody(
                        csv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8",
                        kind + (csv ? ".csv" : ".json"),
                        out -> {
                            try {
                                write(csv, columns, rows, out);
                            } finally {
                                free.release();
                            }
                        }));
    }

    private static String kinds() {
        return Stream.concat(
                        Arrays.stream(Export.values()).map(Export::text), Stream.of(RECORDINGS))
                .collect(Collectors.joining(", "));
    }

    private void checkCount(Export export, ManagementToken caller, ExportStore.Query query) {
        if (stores.exports().count(export, caller.workspaceId(), query, MOST_ROWS) > MOST_ROWS) {
            throw new ApiException(
                    ApiError.INVALID_QUERY,
                    "after and before must enclose at most "
                            + MOST_ROWS
                            + " rows; ask for a shorter time");
        }
    }

    private Stream<List<@Nullable Object>> recordings(
            ManagementToken caller, ExportStore.Query query) {
        Optional<Recordings> recordings = live.recordings();
        if (recordings.isEmpty()) {
            return Stream.empty();
        }
        return RecordingsResource.matching(
                        stores.rooms(), recordings.get(), caller, query.roomId(), null, null)
                .filter(each -> query.after() == null || !each.startedAt().isBefore(query.after()))
                .filter(each -> query.before() == null || !each.startedAt().isAfter(query.before()))
                .limit(MOST_ROWS)
                .map(ExportsResource::row);
    }

    private static List<@Nullable Object> row(Recording recording) {
        return Arrays.asList(
                recording.id(),
                recording.roomId(),
                recording.sessionId(),
                RecordingsResource.textOf(recording.state()),
                recording.startedAt(),
                recording.stoppedAt(),
                recording.duration().toSeconds(),
                recording.bytes(),
                recording.width(),
                recording.height(),
                recording.failure());
    }

    private void write(boolean csv, List<String> columns, Rows rows, OutputStream out)
            throws IOException {
        try {
            if (csv) {
                CsvWriter.write(out, columns);
                rows.forEach(row -> writeCsv(out, row));
            } else {
                out.write('[');
                var separator =
                        new Object() {
                            String text = "\n";
                        };
                rows.forEach(row -> {
                    writeJson(out, separator.text, columns, row);
                    separator.text = ",\n";
                });
                out.write('\n');
                out.write(']');
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void writeCsv(OutputStream out, List<@Nullable Object> row) {
        try {
            CsvWriter.write(out, row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeJson(
            OutputStream out, String separator, List<String> columns, List<@Nullable Object> row) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Object value = row.get(i);
            object.put(
                    columns.get(i),
                    value instanceof java.time.Instant time ? time.toString() : value);
        }
        try {
            out.write(separator.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            out.write(json.write(object));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
