package io.rostra.signalling.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records that are kept over a restart, as JSON and back.
public final class KeptJson {

    private static final Logger log = LoggerFactory.getLogger(KeptJson.class);

    private KeptJson() {}

    public static String write(Record value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record cannot be written as JSON", e);
        }
    }

    /// @return empty when an older or newer version wrote it so that it cannot be read
    public static <T extends Record> Optional<T> read(String text, Class<T> type) {
        try {
            return Optional.of(Json.MAPPER.readValue(text, type));
        } catch (JsonProcessingException e) {
            log.warn("What was kept as {} cannot be read: {}", type.getSimpleName(), e.toString());
            return Optional.empty();
        }
    }
}
