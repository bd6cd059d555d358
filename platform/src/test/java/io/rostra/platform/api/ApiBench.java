package io.rostra.platform.api;

import io.rostra.platform.live.RoomEvent.LeaveReason;
import io.rostra.platform.store.BenchData;
import io.rostra.platform.store.TestDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How long lists and filters of the server API take in a full store, while peers come and go.
/// `./rostra bench api [sqlite|postgres]`, both unless told otherwise.
public final class ApiBench {

    private static final int ROOMS = 10_000;
    private static final int SESSIONS = 20_000;
    private static final int PEERS = 50;
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 500;

    /// What nobody should wait longer for.
    private static final double MOST_MILLIS = 50;

    private ApiBench() {}

    public static void main(String[] args) throws Exception {
        List<TestDatabase> kinds =
                args.length == 0
                        ? List.of(TestDatabase.values())
                        : List.of(TestDatabase.valueOf(args[0].toUpperCase(Locale.ROOT)));
        for (TestDatabase kind : kinds) {
            run(kind);
        }
        // The pool of the HTTP client's threads would keep the process for a while.
        System.exit(0);
    }

    private static void run(TestDatabase kind) throws Exception {
        System.out.printf("%n%s: filling the store%n", kind);
        try (ApiServer server = ApiServer.start(GuestPolicy.OFF, kind)) {
            long began = System.nanoTime();
            List<String> rooms = BenchData.fill(server.stores(), ROOMS, SESSIONS, PEERS);
            System.out.printf(
                    "%s: %,d rooms, %,d sessions, %,d peers, filled in %d s%n",
                    kind,
                    ROOMS,
                    SESSIONS,
                    SESSIONS * PEERS,
                    Duration.ofNanos(System.nanoTime() - began).toSeconds());
            BenchData.settle(server.stores(), kind, server.folder());
            var over = new AtomicBoolean();
            Thread traffic = Thread.ofVirtual().start(() -> comeAndGo(server, rooms, over));
            System.out.printf("%-58s %8s %8s %8s%n", "GET /v2", "p50 ms", "p99 ms", "max ms");
            int slow = 0;
            for (Map.Entry<String, String> each : requests(server, rooms).entrySet()) {
                slow += measure(server, each.getKey(), each.getValue()) > MOST_MILLIS ? 1 : 0;
            }
            System.out.printf("%d of these have a p99 above %.0f ms%n", slow, MOST_MILLIS);
            export(server, "sessions");
            export(server, "peers");
            over.set(true);
            traffic.join();
        }
    }

    private static Map<String, String> requests(ApiServer server, List<String> rooms) {
        String middle = rooms.get(ROOMS / 2);
        String template = server.mainRoom().templateId();
        String lastMonth = Instant.now().minus(Duration.ofDays(30)).toString();
        String session =
                server.get("/v2/sessions?room_id=" + middle)
                        .json(200)
                        .path("data")
                        .get(0)
                        .path("id")
                        .asText();
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put("/rooms", "/v2/rooms");
        requests.put("/rooms?limit=100", "/v2/rooms?limit=100");
        requests.put("/rooms?name=", "/v2/rooms?name=room-7777");
        requests.put("/rooms?name= that is not there", "/v2/rooms?name=nobody");
        requests.put(
                "/rooms?template_id=&limit=100", "/v2/rooms?limit=100&template_id=" + template);
        requests.put("/rooms?enabled=false&start=", "/v2/rooms?enabled=false&start=" + middle);
        requests.put("/rooms/{id}", "/v2/rooms/" + middle);
        requests.put("/sessions", "/v2/sessions");
        requests.put("/sessions?limit=100 (5,000 peers in the answer)", "/v2/sessions?limit=100");
        requests.put("/sessions?room_id=", "/v2/sessions?room_id=" + middle);
        requests.put("/sessions?active=true", "/v2/sessions?active=true");
        requests.put(
                "/sessions?room_id=&active=true that is not there",
                "/v2/sessions?active=true&room_id=" + rooms.get(1));
        requests.put("/sessions?before= a month ago", "/v2/sessions?before=" + lastMonth);
        requests.put("/sessions?after= a month ago", "/v2/sessions?after=" + lastMonth);
        requests.put("/sessions/{id}", "/v2/sessions/" + session);
        requests.put("/sessions/{id}/quality", "/v2/sessions/" + session + "/quality");
        requests.put("/room-codes/room/{id}", "/v2/room-codes/room/" + middle);
        requests.put("/templates", "/v2/templates");
        requests.put("/live-streams?room_id=", "/v2/live-streams?room_id=" + middle);
        requests.put("/external-streams?status=", "/v2/external-streams?status=running");
        requests.put("/analytics/events?room_id=", "/v2/analytics/events?room_id=" + middle);
        requests.put("/analytics/webhooks", "/v2/analytics/webhooks");
        requests.put("/audit-log", "/v2/audit-log");
        requests.put("/dashboard/api/rooms?search=", "/dashboard/api/rooms?search=m-777");
        return requests;
    }

    /// Forty people a second in ten rooms.
    private static void comeAndGo(ApiServer server, List<String> rooms, AtomicBoolean over) {
        for (int i = 0; !over.get(); i++) {
            String room = rooms.get(i % 10);
            server.live().join(room, "peer-" + i, "hls-viewer");
            server.live().leave(room, "peer-" + i, LeaveReason.LEFT, "");
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// @return the 99th percentile in milliseconds
    private static double measure(ApiServer server, String name, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(server.url(path.replace(":", "%3A")))
                        .header("Authorization", server.managementHeader())
                        .build();
        run(server.client(), request, REQUESTS / 5);
        double[] millis = run(server.client(), request, REQUESTS);
        Arrays.sort(millis);
        System.out.printf(
                "%-58s %8.1f %8.1f %8.1f%n",
                name,
                millis[millis.length / 2],
                millis[millis.length * 99 / 100],
                millis[millis.length - 1]);
        return millis[millis.length * 99 / 100];
    }

    /// The half of the rows that is a month old and older.
    private static void export(ApiServer server, String kind) throws Exception {
        String lastMonth = Instant.now().minus(Duration.ofDays(30)).toString();
        String path = "/v2/exports/" + kind + "?format=csv&before=" + lastMonth;
        long began = System.nanoTime();
        try (Stream<String> lines =
                server.client()
                        .send(
                                HttpRequest.newBuilder(server.url(path.replace(":", "%3A")))
                                        .header("Authorization", server.managementHeader())
                                        .build(),
                                BodyHandlers.ofLines())
                        .body()) {
            System.out.printf(
                    "%-58s %,d rows in %.1f s%n",
                    "/exports/" + kind + "?format=csv&before= a month ago",
                    lines.count() - 1,
                    (System.nanoTime() - began) / 1e9);
        }
    }

    private static double[] run(HttpClient client, HttpRequest request, int count)
            throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Double>> times =
                    IntStream.range(0, count)
                            .mapToObj(_ ->
                                    clients.submit(() -> {
                                        long began = System.nanoTime();
                                        int status =
                                                client.send(request, BodyHandlers.discarding())
                                                        .statusCode();
                                        if (status != 200) {
                                            throw new IllegalStateException("status " + status);
                                        }
                                        return (System.nanoTime() - began) / 1e6;
                                    }))
                            .toList();
            double[] millis = new double[count];
            for (int i = 0; i < count; i++) {
                millis[i] = times.get(i).get();
            }
            return millis;
        }
    }
}
