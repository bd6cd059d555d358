package io.rostra.sfu;

import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.subscribe.SubscriberTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What all subscribers of a room hear now and then: who speaks, and how well each is served.
/// Confined to the room's event loop.
final class RoomReports {

    private static final long SPEAKERS_NANOS = Duration.ofMillis(500).toNanos();
    private static final long QUALITY_NANOS = Duration.ofSeconds(5).toNanos();

    /// More would not be heard anyway.
    private static final int MAX_SPEAKERS = 8;

    /// With the peers to which they belong.
    private final Map<SubscriberTransport, String> subscribers = new LinkedHashMap<>();

    private List<ActiveSpeaker> speakers = List.of();
    private long speakersAt;
    private long qualityAt;

    RoomReports(long now) {
        this.speakersAt = now;
        this.qualityAt = now;
    }

    void add(SubscriberTransport subscriber, String peerId) {
        subscribers.put(subscriber, peerId);
    }

    void remove(SubscriberTransport subscriber) {
        subscribers.remove(subscriber);
    }

    void onTick(Collection<PublishedTrack> tracks, long now) {
        if (now - speakersAt >= SPEAKERS_NANOS) {
            speakersAt = now;
            tellSpeakers(tracks, now);
        }
        if (now - qualityAt >= QUALITY_NANOS) {
            qualityAt = now;
            tellQuality();
        }
    }

    /// Loudest first; once with nobody when silence begins.
    private void tellSpeakers(Collection<PublishedTrack> tracks, long now) {
        var present = new ArrayList<ActiveSpeaker>();
        for (PublishedTrack track : tracks) {
            int level = track.loudness(now);
            if (level > 0) {
                present.add(new ActiveSpeaker(track.peerId(), track.id(), level));
            }
        }
        present.sort(Comparator.comparingInt(ActiveSpeaker::level).reversed());
        List<ActiveSpeaker> loudest =
                List.copyOf(present.subList(0, Math.min(MAX_SPEAKERS, present.size())));
        if (!loudest.isEmpty() || !speakers.isEmpty()) {
            List.copyOf(subscribers.keySet()).forEach(each -> each.tellSpeakers(loudest));
        }
        speakers = loudest;
    }

    private void tellQuality() {
        var all = new ArrayList<ConnectionQuality>();
        subscribers.forEach((subscriber, peerId) -> {
            int score = subscriber.quality();
            if (score != ConnectionQuality.UNKNOWN) {
                all.add(new ConnectionQuality(peerId, score));
            }
        });
        if (!all.isEmpty()) {
            List.copyOf(subscribers.keySet()).forEach(each -> each.tellQuality(all));
        }
    }
}
