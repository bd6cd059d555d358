package io.rostra.socketio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.netty.util.concurrent.ScheduledFuture;
import io.rostra.socketio.engine.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/// The acknowledgements one socket owes. Confined to the server's loop.
final class PendingAcks {
    private record Pending(Promise<ArrayNode> answer, ScheduledFuture<?> timeout) {}

    private final Map<Long, Pending> pending = new HashMap<>();
    private final Loop loop;

    PendingAcks(Loop loop) {
        this.loop = loop;
    }

    /// The client's answer; fails after the timeout, or when the client goes.
    Future<ArrayNode> await(long id, Duration timeout) {
        Promise<ArrayNode> answer = Promise.promise();
        ScheduledFuture<?> timer =
                loop.schedule(
                        timeout,
                        () -> {
                            pending.remove(id);
                            answer.tryFail(new TimeoutException("no acknowledgement"));
                        });
        pending.put(id, new Pending(answer, timer));
        return answer.future();
    }

    void onAck(long id, ArrayNode arguments) {
        Pending waiting = pending.remove(id);
        if (waiting != null) {
            waiting.timeout().cancel(false);
            waiting.answer().tryComplete(arguments);
        }
    }

    void failAll(String reason) {
        List<Pending> all = List.copyOf(pending.values());
        pending.clear();
        for (Pending waiting : all) {
            waiting.timeout().cancel(false);
            waiting.answer().tryFail(reason);
        }
    }
}
