package io.rostra.signalling.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rostra.sfu.TransportOptions;
import io.rostra.signalling.rpc.Outgoing;
import java.util.ArrayList;
import java.util.List;

/// A client's socket that keeps what it is sent.
final class RecordingSocket implements ClientSocket {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Dialect dialect;
    private final String baseUrl;
    private final List<JsonNode> received = new ArrayList<>();
    private CloseReason closed;

    RecordingSocket() {
        this(Dialect.CURRENT, "https://live.example.org");
    }

    RecordingSocket(Dialect dialect, String baseUrl) {
        this.dialect = dialect;
        this.baseUrl = baseUrl;
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public String baseUrl() {
        return baseUrl;
    }

    @Override
    public TransportOptions transportOptions() {
        return new TransportOptions(List.of("127.0.0.1"));
    }

    @Override
    public synchronized void send(Outgoing message) {
        assertThat(closed).as("nothing is sent after close").isNull();
        try {
            received.add(JSON.readTree(message.text()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private long marked;
    private long confirmed;

    @Override
    public synchronized void send(Outgoing message, long number) {
        send(message);
        marked = number;
    }

    @Override
    public synchronized long confirmed() {
        return confirmed;
    }

    /// The client has read everything.
    synchronized void confirmAll() {
        confirmed = marked;
    }

    /// Texts of the messages that came since the last drain.
    synchronized List<String> messages() {
        return received.stream()
                .filter(message -> name(message).equals("on-broadcast"))
                .map(message -> message.at("/params/info/message").asText())
                .toList();
    }

    @Override
    public synchronized void close(CloseReason reason) {
        closed = reason;
    }

    synchronized CloseReason closed() {
        return closed;
    }

    /// What came since the last call, as methods; replies as `result` or `error`.
    synchronized List<String> drain() {
        List<String> names = received.stream().map(RecordingSocket::name).toList();
        received.clear();
        return names;
    }

    /// What came since the last call.
    synchronized List<JsonNode> take() {
        List<JsonNode> messages = List.copyOf(received);
        received.clear();
        return messages;
    }

    /// Takes the replies alone.
    synchronized List<JsonNode> replies() {
        List<JsonNode> replies = received.stream().filter(each -> each.has("id")).toList();
        received.removeAll(replies);
        return replies;
    }

    private static String name(JsonNode message) {
        return message.has("method")
                ? message.path("method").asText()
                : message.has("result") ? "result" : "error";
    }

    /// The newest `result` or `error`.
    synchronized JsonNode reply() {
        for (JsonNode message : received.reversed()) {
            if (message.has("id")) {
                return message.has("error") ? message.path("error") : message.path("result");
            }
        }
        throw new AssertionError("There is no reply in " + received);
    }

    synchronized int count(String name) {
        return (int) received.stream().filter(message -> name(message).equals(name)).count();
    }

    /// Params of the newest notification of this method, or the newest `result` or `error`.
    synchronized JsonNode last(String name) {
        for (JsonNode message : received.reversed()) {
            if (name(message).equals(name)) {
                return message.path(message.has("method") ? "params" : name);
            }
        }
        throw new AssertionError("There is no " + name + " in " + received);
    }
}
