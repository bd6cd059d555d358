package io.rostra.streaming.egress.hls;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Requests of an origin that wait for something to be published: each costs a list entry and a
/// timer, no thread. They are answered on the event loop they came in on. Thread-safe.
final class HeldRequests {

    private static final int SERVICE_UNAVAILABLE = 503;

    private final Vertx vertx;
    private final int limit;
    private final AtomicInteger held = new AtomicInteger();

    /// @param limit beyond it requests are refused
    HeldRequests(Vertx vertx, int limit) {
        this.vertx = vertx;
        this.limit = limit;
    }

    /// Runs `answer` as soon as `ready`, or fails the request with 503 after `timeoutMillis`.
    /// Called on the event loop of the request.
    void answerWhen(
            BooleanSupplier ready,
            BlockingReload reload,
            RoutingContext request,
            long timeoutMillis,
            Runnable answer) {
        if (ready.getAsBoolean()) {
            answer.run();
            return;
        }
        if (held.incrementAndGet() > limit) {
            held.decrementAndGet();
            HlsOrigin.refuse(request, SERVICE_UNAVAILABLE);
            return;
        }
        Context loop = vertx.getOrCreateContext();
        Runnable answerUnlessGone =
                () -> {
                    if (!request.response().ended() && !request.response().closed()) {
                        answer.run();
                    }
                };
        var waiter =
                new BlockingReload.Waiter(
                        ready, () -> loop.runOnContext(_ -> answerUnlessGone.run()));
        long timer =
                vertx.setTimer(
                        timeoutMillis,
                        _ -> {
                            if (reload.release(waiter)) {
                                HlsOrigin.refuse(request, SERVICE_UNAVAILABLE);
                            }
                        });
        request.addEndHandler(_ -> {
            vertx.cancelTimer(timer);
            reload.release(waiter);
            held.decrementAndGet();
        });
        reload.hold(waiter);
    }

    int count() {
        return held.get();
    }
}
