package io.rostra.streaming.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/// Keep-alive connections that each send one request after the other, as told by their [Script].
/// One thread, no allocation beyond what scripts need: the crowd has to be cheaper than what it
/// measures.
final class Crowd implements AutoCloseable {

    /// What a connection does.
    interface Script {
        /// @return the path of the first request
        String first();

        /// The whole answer is there.
        ///
        /// @param body only if [#wantsBody] said so; good during the call
        /// @return the path of the next request
        String next(int status, byte[] body, int length);

        /// Asked when a request is sent.
        boolean wantsBody();
    }

    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final InetSocketAddress server;
    private final String headers;
    private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 18);
    private final byte[] bytes = new byte[1 << 18];
    private long requests;
    private long received;
    private long failed;
    private String lastFailure = "";

    /// @param gzip as browsers ask for playlists
    Crowd(int port, boolean gzip) throws IOException {
        server = new InetSocketAddress("127.0.0.1", port);
        headers =
                " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        + (gzip ? "Accept-Encoding: gzip\r\n" : "")
                        + "\r\n";
    }

    long requests() {
        return requests;
    }

    long bytesReceived() {
        return received;
    }

    /// Answers other than 200, and connections that were lost.
    long failed() {
        return failed;
    }

    String lastFailure() {
        return lastFailure;
    }

    void add(Function<Crowd, Script> maker) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(server);
        channel.configureBlocking(false);
        var connection = new Connection(channel, maker.apply(this));
        channel.register(selector, SelectionKey.OP_READ, connection);
        connection.send(connection.script.first());
    }

    /// Serves the connections until `until`, like [System#nanoTime].
    void run(long until) throws IOException {
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            selector.select(
                    key -> {
                        var connection = (Connection) key.attachment();
                        try {
                            connection.read();
                        } catch (IOException e) {
                            failed++;
                            lastFailure = e.toString();
                            key.cancel();
                        }
                    },
                    Math.max(1, left / 1_000_000));
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private final class Connection {
        private final SocketChannel channel;
        private final Script script;

        /// What has come of the answer so far, when the body is wanted or the header is not whole.
        private byte[] held = new byte[2_048];

        private int heldLength;

        /// Bytes of the answer that are still to come; -1 while its header is not whole.
        private long missing = -1;

        private String path = "";
        private int status;
        private int bodyAt;
        private boolean keep;

        Connection(SocketChannel channel, Script script) {
            this.channel = channel;
            this.script = script;
        }

        void send(String newPath) throws IOException {
            path = newPath;
            requests++;
            missing = -1;
            heldLength = 0;
            keep = script.wantsBody();
            byte[] request = ("GET " + path + headers).getBytes(StandardCharsets.US_ASCII);
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                channel.write(out); // a few hundred bytes: there is always room
            }
        }

        void read() throws IOException {
            input.clear();
            int count = channel.read(input);
            if (count < 0) {
                throw new IOException("closed");
            }
            received += count;
            input.flip();
            input.get(bytes, 0, count);
            if (missing < 0) {
                hold(bytes, count);
                readHeader();
            } else {
                missing -= count;
                if (keep) {
                    hold(bytes, count);
                }
            }
            if (missing == 0) {
                if (status != 200) {
                    failed++;
                    lastFailure = status + " for " + path;
                }
                int length = keep ? heldLength - bodyAt : 0;
                byte[] body = keep ? Arrays.copyOfRange(held, bodyAt, heldLength) : held;
                send(script.next(status, body, length));
            }
        }

        private void readHeader() {
            int end = find(END, heldLength);
            if (end < 0) {
                return;
            }
            bodyAt = end + END.length;
            status = (held[9] - '0') * 100 + (held[10] - '0') * 10 + held[11] - '0';
            int at = find(LENGTH, bodyAt);
            long length = 0;
            for (int i = at + LENGTH.length; at >= 0 && held[i] >= '0'; i++) {
                length = 10 * length + held[i] - '0';
            }
            missing = length - (heldLength - bodyAt);
            if (!keep) {
                heldLength = bodyAt;
            }
        }

        /// Header names in any case.
        private int find(byte[] wanted, int end) {
            for (int i = 0; i + wanted.length <= end; i++) {
                int j = 0;
                while (j < wanted.length
                        && (held[i + j] == wanted[j]
                                || Character.toLowerCase(held[i + j]) == wanted[j])) {
                    j++;
                }
                if (j == wanted.length) {
                    return i;
                }
            }
            return -1;
        }

        private void hold(byte[] from, int count) {
            if (heldLength + count > held.length) {
                held = Arrays.copyOf(held, Math.max(2 * held.length, heldLength + count));
            }
            System.arraycopy(from, 0, held, heldLength, count);
            heldLength += count;
        }
    }
}
