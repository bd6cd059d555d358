package io.rostra.signalling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteTurnsTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final WriteTurns turns = new WriteTurns(context);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void drainsWhatAnyThreadAddsOnceAndOnOneThread() throws Exception {
        int threads = 4;
        int each = 5_000;
        var done = new CountDownLatch(threads * each);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < threads; i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        for (int k = 0; k < each; k++) {
                            turns.add(() -> {
                                seen.add(Thread.currentThread());
                                done.countDown();
                            });
                        }
                    });
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).hasSize(1);
    }

    @Test
    void aLongTurnIsFollowedByAPause() throws Exception {
        var longTurnEnded = new AtomicLong();
        var nextBegan = new AtomicLong();
        var done = new CountDownLatch(1);
        turns.add(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
            longTurnEnded.set(System.nanoTime());
            context.runOnContext(_ ->
                    context.runOnContext(_ ->
                            turns.add(() -> {
                                nextBegan.set(System.nanoTime());
                                done.countDown();
                            })));
        });
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(nextBegan.get() - longTurnEnded.get()))
                .isGreaterThan(Duration.ofMillis(25));
    }
}
