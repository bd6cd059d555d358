package io.rostra.platform.api;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a request from its event loop to a virtual thread and the reply back.
final class ApiHandler implements Handler<RoutingContext> {

    /// Answers a request; may block.
    interface Endpoint {
        /// @throws ApiException to refuse it
        ApiReply handle(ApiRequest request);
    }

    /// Bytes. Rooms and templates take a few thousand.
    static final int MAX_BODY = 256 * 1024;

    private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);

    private final RequestThreads threads;
    private final ReplyWriter replies;
    private final Endpoint endpoint;

    ApiHandler(RequestThreads threads, ReplyWriter replies, Endpoint endpoint) {
        this.threads = threads;
        this.replies = replies;
        this.endpoint = endpoint;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Buffer body = Buffer.buffer();
        // A client that goes away before its request is complete needs no answer.
        request.exceptionHandler(_ -> {});
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= MAX_BODY) {
                body.appendBuffer(chunk);
            } else {
                refuseRest(context);
            }
        });
        request.endHandler(_ -> answer(context, detached(context, body)));
    }

    private void refuseRest(RoutingContext context) {
        context.request().handler(null).endHandler(null);
        context.response().putHeader("Connection", "close");
        replies.refuse(
                context, ApiError.BODY_TOO_LARGE, "a body may have at most " + MAX_BODY + " bytes");
    }

    private static ApiRequest detached(RoutingContext context, Buffer body) {
        return new ApiRequest(
                Map.copyOf(context.pathParams()),
                MultiMap.caseInsensitiveMultiMap().addAll(context.queryParams()),
                body.getBytes(),
                origin(context.request()),
                context.request().getHeader("Origin"),
                ClientAddress.of(context.request()),
                Locality.isLocal(context.request()));
    }

    private static String origin(HttpServerRequest request) {
        return request.scheme() + "://" + request.authority();
    }

    private void answer(RoutingContext context, ApiRequest request) {
        Context loop = context.vertx().getOrCreateContext();
        boolean accepted = threads.run(() -> reply(context, loop, request));
        if (!accepted) {
            replies.refuse(context, ApiError.OVERLOADED, "try again in a moment");
        }
    }

    private void reply(RoutingContext context, Context loop, ApiRequest request) {
        ReplyWriter.Rendered rendered;
        try {
            ApiReply reply = endpoint.handle(request);
            if (reply.body() instanceof StreamedBody body) {
                ResponseStream.send(context, loop, body);
                return;
            }
            rendered = replies.render(reply);
        } catch (ApiException e) {
            rendered = replies.render(e.error(), e.detail());
        } catch (RuntimeException e) {
            log.error("A request failed by a fault of ours", e);
            rendered = replies.render(ApiError.INTERNAL, "the server's log says more");
        }
        ReplyWriter.Rendered last = rendered;
        loop.runOnContext(_ -> replies.send(context, last));
    }
}
