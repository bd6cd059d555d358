package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLogTest {

    @Test
    void aLineIsAnObjectWithoutTokens() throws Exception {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        var log = new JsonLog();
        log.setContext(context);
        log.start();
        var event =
                new LoggingEvent(
                        "",
                        context.getLogger("io.rostra.Room"),
                        Level.WARN,
                        "Said \"no\" to {}",
                        null,
                        new Object[] {"eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl"});
        event.addKeyValuePair(new KeyValuePair("room_id", "64f0c0ffee64f0c0ffee64f0"));
        String line = new String(log.encode(event), StandardCharsets.UTF_8);

        assertThat(line).endsWith("\n").doesNotContain("eyJ");
        JsonNode object = new ObjectMapper().readTree(line);
        assertThat(object.get("room_id").asText()).isEqualTo("64f0c0ffee64f0c0ffee64f0");
        assertThat(object.get("level").asText()).isEqualTo("WARN");
        assertThat(object.get("message").asText()).isEqualTo("Said \"no\" to (token)");
    }
}
