package io.rostra.platform.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/// Writes replies and refusals as JSON. Thread-safe, except that a context belongs to its loop.
final class ReplyWriter {

    /// How an error looks in one part of the API.
    interface ErrorBody {
        Object of(ApiError error, String detail);
    }

    private final Json json;
    private final ErrorBody errors;

    ReplyWriter(Json json, ErrorBody errors) {
        this.json = json;
        this.errors = errors;
    }

    /// A reply in bytes, so that no loop spends its time on writing JSON.
    record Rendered(int status, Buffer body, @Nullable String cookie) {}

    Rendered render(ApiReply reply) {
        Object body = reply.body();
        return new Rendered(
                reply.status(),
                body == null ? Buffer.buffer() : Buffer.buffer(json.write(body)),
                reply.cookie());
    }

    Rendered render(ApiError error, String detail) {
        return render(new ApiReply(error.status(), errors.of(error, detail)));
    }

    void refuse(RoutingContext context, ApiError error, String detail) {
        send(context, render(error, detail));
    }

    /// Does nothing when the client is gone or has its answer already.
    void send(RoutingContext context, Rendered reply) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        if (reply.cookie() != null) {
            context.response().putHeader("Set-Cookie", reply.cookie());
        }
        if (reply.body().length() > 0) {
            context.response().putHeader("Content-Type", "application/json; charset=utf-8");
        }
        context.response()
                .setStatusCode(reply.status())
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(reply.body());
    }
}
