package io.rostra.platform.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Times as callers write them (RFC 3339), of the years 1970 to 9999.
final class ApiTime {

    static final String RULE = "must be a time such as 2026-01-31T12:00:00.000Z";

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private ApiTime() {}

    /// Empty for what is no such time.
    static Optional<Instant> parse(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return Optional.of(instant)
                    .filter(time -> !time.isBefore(FIRST) && !time.isAfter(LAST));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
