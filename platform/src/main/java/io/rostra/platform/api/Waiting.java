package io.rostra.platform.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits on a virtual thread for what live rooms answer.
final class Waiting {

    private static final int SECONDS = 5;

    private Waiting() {}

    static <T> T on(CompletableFuture<T> answer) {
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            throw new ApiException(ApiError.OVERLOADED, "the room did not answer in time");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("a live room failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
