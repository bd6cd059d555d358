package io.rostra.platform.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CSV (RFC 4180), UTF-8. A text that a spreadsheet would run as a formula gets an apostrophe in
/// front: peers choose their own names.
final class CsvWriter {

    /// What a cell may not begin with: signs of a formula, also in their wide form, and the blanks
    /// that spreadsheets skip before one.
    private static final String DANGEROUS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private CsvWriter() {}

    static void write(OutputStream out, List<? extends @Nullable Object> cells) throws IOException {
        var line = new StringBuilder();
        for (Object cell : cells) {
            if (!line.isEmpty()) {
                line.append(',');
            }
            line.append(cell(cell));
        }
        line.append("\r\n");
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (!(value instanceof String text)) {
            return value.toString();
        }
        boolean formula = !text.isEmpty() && DANGEROUS.indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
