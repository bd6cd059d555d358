package io.rostra.socketio.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// One sender and its receivers in the room of one server.
final class RoomLoad {
    /// What one trial tells.
    ///
    /// @param nanosPerDelivery processor time of the server
    /// @param deliveriesPerSecond by the clock on the wall
    /// @param p50Micros from sending to delivery
    record Result(
            double nanosPerDelivery,
            double deliveriesPerSecond,
            double p50Micros,
            double p99Micros) {}

    /// @param rate events per second; 0 for as many as go with [#IN_FLIGHT] on their way
    /// @param bytes of an event's text, or of its attachment
    record Scenario(String name, int receivers, int rate, int bytes, boolean binary) {}

    static final int IN_FLIGHT = 64;

    private final ServerProcess server;
    private final LightClients clients;
    private final LightClient sender;
    private final int receivers;
    private final byte[] frames;
    private final Latencies latencies = new Latencies();
    private long sent;

    private RoomLoad(ServerProcess server, LightClients clients, Scenario scenario)
            throws IOException {
        this.server = server;
        this.clients = clients;
        this.receivers = scenario.receivers();
        List<LightClient> all = clients.open(receivers + 1);
        this.sender = all.getFirst();
        clients.join(all.subList(1, all.size()));
        clients.latencies = latencies;
        this.frames = scenario.binary() ? attachment(scenario.bytes()) : text(scenario.bytes());
    }

    static Result run(ServerProcess server, Scenario scenario, double seconds) throws IOException {
        try (LightClients clients = new LightClients(server.port())) {
            return new RoomLoad(server, clients, scenario).run(scenario.rate(), seconds);
        }
    }

    private static byte[] text(int bytes) {
        String head = "42[\"ev\",\"";
        ByteBuffer out = ByteBuffer.allocate(bytes + ClientFrames.MAX_HEAD);
        String packet = head + "x".repeat(bytes - head.length() - 2) + "\"]";
        ClientFrames.append(out, true, packet.getBytes(StandardCharsets.UTF_8));
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] attachment(int bytes) {
        byte[] head =
                "451-[\"bin\",{\"_placeholder\":true,\"num\":0}]".getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(head.length + bytes + 2 * ClientFrames.MAX_HEAD);
        ClientFrames.append(out, true, head);
        ClientFrames.append(out, false, new byte[bytes]);
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private Result run(int rate, double seconds) throws IOException {
        load(rate, seconds / 4);
        latencies.measureFrom(sent);
        long deliveriesBefore = clients.deliveries;
        Map<String, Long> before = server.threadNanos();
        long began = System.nanoTime();
        load(rate, seconds);
        long nanos = server.nanosSince(before);
        double took = (System.nanoTime() - began) / 1e9;
        long delivered = clients.deliveries - deliveriesBefore;
        clients.await("deliveries", () -> clients.deliveries == sent * receivers);
        return new Result(
                (double) nanos / delivered,
                delivered / took,
                latencies.percentile(0.5),
                latencies.percentile(0.99));
    }

    private void load(int rate, double seconds) throws IOException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        if (rate == 0) {
            saturate(end);
        } else {
            pace(1_000_000_000L / rate, end);
        }
    }

    private void saturate(long end) throws IOException {
        while (System.nanoTime() < end) {
            long allowed = IN_FLIGHT - (sent - clients.deliveries / receivers);
            if (allowed > 0) {
                send((int) allowed);
            }
            clients.poll(20);
        }
    }

    /// Never two events at once, lest a server that lumps them together profits from a late client.
    private void pace(long interval, long end) throws IOException {
        long due = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            if (now >= end) {
                return;
            }
            if (now >= due) {
                send(1);
                due = Math.max(due + interval, now);
            }
            clients.poll(Math.max(1, (due - now) / 1_000_000));
        }
    }

    private void send(int count) throws IOException {
        if (sender.hasUnsent()) {
            return;
        }
        ByteBuffer out = ByteBuffer.allocate(count * frames.length);
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            out.put(frames);
            latencies.onSend(sent++, now);
        }
        sender.send(out.flip());
    }
}
