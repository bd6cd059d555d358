package io.rostra.streaming.egress;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who counts as the one who speaks: not everybody who coughs. Somebody else takes over who was the
/// loudest for a while, when the one before had some time. In silence the last one stays. Confined
/// to one thread.
final class SpeakerChoice {

    private static final long PROVEN_NANOS = Duration.ofMillis(1_500).toNanos();
    private static final long SHORTEST_NANOS = Duration.ofSeconds(3).toNanos();

    /// What is quieter is no speech; as [io.rostra.sfu.publish.PublishedTrack#loudness] counts.
    private static final int SPEECH = 20;

    private @Nullable String speaker;
    private @Nullable String challenger;
    private long since;
    private long challengedAt;

    /// Null as long as nobody has spoken.
    @Nullable String speaker() {
        return speaker;
    }

    /// @param loudness of those on stage by peer, 0 to 100
    void onLoudness(Map<String, Integer> loudness, long now) {
        String loudest = loudest(loudness);
        if (speaker != null && !loudness.containsKey(speaker)) {
            speaker = null;
        }
        if (loudest == null || loudest.equals(speaker)) {
            challenger = null;
            return;
        }
        if (!loudest.equals(challenger)) {
            challenger = loudest;
            challengedAt = now;
        }
        boolean due = now - since >= SHORTEST_NANOS && now - challengedAt >= PROVEN_NANOS;
        if (speaker == null || due) {
            speaker = loudest;
            since = now;
            challenger = null;
        }
    }

    /// The one who speaks now is not outdone by noise of the same loudness.
    private @Nullable String loudest(Map<String, Integer> loudness) {
        String best = null;
        int most = SPEECH - 1;
        if (speaker != null) {
            int own = loudness.getOrDefault(speaker, 0);
            if (own > most) {
                best = speaker;
                most = own + own / 10;
            }
        }
        for (Map.Entry<String, Integer> entry : loudness.entrySet()) {
            if (entry.getValue() > most) {
                best = entry.getKey();
                most = entry.getValue();
            }
        }
        return best;
    }
}
