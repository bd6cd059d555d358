package io.rostra.server;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/// One JSON object a line, for whoever collects logs. What a line is about is in fields of its own:
/// `room_id`, `session_id`, `peer_id`, `stream_id`. Like the text format it cuts out tokens, should
/// a library's message hold one.
final class JsonLog extends EncoderBase<ILoggingEvent> {

    private static final Pattern TOKEN =
            Pattern.compile(
                    "eyJ[A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]*|sk-[a-z2-7]{26}");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

    /// Everything logged from now on is JSON.
    static void install() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var encoder = new JsonLog();
        encoder.setContext(context);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
    }

    @Override
    public void start() {
        traces.start();
        super.start();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ObjectNode line =
                JSON.createObjectNode()
                        .put("time", event.getInstant().toString())
                        .put("level", event.getLevel().toString())
                        .put("logger", event.getLoggerName())
                        .put("thread", event.getThreadName())
                        .put("message", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair field : event.getKeyValuePairs()) {
                line.put(field.key, String.valueOf(field.value));
            }
        }
        if (event.getThrowableProxy() != null) {
            line.put("error", traces.convert(event));
        }
        return TOKEN.matcher(line + "\n").replaceAll("(token)").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
