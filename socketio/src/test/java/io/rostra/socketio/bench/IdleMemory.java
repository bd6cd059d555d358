package io.rostra.socketio.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What connections cost that do nothing.
final class IdleMemory {
    /// A ping interval and a ping timeout of both servers: who does not answer is cut by then.
    private static final Duration HEARTBEAT = Duration.ofSeconds(26);

    private IdleMemory() {}

    /// Resident bytes each connection beyond the first so many adds, on a server that was just
    /// started and has had as many as that before.
    static double bytesPerConnection(ServerProcess server, int first, int last) throws IOException {
        try (LightClients warmUp = new LightClients(server.port())) {
            warmUp.join(warmUp.open(first));
        }
        try (LightClients clients = new LightClients(server.port())) {
            clients.open(first);
            long before = settled(server, clients);
            clients.open(last - first);
            return (double) (settled(server, clients) - before) / (last - first);
        }
    }

    private static long settled(ServerProcess server, LightClients clients) throws IOException {
        idle(clients, Duration.ofMillis(500));
        server.collectGarbage();
        server.collectGarbage();
        idle(clients, Duration.ofMillis(500));
        return server.residentBytes();
    }

    /// How many of so many connections live through a heartbeat and then get an event.
    static int held(ServerProcess server, int connections) throws IOException {
        try (LightClients clients = new LightClients(server.port())) {
            List<LightClient> all = clients.open(connections);
            clients.join(all);
            idle(clients, HEARTBEAT);
            LightClient sender = all.getFirst();
            sender.sendText("42[\"ev\",\"still there?\"]");
            try {
                clients.await("deliveries", () -> clients.deliveries == connections - 1);
            } catch (IOException late) {
                System.err.println(late.getMessage());
            }
            int heard = 1;
            for (LightClient client : all) {
                if (client.pings > 0 && client.deliveries == 1 && !client.isClosed()) {
                    heard++;
                }
            }
            return heard;
        }
    }

    private static void idle(LightClients clients, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            clients.poll(20);
        }
    }
}
