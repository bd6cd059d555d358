package io.rostra.socketio.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Many [LightClient]s on one thread: whoever calls [#poll]. All of them are one room's receivers,
/// but for those made with [#open] and not asked to join.
final class LightClients implements AutoCloseable {
    /// Checks the bytes of binary deliveries.
    interface PayloadCheck {
        /// `length` bytes from the buffer's position on, which stand at `offset` of delivery
        /// `number` of its client; the position must not move.
        void onBytes(long number, ByteBuffer buffer, int offset, int length);
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Connections under way at once: fewer than a listening socket's queue.
    private static final int CONNECTING_AT_ONCE = 64;

    private final InetSocketAddress server;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(512 * 1024);
    private final long[] now = new long[1];
    private int connected;

    long deliveries;
    @Nullable Latencies latencies;
    @Nullable PayloadCheck check;

    LightClients(int port) throws IOException {
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.selector = Selector.open();
    }

    /// Opens clients and waits until all are connected to the main namespace.
    List<LightClient> open(int count) throws IOException {
        List<LightClient> opened = new ArrayList<>(count);
        int target = connected + count;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (connected < target) {
            while (opened.size() < count
                    && opened.size() - (connected - (target - count)) < CONNECTING_AT_ONCE) {
                opened.add(openOne());
            }
            poll(20);
            if (System.nanoTime() > deadline) {
                throw new IOException(connected + " of " + target + " clients connected");
            }
        }
        return opened;
    }

    private LightClient openOne() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
        LightClient client = new LightClient(this, channel);
        channel.register(selector, SelectionKey.OP_CONNECT, client);
        channel.connect(server);
        return client;
    }

    /// Makes them members of the room that the server relays to.
    void join(List<LightClient> clients) throws IOException {
        for (LightClient client : clients) {
            client.sendText("420[\"join\"]");
        }
        await("joining", () -> clients.stream().allMatch(client -> client.acknowledgements > 0));
    }

    /// One turn: waits at most so long and handles what came.
    void poll(long millis) throws IOException {
        int ready = millis > 0 ? selector.select(millis) : selector.selectNow();
        if (ready == 0) {
            return;
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid() && key.attachment() instanceof LightClient client) {
                client.onReady(key, buffer, now);
            }
        }
        selector.selectedKeys().clear();
    }

    void await(String what, BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            poll(20);
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "no end of " + what + " within " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    // What the clients call.

    void onConnected() {
        connected++;
    }

    void onDelivery(long number, long at) {
        deliveries++;
        if (latencies != null) {
            latencies.onDelivery(number, at);
        }
    }

    void onPayload(LightClient client, ByteBuffer payload, int offset, int length) {
        if (check != null) {
            check.onBytes(client.deliveries, payload, offset, length);
        }
    }

    void interest(SocketChannel channel, int operations) throws ClosedChannelException {
        SelectionKey key = channel.keyFor(selector);
        if (key == null) {
            throw new ClosedChannelException();
        }
        key.interestOps(operations);
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
