package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rostra.platform.live.Intake;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.memory.RoomMemory;
import io.rostra.platform.room.Room;
import io.rostra.platform.store.Database;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.store.RoomHistory;
import io.rostra.platform.store.RoomQuery;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.store.TemplateStore;
import io.rostra.platform.store.TestDatabase;
import io.rostra.platform.token.JwtTokenVerifier;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.token.TokenKeys;
import io.rostra.platform.webhook.LinkSigner;
import io.rostra.platform.webhook.WebhookDispatcher;
import io.rostra.platform.webhook.WebhookPayloads;
import io.rostra.platform.workspace.Workspace;
import io.rostra.platform.workspace.Workspaces;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The API on a free port over a store of its own, and a client for it.
record ApiServer(
        Path folder,
        PlatformStores stores,
        Workspaces workspaces,
        FakeRooms live,
        RoomMemory memory,
        WebhookDispatcher webhooks,
        PlatformApi api,
        Vertx vertx,
        HttpServer http,
        HttpClient client)
        implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    static ApiServer start(GuestPolicy guests) {
        return start(guests, TestDatabase.SQLITE);
    }

    static ApiServer start(GuestPolicy guests, TestDatabase kind) {
        return start(guests, kind, Optional.empty());
    }

    static ApiServer start(GuestPolicy guests, TestDatabase kind, Optional<Recordings> recordings) {
        try {
            Path folder = Files.createTempDirectory("rostra-api");
            Database database = kind.open(folder);
            InstantSource clock = InstantSource.system();
            PlatformStores stores = PlatformStores.of(database, clock);
            stores.fillIfEmpty();
            var workspaces =
                    new Workspaces(stores.workspaces().all(), stores.workspaces().retiredKeys());
            var webhooks = new WebhookDispatcher(stores.webhooks(), clock);
            var payloads =
                    new WebhookPayloads("https://live.example.org", new LinkSigner(() -> "secret"));
            var memory = new RoomMemory(new RoomHistory(stores, payloads), webhooks::wake);
            var live = new FakeRooms(memory, stores.ids());
            var api =
                    new PlatformApi(
                            stores,
                            workspaces,
                            new LivePorts(
                                    live,
                                    live,
                                    recordings,
                                    Optional.of(live),
                                    memory,
                                    new Intake()),
                            new JwtTokenVerifier(new TokenKeys(workspaces), clock),
                            new TokenIssuer(clock),
                            guests,
                            "https://live.example.org",
                            7882);
            Vertx vertx = Vertx.vertx();
            Router router = Router.router(vertx);
            api.mount(router);
            api.mountNotFound(router);
            HttpServer http = await(vertx.createHttpServer().requestHandler(router).listen(0));
            return new ApiServer(
                    folder,
                    stores,
                    workspaces,
                    live,
                    memory,
                    webhooks,
                    api,
                    vertx,
                    http,
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Workspace workspace() {
        return workspaces.first();
    }

    RoomStore rooms() {
        return stores.rooms();
    }

    TemplateStore templates() {
        return stores.templates();
    }

    Room mainRoom() {
        return rooms().list(workspace().id(), RoomQuery.enabled(100)).getLast();
    }

    record Reply(HttpResponse<String> response) {

        void status(int expected) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(expected);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("(none)");
        }

        JsonNode json(int expectedStatus) {
            status(expectedStatus);
            assertThat(header("Content-Type")).startsWith("application/json");
            try {
                return JSON.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw new AssertionError(response.body(), e);
            }
        }

        /// Checks the body every error must have.
        ///
        /// @return its details
        String error(int expectedStatus) {
            JsonNode body = json(expectedStatus);
            assertThat(body.path("code").asInt()).isEqualTo(expectedStatus);
            assertThat(body.path("message").asText()).isNotEmpty();
            return body.path("details").toString();
        }
    }

    Reply get(String path) {
        return get(path, managementHeader());
    }

    Reply get(String path, @Nullable String authorization) {
        var request = HttpRequest.newBuilder(url(path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return send(request.build());
    }

    Reply post(String path, String body) {
        return send(
                HttpRequest.newBuilder(url(path))
                        .header("Authorization", managementHeader())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    Reply delete(String path) {
        return send(
                HttpRequest.newBuilder(url(path))
                        .header("Authorization", managementHeader())
                        .DELETE()
                        .build());
    }

    /// Without a token and with the headers given in pairs.
    Reply anonymousPost(String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(url(path)).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<String> preflight(String path) {
        return send(HttpRequest.newBuilder(url(path))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Origin", "https://app.example.org")
                        .header("Access-Control-Request-Method", "POST")
                        .build())
                .response();
    }

    Reply send(HttpRequest request) {
        try {
            return new Reply(client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    URI url(String path) {
        return URI.create("http://localhost:" + http.actualPort() + path);
    }

    String managementHeader() {
        return "Bearer "
                + new TokenIssuer(InstantSource.system()).management(workspace(), TokenIssuer.DAY);
    }

    @Override
    public void close() {
        client.close();
        await(vertx.close());
        memory.close();
        webhooks.close();
        stores.database().close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
