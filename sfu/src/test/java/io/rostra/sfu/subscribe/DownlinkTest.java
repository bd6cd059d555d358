package io.rostra.sfu.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.publish.SimulatedPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a subscriber gets over a link that changes, in simulated time: publishers with simulcast,
/// the whole way of their packets, a bottleneck, the subscriber's feedback.
class DownlinkTest {

    private static final long MILLI = 1_000_000;
    private static final int OPUS = 111;
    private static final int H264 = 102;
    private static final int RTX = 103;

    private long now = -7_000_000_000L;
    private final List<SimulatedPublisher> publishers = new ArrayList<>();
    private final List<DownTrack> videos = new ArrayList<>();
    private final List<LayerUpdate> updates = new ArrayList<>();
    private NarrowLink link;
    private Downlink downlink;
    private long connectedAt;

    private void open(long seed, long bitsPerSecond, int broadcasters) {
        link = new NarrowLink(seed, bitsPerSecond, now);
        downlink = new Downlink(link, new MediaCounters(), new Random(seed), now);
        for (int i = 0; i < broadcasters; i++) {
            publish("b" + i);
        }
        downlink.controlCongestion(now);
    }

    private void publish(String name) {
        var publisher = new SimulatedPublisher(name, now, 150_000, 450_000, 1_500_000);
        publishers.add(publisher);
        DownTrack video = downlink.add(publisher.video(), VideoLayer.HIGH);
        video.onNegotiated(Agreed.NOTHING, now);
        videos.add(video);
        downlink.add(publisher.audio(), VideoLayer.NONE).onNegotiated(Agreed.NOTHING, now);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void givesANarrowLinkTheLowLayerAndSmoothSoundAndClimbsBack(long seed) {
        open(seed, 5_000_000, 1);
        run(Duration.ofSeconds(5));
        assertThat(ranks()).as("at first all there is").endsWith(3);
        assertThat(updates).isEmpty();

        link.rate(500_000);
        run(Duration.ofSeconds(3));
        link.drain();
        link.drainLost();
        run(Duration.ofSeconds(20));
        List<NarrowLink.Arrival> arrivals = link.drain();
        assertThat(
                        arrivals.stream()
                                .filter(a -> a.payloadType() == H264)
                                .map(NarrowLink.Arrival::rank)
                                .distinct())
                .as("video goes on in a low layer")
                .isSubsetOf(1, 2)
                .contains(1);
        assertThat(arrivals.stream().filter(a -> a.payloadType() == H264 && a.rank() == 1).count())
                .isGreaterThan(300);
        assertSmoothSound(arrivals, Duration.ofSeconds(20));
        assertThat(updates).isNotEmpty();
        assertThat(updates.getLast().subscriberDegraded()).isTrue();
        assertThat(updates.getLast().current()).isIn(VideoLayer.LOW, VideoLayer.MEDIUM);

        link.rate(5_000_000);
        run(Duration.ofSeconds(10));
        arrivals = link.drain();
        assertThat(arrivals.stream().filter(a -> a.payloadType() == H264).toList().getLast().rank())
                .as("within ten seconds of the link's recovery")
                .isEqualTo(3);
        assertThat(updates.getLast().degraded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sharesALinkAmongManyVideosBySizeAndPriority(long seed) {
        open(seed, 4_000_000, 4);
        videos.get(2).prioritize(2);
        videos.get(0).prefer(VideoLayer.LOW, now);
        run(Duration.ofSeconds(20));
        int[] ranks = new int[4];
        for (int i = 0; i < 100; i++) {
            run(Duration.ofMillis(100));
            for (int v = 0; v < 4; v++) {
                ranks[v] += videos.get(v).allowedRank();
            }
        }
        assertThat(ranks[0]).as("no more than asked for").isEqualTo(100);
        assertThat(ranks[1]).as("the first of the big ones").isGreaterThan(270);
        assertThat(ranks[3]).as("all get something before one gets all").isGreaterThan(190);
        assertThat(ranks[2]).as("the least important").isBetween(100, Math.min(ranks[3], 250));
        assertSmoothSound(link.drain(), Duration.ofSeconds(30));
    }

    /// Asked for at the beginning of the handshake it is there at its end, and is sent from the
    /// history.
    @Test
    void hasAKeyFrameAtHandWhenTheHandshakeIsDone() {
        List<NarrowLink.Arrival> arrivals = connectAfter(Duration.ofMillis(60));
        assertThat(arrivals.getFirst().sentAt()).isEqualTo(connectedAt);
    }

    /// One from before a long handshake would teach the receiver to wait.
    @Test
    void asksForAnotherKeyFrameAfterALongHandshake() {
        List<NarrowLink.Arrival> arrivals = connectAfter(Duration.ofMillis(900));
        assertThat(arrivals.getFirst().sentAt())
                .isBetween(connectedAt + MILLI, connectedAt + 40 * MILLI);
    }

    private List<NarrowLink.Arrival> connectAfter(Duration handshake) {
        open(1, 20_000_000, 1);
        run(Duration.ofSeconds(3));
        link = new NarrowLink(2, 20_000_000, now);
        downlink = new Downlink(link, new MediaCounters(), new Random(2), now);
        link.connected(false);
        DownTrack video = downlink.add(publishers.getFirst().video(), VideoLayer.HIGH);
        downlink.controlCongestion(now);
        video.onNegotiated(Agreed.NOTHING, now);
        run(handshake);
        link.connected(true);
        downlink.onConnected(now);
        connectedAt = now;
        run(Duration.ofSeconds(1));

        List<NarrowLink.Arrival> arrivals =
                link.drain().stream().filter(a -> a.payloadType() == H264).toList();
        assertThat(arrivals.getFirst().sps()).isTrue();
        assertThat(arrivals.getLast().rank()).isEqualTo(3);
        for (int i = 1; i < arrivals.size(); i++) {
            assertThat(arrivals.get(i).sequence())
                    .isEqualTo(arrivals.get(i - 1).sequence() + 1 & 0xFFFF);
        }
        return arrivals;
    }

    @Test
    void doesNotProbeWhenThereIsEnough() {
        open(1, 50_000_000, 1);
        run(Duration.ofSeconds(5));
        link.drain();
        run(Duration.ofSeconds(10));
        assertThat(link.drain().stream().filter(a -> a.payloadType() == RTX)).isEmpty();
    }

    @Test
    void givesNoMoreThanTheRoleMayHave() {
        open(1, 50_000_000, 2);
        downlink.limit(1_500_000);
        run(Duration.ofSeconds(10));
        assertThat(videos).allMatch(video -> video.allowedRank() == 2);
        downlink.limit(Long.MAX_VALUE);
        run(Duration.ofSeconds(5));
        assertThat(videos).allMatch(video -> video.allowedRank() == 3);
    }

    @Test
    void withoutFeedbackEverythingGoesAtOnce() {
        link = new NarrowLink(1, 50_000_000, now);
        downlink = new Downlink(link, new MediaCounters(), new Random(1), now);
        var publisher = new SimulatedPublisher("b", now, 150_000, 450_000, 1_500_000);
        downlink.add(publisher.video(), VideoLayer.HIGH).onNegotiated(Agreed.NOTHING, now);
        publishers.add(publisher);
        for (int i = 0; i < 2_000; i++) {
            now += MILLI;
            publisher.run(now);
        }
        assertThat(downlink.targetBitrate()).isEqualTo(Long.MAX_VALUE);
    }

    /// No packet late by more than a tenth of a second, none lost.
    private static void assertSmoothSound(List<NarrowLink.Arrival> arrivals, Duration time) {
        List<NarrowLink.Arrival> sound =
                arrivals.stream().filter(a -> a.payloadType() == OPUS).toList();
        assertThat(sound.size()).isGreaterThan((int) (time.toMillis() / 20 * 0.99));
        long[] delays =
                sound.stream()
                        .mapToLong(a -> (a.arrivedAt() - a.sentAt()) / MILLI)
                        .sorted()
                        .toArray();
        assertThat(delays[delays.length * 95 / 100]).as("delay, 95 %%, ms").isLessThan(150);
        assertThat(delays[delays.length - 1]).as("longest delay, ms").isLessThan(500);
    }

    private List<Integer> ranks() {
        return link.drain().stream()
                .filter(arrival -> arrival.payloadType() == H264)
                .map(NarrowLink.Arrival::rank)
                .toList();
    }

    private void run(Duration time) {
        long end = now + time.toNanos();
        while (now < end) {
            now += MILLI;
            link.run(now, downlink);
            publishers.forEach(publisher -> publisher.run(now));
            if (now / MILLI % 10 == 0) {
                updates.addAll(downlink.onTick(now));
            }
        }
    }
}
