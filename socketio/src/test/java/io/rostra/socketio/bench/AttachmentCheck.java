package io.rostra.socketio.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Attachments of all sizes, each compared byte for byte where it arrives. One that got lost,
/// doubled or out of place makes all that follow differ.
final class AttachmentCheck {
    /// Prime, so that no batch is a multiple of it.
    private static final int DIFFERENT = 499;

    private static final int RECEIVERS = 50;

    private final List<byte[]> contents = new ArrayList<>();
    private final List<byte[]> frames = new ArrayList<>();
    private long altered;

    private AttachmentCheck() {
        Random random = new Random(16);
        for (int i = 0; i < DIFFERENT; i++) {
            // Mostly small; some beyond each limit of the frame format.
            int size = i % 50 == 0 ? 60_000 + random.nextInt(12_000) : random.nextInt(1_200);
            byte[] content = new byte[size];
            random.nextBytes(content);
            contents.add(content);
            frames.add(frame(content));
        }
    }

    /// What is missing or altered of so many deliveries.
    static long faults(ServerProcess server, int deliveries) throws IOException {
        try (LightClients clients = new LightClients(server.port())) {
            return new AttachmentCheck().run(clients, deliveries / RECEIVERS);
        }
    }

    private static byte[] frame(byte[] content) {
        byte[] head =
                "451-[\"bin\",{\"_placeholder\":true,\"num\":0}]".getBytes(StandardCharsets.UTF_8);
        ByteBuffer out =
                ByteBuffer.allocate(head.length + content.length + 2 * ClientFrames.MAX_HEAD);
        ClientFrames.append(out, true, head);
        ClientFrames.append(out, false, content);
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private long run(LightClients clients, int events) throws IOException {
        List<LightClient> all = clients.open(RECEIVERS + 1);
        List<LightClient> receivers = all.subList(1, all.size());
        clients.join(receivers);
        clients.check = this::compare;
        LightClient sender = all.getFirst();
        int sent = 0;
        while (sent < events) {
            // By the slowest receiver, so that nothing has a reason to be dropped.
            long slowest =
                    receivers.stream().mapToLong(client -> client.deliveries).min().orElse(0);
            if (!sender.hasUnsent() && sent - slowest < RoomLoad.IN_FLIGHT / 2) {
                sender.send(ByteBuffer.wrap(frames.get(sent++ % DIFFERENT)));
                clients.poll(0);
            } else {
                clients.poll(20);
            }
        }
        long expected = (long) events * RECEIVERS;
        try {
            clients.await("attachments", () -> clients.deliveries >= expected);
        } catch (IOException late) {
            System.err.println(late.getMessage());
        }
        return altered + Math.abs(expected - clients.deliveries);
    }

    private void compare(long number, ByteBuffer buffer, int offset, int length) {
        byte[] content = contents.get((int) (number % DIFFERENT));
        if (offset + length > content.length
                || buffer.slice(buffer.position(), length)
                                .mismatch(ByteBuffer.wrap(content, offset, length).slice())
                        >= 0) {
            altered++;
        }
    }
}
