package io.rostra.sfu;

import io.rostra.sfu.publish.PublishedTrack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Lets only the loudest tracks of sound be heard, where a room is so large that all of them would
/// be noise, and bandwidth. Who speaks keeps the place for a while, and who challenges it must be
/// clearly louder, so that places do not change with every breath. Tracks whose packets do not say
/// how loud they are are always heard. Confined to the room's event loop.
final class LoudestTracks {

    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    /// A place is kept for this long, whoever is louder.
    private static final long HOLD_NANOS = Duration.ofSeconds(2).toNanos();

    /// Percent by which a challenger has to be louder, see [PublishedTrack#loudness].
    private static final int MARGIN = 15;

    private final int places;

    /// Tracks that are heard, with the moments since when.
    private final Map<PublishedTrack, Long> heard = new LinkedHashMap<>();

    private long lookAt;

    /// @param places how many are heard at most, 0 for all
    LoudestTracks(int places, long now) {
        this.places = places;
        this.lookAt = now;
    }

    void onTick(Collection<PublishedTrack> tracks, long now) {
        if (places == 0 || now - lookAt < LOOK_NANOS) {
            return;
        }
        lookAt = now;
        heard.keySet().retainAll(tracks);
        var challengers = new ArrayList<PublishedTrack>();
        for (PublishedTrack track : tracks) {
            if (track.audioLevelId() != 0 && !heard.containsKey(track)) {
                challengers.add(track);
            }
        }
        challengers.sort(loudestFirst(now));
        for (PublishedTrack challenger : challengers) {
            boolean admitted = heard.size() < places || takesPlace(challenger, now);
            if (admitted) {
                heard.put(challenger, now);
            }
            challenger.hear(admitted);
        }
    }

    private boolean takesPlace(PublishedTrack challenger, long now) {
        List<PublishedTrack> quietestLast = new ArrayList<>(heard.keySet());
        quietestLast.removeIf(track -> now - heard.getOrDefault(track, now) < HOLD_NANOS);
        quietestLast.sort(loudestFirst(now));
        if (quietestLast.isEmpty()) {
            return false;
        }
        PublishedTrack quietest = quietestLast.getLast();
        if (challenger.loudness(now) < quietest.loudness(now) + MARGIN) {
            return false;
        }
        heard.remove(quietest);
        quietest.hear(false);
        return true;
    }

    private static Comparator<PublishedTrack> loudestFirst(long now) {
        return Comparator.comparingInt((PublishedTrack track) -> track.loudness(now)).reversed();
    }
}
