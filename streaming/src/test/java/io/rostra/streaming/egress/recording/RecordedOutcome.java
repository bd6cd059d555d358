package io.rostra.streaming.egress.recording;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a recorder told about its recording.
final class RecordedOutcome implements Recorder.Listener {

    record End(long durationMillis, long bytes, @Nullable String failure) {}

    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<End> end = new CompletableFuture<>();

    End await() throws Exception {
        return end.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void onBegun(int width, int height) {
        calls.add("begun " + width + "x" + height);
    }

    @Override
    public void onFinishing() {
        calls.add("finishing");
    }

    @Override
    public void onFinished(long durationMillis, long bytes, @Nullable String failure) {
        calls.add("finished");
        end.complete(new End(durationMillis, bytes, failure));
    }

    @Override
    public void onFailed(String reason) {
        calls.add("failed");
        end.complete(new End(0, 0, reason));
    }
}
