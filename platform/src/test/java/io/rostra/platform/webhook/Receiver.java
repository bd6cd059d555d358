package io.rostra.platform.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A backend that takes webhooks, or does not.
final class Receiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    record Request(Map<String, String> headers, String body) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(body, e);
            }
        }

        String type() {
            return json().path("type").asText();
        }
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    volatile int status = 200;

    /// While set, nobody is answered.
    volatile CountDownLatch hold = new CountDownLatch(0);

    private final HttpServer http;

    Receiver() {
        try {
            http = HttpServer.create(new InetSocketAddress("localhost", 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext(
                "/",
                exchange -> {
                    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                    exchange.getRequestHeaders()
                            .forEach((name, values) -> headers.put(name, values.getFirst()));
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    requests.add(new Request(headers, body));
                    int answer = status;
                    try {
                        hold.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    exchange.sendResponseHeaders(answer, -1);
                    exchange.close();
                });
        http.start();
    }

    String url() {
        return "http://localhost:" + http.getAddress().getPort() + "/hook";
    }

    List<String> types() {
        return requests.stream().map(Request::type).toList();
    }

    @Override
    public void close() {
        hold.countDown();
        http.stop(0);
    }
}
