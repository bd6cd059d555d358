package io.rostra.signalling.session;

import io.rostra.sfu.ConnectionQuality;
import io.rostra.sfu.net.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Looks every few seconds how well each peer is served, and tells the worst of every half minute
/// to those who keep the books. Confined to the room's event loop.
final class QualityLog {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int LOOKS_A_SAMPLE = 6;

    private final Roster roster;
    private final EventLoop loop;
    private final Consumer<Map<String, Integer>> sink;
    private final Map<String, Integer> worst = new HashMap<>();
    private int looks;
    private EventLoop.@Nullable Timer timer;

    /// @param sink takes the worst scores by peer id, never none
    QualityLog(Roster roster, EventLoop loop, Consumer<Map<String, Integer>> sink) {
        this.roster = roster;
        this.loop = loop;
        this.sink = sink;
    }

    /// Somebody is there; to be called as often as one likes.
    void begin() {
        if (timer == null) {
            timer = loop.schedule(INTERVAL, this::look);
        }
    }

    private void look() {
        timer = null;
        for (Peer peer : roster.all()) {
            PeerMedia media = peer.media();
            int score = media == null ? ConnectionQuality.UNKNOWN : media.quality();
            if (score != ConnectionQuality.UNKNOWN) {
                worst.merge(peer.id(), score, Math::min);
            }
        }
        looks++;
        if (looks == LOOKS_A_SAMPLE) {
            tell();
        }
        if (roster.size() > 0) {
            begin();
        }
    }

    /// Nobody is there any more: what was seen so far counts.
    void end() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        tell();
    }

    private void tell() {
        looks = 0;
        if (!worst.isEmpty()) {
            sink.accept(worst);
            worst.clear();
        }
    }
}
