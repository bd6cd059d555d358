package io.rostra.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A WebSocket client that does what no library would: it never reads, answers no ping and sends
/// frames as it pleases.
final class RawWebSocket implements AutoCloseable {

    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;

    private final Socket socket;

    RawWebSocket(TestServer server, String peerId, String token) throws IOException {
        socket = new Socket("127.0.0.1", server.port());
        socket.setReceiveBufferSize(4096);
        String request =
                """
                GET /ws?peer=%s&token=%s&protocol_version=2.5 HTTP/1.1\r
                Host: %s\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                \r
                """
                        .formatted(peerId, token, server.authority());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var response = new StringBuilder();
        while (!response.toString().endsWith("\r\n\r\n")) {
            response.append((char) socket.getInputStream().read());
        }
        assertThat(response).startsWith("HTTP/1.1 101");
    }

    RawWebSocket join() throws IOException {
        send(TEXT, "{\"method\":\"join\",\"id\":\"j\"}");
        return this;
    }

    /// As a browser does for `close()` without a code: the frame has no status.
    void closeWithoutCode() throws IOException {
        send(CLOSE, "");
    }

    /// One masked frame (RFC 6455 section 5.2) with a mask of zeros, up to 125 bytes.
    private void send(int opcode, String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) opcode;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        socket.getOutputStream().write(frame);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
