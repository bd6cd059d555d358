package io.rostra.sfu.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NioEventLoopTest {

    private static final long DEADLINE_SECONDS = 10;

    private NioEventLoop loop;

    @BeforeEach
    void open() throws Exception {
        loop = new NioEventLoop("test");
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void runsTasksInOrderOnItsThread() throws Exception {
        List<Integer> order = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            loop.post(() -> order.add(number));
        }

        assertThat(get(loop.call(loop::inside))).isTrue();
        assertThat(order).hasSize(1_000).isSorted();
        assertThat(loop.inside()).isFalse();
        assertThatThrownBy(loop::assertInside).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tellsWhoeverCallsAfterItsEnd() {
        var inTime = loop.call(() -> "in time");
        loop.close();

        assertThat(inTime).isCompletedWithValue("in time");
        assertThat(loop.call(() -> "late")).isCompletedExceptionally();
        assertThat(loop.offer(() -> {})).isFalse();
    }

    @Test
    void takesTasksFromManyThreads() throws Exception {
        var count = new AtomicInteger();
        var all = new CountDownLatch(8 * 500);
        for (int i = 0; i < 8; i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        for (int j = 0; j < 500; j++) {
                            loop.post(() -> {
                                count.setPlain(
                                        count.getPlain() + 1); // one thread, so this is enough
                                all.countDown();
                            });
                        }
                    });
        }

        assertThat(all.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(count.get()).isEqualTo(4_000);
    }

    @Test
    void runsTimersInOrderOfTheirTime() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        var last = new CompletableFuture<Boolean>();
        long begin = System.nanoTime();
        loop.schedule(
                Duration.ofMillis(60),
                () -> {
                    order.add("60");
                    last.complete(true);
                });
        loop.schedule(Duration.ofMillis(20), () -> order.add("20"));
        loop.schedule(Duration.ofMillis(40), () -> order.add("40"));
        loop.schedule(Duration.ZERO, () -> order.add("0"));
        EventLoop.Timer cancelled = loop.schedule(Duration.ofMillis(30), () -> order.add("never"));
        loop.post(cancelled::cancel);

        get(last);
        assertThat(order).containsExactly("0", "20", "40", "60");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    @Test
    void survivesATaskThatThrows() throws Exception {
        loop.post(() -> {
            throw new IllegalStateException("expected by a test");
        });
        loop.post(() -> {
            throw new StackOverflowError("expected by a test");
        });
        loop.schedule(
                Duration.ZERO,
                () -> {
                    throw new IllegalArgumentException("expected by a test");
                });

        var timer = new CompletableFuture<String>();
        loop.schedule(Duration.ofMillis(5), () -> timer.complete("alive"));
        assertThat(get(timer)).isEqualTo("alive");
        assertThat(loop.failedTasks()).isEqualTo(3);
    }

    @Test
    void handsFailuresToTheCaller() {
        assertThatThrownBy(() ->
                        get(
                                loop.call(() -> {
                                    throw new IllegalStateException("no");
                                })))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        get(
                                loop.call(() -> {
                                    throw new AssertionError("no");
                                })))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void runsWhatATaskPosts() throws Exception {
        var done = new CompletableFuture<Integer>();
        loop.post(() -> countDown(500, done));

        assertThat(get(done)).isZero();
    }

    private void countDown(int left, CompletableFuture<Integer> done) {
        if (left == 0) {
            done.complete(0);
        } else {
            loop.post(() -> countDown(left - 1, done));
        }
    }

    @Test
    void finishesWhatWasPostedBeforeItCloses() {
        List<Integer> done = new CopyOnWriteArrayList<>();
        var posted = new CountDownLatch(1);
        loop.post(() -> {
            try {
                posted.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        for (int i = 0; i < 100; i++) {
            int number = i;
            loop.post(() -> done.add(number));
        }
        posted.countDown();
        loop.close();

        assertThat(done).hasSize(100);
    }

    @Test
    void countsOverlongTurns() throws Exception {
        assertThat(loop.overlongTurns()).isZero();
        get(
                loop.call(() -> {
                    long until = System.nanoTime() + Duration.ofMillis(120).toNanos();
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    return true;
                }));
        var laterTurn = new CompletableFuture<Boolean>();
        loop.schedule(Duration.ofMillis(5), () -> laterTurn.complete(true));
        get(laterTurn);

        assertThat(loop.overlongTurns()).isPositive();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
}
