package io.rostra.socketio.engine;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A WebSocket client that breaks what rules it likes, for tests. Waits 10 s for an answer.
public final class RawWebSocket implements AutoCloseable {
    public static final int CONTINUATION = 0x80;
    public static final int TEXT = 0x81;
    public static final int BINARY = 0x82;
    public static final int CLOSE = 0x88;
    public static final int PING = 0x89;
    public static final int PONG = 0x8a;

    /// Takes the final bit away.
    public static final int NOT_LAST = 0x7f;

    private final Socket socket;
    private final DataInputStream in;
    private final String status;

    /// A frame that came: its first byte and its payload.
    public record Frame(int first, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        public int closeCode() {
            return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }
    }

    /// `path` with the query.
    public RawWebSocket(int port, String path) throws IOException {
        this(new Socket("127.0.0.1", port), path);
    }

    /// @param connected perhaps with TLS
    public RawWebSocket(Socket connected, String path) throws IOException {
        socket = connected;
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
        write(
                ("GET "
                                + path
                                + " HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + "Sec-WebSocket-Version: 13\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        status = head.toString(StandardCharsets.US_ASCII);
    }

    /// The answer to the upgrade, with its headers.
    public String status() {
        return status;
    }

    public void text(String packet) throws IOException {
        send(TEXT, packet.getBytes(StandardCharsets.UTF_8));
    }

    public void binary(byte[] packet) throws IOException {
        send(BINARY, packet);
    }

    /// A masked frame.
    public void send(int first, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] key = {1, 2, 3, 4};
        frame.writeBytes(key);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ key[i & 3]);
        }
        write(frame.toByteArray());
    }

    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    public Frame read() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /// The next text that is no ping; pings are answered.
    public String readText() throws IOException {
        while (true) {
            Frame frame = read();
            if (frame.first() != TEXT) {
                throw new IOException("not a text frame: " + frame.first());
            }
            if (!frame.text().equals("2")) {
                return frame.text();
            }
            text("3");
        }
    }

    /// Reads on to the close frame and past it to the end of the connection; its code.
    public int readClose() throws IOException {
        Frame frame = read();
        while (frame.first() != CLOSE) {
            frame = read();
        }
        return frame.closeCode();
    }

    /// Whether nothing more comes and the connection is at its end.
    public boolean isAtEnd() throws IOException {
        try {
            in.readUnsignedByte();
            return false;
        } catch (EOFException end) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
