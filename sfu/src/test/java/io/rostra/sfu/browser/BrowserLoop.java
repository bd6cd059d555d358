package io.rostra.sfu.browser;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// The one thread on which any number of [TestBrowser]s live. Thread-safe where it says so.
public final class BrowserLoop implements Executor, AutoCloseable {

    /// Nothing that a test waits for takes longer, even on a busy machine.
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final long TICK_MILLIS = 5;

    /// So many browsers are too many to look at their timers every time one gets something.
    private static final int MANY = 20;

    private record Awaited(BooleanSupplier condition, CompletableFuture<Void> met) {}

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<TestBrowser> browsers = new LinkedHashSet<>();
    private final List<Awaited> awaited = new ArrayList<>();
    private long tickAt = System.nanoTime();
    private volatile boolean running = true;

    public BrowserLoop() throws IOException {
        selector = Selector.open();
        thread = Thread.ofPlatform().name("browsers").daemon(true).start(this::run);
    }

    /// Thread-safe.
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    /// Runs on the loop and waits for the result. Thread-safe.
    public <T> T call(Callable<T> callable) {
        var result = new CompletableFuture<T>();
        execute(() -> {
            try {
                result.complete(callable.call());
            } catch (Exception | AssertionError e) {
                result.completeExceptionally(e);
            }
        });
        return join(result, "a call");
    }

    public void run(Runnable task) {
        call(() -> {
            task.run();
            return true;
        });
    }

    /// Waits until the condition, which is evaluated on the loop, holds. Thread-safe.
    public void await(String what, BooleanSupplier condition) {
        var met = new CompletableFuture<Void>();
        execute(() -> awaited.add(new Awaited(condition, met)));
        join(met, what);
    }

    void add(TestBrowser browser, SelectableChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, browser);
        browsers.add(browser);
    }

    void remove(TestBrowser browser) {
        browsers.remove(browser);
    }

    @Override
    public void close() {
        running = false;
        selector.wakeup();
        try {
            thread.join(DEADLINE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            while (running) {
                turn();
            }
            for (TestBrowser browser : List.copyOf(browsers)) {
                browser.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void turn() throws IOException {
        if (tasks.isEmpty()) {
            selector.select(TICK_MILLIS);
        } else {
            selector.selectNow();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            ((TestBrowser) key.attachment()).onReadable();
        }
        selector.selectedKeys().clear();
        // Not those that come meanwhile: what was sent may have been answered.
        for (int left = tasks.size(); left > 0; left--) {
            tasks.remove().run();
        }
        long now = System.nanoTime();
        if (browsers.size() < MANY || now - tickAt >= 0) {
            tickAt = now + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
            List.copyOf(browsers).forEach(browser -> browser.onTick(now));
        }
        awaited.removeIf(BrowserLoop::settle);
    }

    private static boolean settle(Awaited each) {
        try {
            return each.condition.getAsBoolean() && each.met.complete(null);
        } catch (RuntimeException | AssertionError e) {
            return each.met.completeExceptionally(e);
        }
    }

    static <T> T join(CompletableFuture<T> future, String what) {
        try {
            return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("waited in vain for " + what, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new AssertionError(what + " failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
