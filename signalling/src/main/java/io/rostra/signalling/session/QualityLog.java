package io.rostra.signalling.session;

import io.rostra.sfu.net.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks every few seconds how well each peer is served, and tells the worst of every half minute
/// to those who keep the books. Confined to the room's event loop.
final class QualityLog {

    static final Duration INTERVAL = Duration.ofSeconds(5);
    static final int LOOKS_A_SAMPLE = 6;

    private final EventLoop loop;
    private final Supplier<Map<String, Integer>> scores;
    private final Consumer<Map<String, Integer>> books;
    private final Map<String, Integer> worst = new HashMap<>();
    private int looks;
    private EventLoop.@Nullable Timer timer;

    /// @param scores of the peers at this moment, by peer id
    /// @param books takes the worst scores by peer id, never none
    QualityLog(
            EventLoop loop,
            Supplier<Map<String, Integer>> scores,
            Consumer<Map<String, Integer>> books) {
        this.loop = loop;
        this.scores = scores;
        this.books = books;
    }

    void begin() {
        if (timer == null) {
            timer = loop.schedule(INTERVAL, this::look);
        }
    }

    /// What was seen so far counts.
    void end() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        tell();
    }

    private void look() {
        timer = loop.schedule(INTERVAL, this::look);
        scores.get().forEach((peer, score) -> worst.merge(peer, score, Math::min));
        looks++;
        if (looks == LOOKS_A_SAMPLE) {
            tell();
        }
    }

    private void tell() {
        looks = 0;
        if (!worst.isEmpty()) {
            books.accept(worst);
            worst.clear();
        }
    }
}
