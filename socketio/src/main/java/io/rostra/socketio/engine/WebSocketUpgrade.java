package io.rostra.socketio.engine;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/// The opening handshake (RFC 6455 section 4.2), after which the connection is the transport's
/// alone: everything HTTP is taken out of its pipeline. A connection that Vert.x goes on to serve
/// keeps its request, its headers and two queues, which is ten times what an idle session needs.
/// Vert.x still closes it when the HTTP server stops.
final class WebSocketUpgrade {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketUpgrade() {}

    /// Whether the request is what section 4.2.1 wants.
    static boolean isAskedFor(HttpServerRequest request) {
        String connection = request.getHeader(HttpHeaders.CONNECTION);
        return request.version() == HttpVersion.HTTP_1_1
                && connection != null
                && connection.toLowerCase(Locale.ROOT).contains("upgrade")
                && request.getHeader("sec-websocket-key") != null
                && "13".equals(request.getHeader("sec-websocket-version"));
    }

    /// Answers and hands the connection over, once the end of the request has been read; then calls
    /// `accepted` on the connection's loop.
    static void accept(
            HttpServerRequest request,
            Channel channel,
            WebSocketTransport transport,
            WebSocketDecoderConfig limits,
            Runnable accepted) {
        String key = request.getHeader("sec-websocket-key");
        StringBuilder answer =
                new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n")
                        .append("Upgrade: websocket\r\nConnection: Upgrade\r\n")
                        .append("Sec-WebSocket-Accept: ")
                        .append(acceptKey(key))
                        .append("\r\n");
        request.response()
                .headers()
                .forEach((name, value) ->
                        answer.append(name).append(": ").append(value).append("\r\n"));
        byte[] bytes = answer.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        channel.eventLoop()
                .execute(() -> {
                    if (channel.isActive()) {
                        takeOver(channel, transport, limits);
                        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
                        accepted.run();
                    }
                });
    }

    private static void takeOver(
            Channel channel, WebSocketTransport transport, WebSocketDecoderConfig limits) {
        ChannelPipeline pipeline = channel.pipeline();
        String decoder = pipeline.context(HttpRequestDecoder.class).name();
        boolean http = false;
        for (String name : pipeline.names()) {
            // What stands before the decoder, as TLS does, stays.
            if (http) {
                ChannelHandler handler = pipeline.get(name);
                if (handler != null) {
                    pipeline.remove(handler);
                }
            }
            http |= name.equals(decoder);
        }
        pipeline.addLast(new WebSocket13FrameDecoder(limits), transport);
        // Last, for it passes on what it has not read.
        pipeline.remove(decoder);
        channel.config().setAutoRead(true);
    }

    /// How frames must be: masked, without extensions, no larger than a message may be.
    static WebSocketDecoderConfig limits(int maxPayload) {
        return WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .maxFramePayloadLength(maxPayload)
                .closeOnProtocolViolation(false)
                .build();
    }

    private static String acceptKey(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + MAGIC).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
