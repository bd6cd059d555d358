package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpListenerTest {

    @Test
    void connectionsAreSharedAmongLoops() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpListener listener =
                    HttpListener.listen(
                                    vertx,
                                    new HttpServerOptions().setPort(0),
                                    3,
                                    request ->
                                            request.response()
                                                    .end(Thread.currentThread().getName()))
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS);
            Set<String> threads = new HashSet<>();
            for (int i = 0; i < 6; i++) {
                try (HttpClient client = HttpClient.newHttpClient()) {
                    URI here = URI.create("http://localhost:" + listener.port() + "/");
                    threads.add(
                            client.send(
                                            HttpRequest.newBuilder(here).build(),
                                            HttpResponse.BodyHandlers.ofString())
                                    .body());
                }
            }
            assertThat(threads).hasSize(3);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }
}
