package io.rostra.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.SpeakingPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A room of many microphones of which three are heard; time is the test's.
class LoudestTracksTest {

    private static final int PLACES = 3;
    private static final int LOUD = 25;
    private static final int LOUDER = 12;
    private static final int BREATH = 55;
    private static final int SILENT = 127;

    private final List<SpeakingPublisher> speakers = new ArrayList<>();
    private long now = 1_000_000_000;
    private final LoudestTracks loudest = new LoudestTracks(PLACES, now);
    private int changes;

    private void people(int count) {
        for (int i = 0; i < count; i++) {
            speakers.add(new SpeakingPublisher("peer" + i));
        }
    }

    private List<PublishedTrack> tracks() {
        return speakers.stream().map(SpeakingPublisher::track).toList();
    }

    /// Packets of 20 ms of everybody, with these levels; who has none is silent.
    private void speak(int milliseconds, int... levels) {
        for (int i = 0; i < milliseconds / 20; i++) {
            now += 20_000_000;
            for (int k = 0; k < speakers.size(); k++) {
                speakers.get(k).speak(k < levels.length ? levels[k] : SILENT, now);
            }
            List<Integer> before = heard();
            loudest.onTick(tracks(), now);
            changes += before.equals(heard()) ? 0 : 1;
        }
    }

    private List<Integer> heard() {
        var heard = new ArrayList<Integer>();
        for (int i = 0; i < speakers.size(); i++) {
            if (speakers.get(i).track().heard()) {
                heard.add(i);
            }
        }
        return heard;
    }

    @Test
    void inASmallRoomEverybodyIsHeard() {
        people(PLACES);
        speak(1_000, SILENT, LOUD, BREATH);
        assertThat(heard()).containsExactly(0, 1, 2);
    }

    @Test
    void whoBeginsToSpeakIsHeardWithinASyllable() {
        people(40);
        speak(3_000, BREATH, BREATH, BREATH);
        assertThat(heard()).containsExactly(0, 1, 2);
        speak(260, BREATH, BREATH, BREATH, SILENT, SILENT, SILENT, LOUD);
        assertThat(heard()).hasSize(PLACES).contains(6);
    }

    @Test
    void placesDoNotChangeWithEveryBreath() {
        people(40);
        speak(3_000, LOUD, LOUD, LOUD, LOUD, LOUD);
        changes = 0;
        var random = new Random(3);
        for (int i = 0; i < 300; i++) {
            int[] levels = new int[8];
            for (int k = 0; k < levels.length; k++) {
                levels[k] = LOUD + random.nextInt(-3, 4);
            }
            speak(100, levels);
        }
        assertThat(changes).as("of the heard in 30 s").isZero();
        assertThat(heard()).hasSize(PLACES);
    }

    @Test
    void aLouderOneTakesThePlaceOnlyAfterAWhile() {
        people(40);
        speak(200, BREATH, BREATH, BREATH);
        speak(400, LOUD, LOUD, LOUD, LOUDER);
        assertThat(heard()).containsExactly(0, 1, 2);
        speak(2_000, LOUD, LOUD, LOUD, LOUDER);
        assertThat(heard()).hasSize(PLACES).contains(3);
    }

    @Test
    void whoLeavesGivesThePlaceAway() {
        people(10);
        speak(3_000, LOUD, LOUD, LOUD, BREATH);
        speakers.removeFirst();
        speak(120, LOUD, LOUD, BREATH);
        assertThat(heard()).containsExactly(0, 1, 2);
    }

    @Test
    void withoutALimitNobodyIsLookedAt() {
        people(10);
        new LoudestTracks(0, now).onTick(tracks(), now + 1_000_000_000);
        assertThat(heard()).hasSize(10);
    }
}
