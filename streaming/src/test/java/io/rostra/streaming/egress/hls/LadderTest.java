package io.rostra.streaming.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// One picture in three sizes, and what becomes of it when a size comes late, goes, or is not what
/// it was. Whatever happens, whoever plays a rung gets parts in time.
class LadderTest {

    private static final int TOP = LadderFeed.TOP;

    private final HlsStream stream =
            new HlsStream(HlsConfig.defaults(), Instant.EPOCH, () -> playableWith = variants());
    private int playableWith;
    private final LadderFeed feed = new LadderFeed(stream);
    private final Lag lag = new Lag();

    /// How far the rungs' newest parts were ever behind the top's, in milliseconds.
    private final class Lag implements Runnable {
        private long most;

        @Override
        public void run() {
            for (Rendition rung : rungs()) {
                long behind = end(stream.renditions().getFirst()) - end(rung);
                most = Math.max(most, behind / 90);
            }
        }

        private long end(Rendition rendition) {
            return rendition.playlist().open().end();
        }
    }

    private List<Rendition> rungs() {
        List<Rendition> all = stream.renditions();
        return all.subList(2, all.size());
    }

    private int variants() {
        return (int) stream.masterPlaylist().lines().filter(l -> l.contains("RESOLUTION")).count();
    }

    /// @return whose segments a rung has, in order, repeats left out
    private static List<String> sources(Rendition rung) {
        return rung.playlist().segments().stream()
                .map(segment -> segment.uri().replaceAll("-.*", ""))
                .reduce(
                        List.<String>of(),
                        (list, name) ->
                                !list.isEmpty() && list.getLast().equals(name)
                                        ? list
                                        : plus(list, name),
                        (a, _) -> a);
    }

    private static List<String> plus(List<String> list, String name) {
        var grown = new java.util.ArrayList<>(list);
        grown.add(name);
        return grown;
    }

    private Rendition rung(String name) {
        return rungs().stream()
                .filter(rung -> rung.playlist().settings().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Own segments begin where those of the top do, to the millisecond, and with a key frame.
    private void assertAligned() {
        List<Segment> top = stream.renditions().getFirst().playlist().segments();
        for (Rendition rung : rungs()) {
            for (Segment segment : rung.playlist().segments()) {
                Segment same =
                        top.stream()
                                .filter(each -> each.number() == segment.number())
                                .findFirst()
                                .orElseThrow();
                assertThat(segment.start()).isEqualTo(same.start());
                assertThat(segment.parts())
                        .allMatch(part -> part != segment.parts().getFirst() || part.independent());
            }
        }
    }

    private void assertWhole() {
        for (Rendition rung : rungs()) {
            DecodedStream.of(stream, rung).hasNoGaps();
        }
    }

    @Test
    void everyLayerIsAVariantFromTheFirstSegmentOn() {
        feed.forSeconds(12, lag);
        assertThat(playableWith).isEqualTo(3);
        new PlaylistRules(stream).check(3);
        assertAligned();
        assertThat(sources(rung("low"))).containsExactly("low");
        assertThat(sources(rung("medium"))).containsExactly("medium");
        assertThat(lag.most).as("behind the top").isLessThan(250);
        assertThat(stream.masterPlaylist())
                .containsSubsequence("RESOLUTION=640x384", "320x192", "160x96");
        for (Rendition rung : rungs()) {
            DecodedStream.of(stream, rung).hasNoGaps().hasPictures(9 * 30);
        }
        feed.close();
        for (Rendition rung : rungs()) {
            DecodedStream.of(stream, rung).hasNoGaps().showsInOrder(feed.number() - 3);
            assertThat(stream.rendered(rung, MediaPlaylist.Skip.NO).plain().toString())
                    .endsWith("#EXT-X-ENDLIST\n");
        }
    }

    @Test
    void layersThatTakeLongerOrShorterAlignAllTheSame() {
        feed.layer(1).delay(5).clockError(-3);
        feed.layer(2).delay(90).clockError(4);
        feed.forSeconds(12, lag);
        new PlaylistRules(stream).check(3);
        assertAligned();
        assertWhole();
        assertThat(lag.most).isLessThan(350);
    }

    @Test
    void aLayerWhoseKeyFramesComeLaterIsCutThere() {
        feed.layer(1).keyFrameDelay(160);
        feed.forSeconds(12, lag);
        Rendition low = rung("low");
        List<Segment> top = stream.renditions().getFirst().playlist().segments();
        List<Segment> own =
                low.playlist().segments().stream().filter(s -> low.owns(s.uri())).toList();
        assertThat(own).hasSizeGreaterThan(4);
        for (Segment segment : own) {
            long later = segment.start() - top.get((int) segment.number()).start();
            assertThat(later).isBetween(0L, 200L * 90);
            assertThat(segment.parts())
                    .allMatch(part -> part != segment.parts().getFirst() || part.independent());
        }
        assertWhole();
    }

    @Test
    void aLayerThatSendsNoKeyFramesGoesOnWithoutThem() {
        feed.forSeconds(4);
        feed.layer(1).ignoreKeyFrameRequests();
        feed.forSeconds(10, lag);
        new PlaylistRules(stream).check(3);
        assertThat(sources(rung("low"))).containsExactly("low");
        assertThat(lag.most).isLessThan(350);
        assertWhole();
    }

    @Test
    void theTopStandsInForALayerThatIsGoneUntilItIsBack() {
        feed.forSeconds(5);
        feed.layer(1).on(false);
        feed.forSeconds(6, lag);
        new PlaylistRules(stream).check(2);
        assertThat(sources(rung("low"))).containsExactly("low", "video");
        feed.layer(1).on(true);
        feed.forSeconds(6, lag);
        new PlaylistRules(stream).check(3);
        assertThat(sources(rung("low"))).containsExactly("low", "video", "low");
        assertThat(sources(rung("medium"))).containsExactly("medium");
        assertThat(lag.most).as("no rung ever stalls").isLessThan(600);
        assertWhole();
    }

    @Test
    void aLayerThatComesLaterHasTheSamePastAsTheOthers() {
        feed.layer(1).on(false);
        feed.layer(2).on(false);
        feed.forSeconds(8);
        assertThat(playableWith).isEqualTo(1);
        assertThat(stream.renditions()).hasSize(2);
        feed.layer(2).on(true);
        feed.forSeconds(6, lag);
        new PlaylistRules(stream).check(2);
        assertThat(sources(rung("medium"))).containsExactly("video", "medium");
        assertThat(rung("medium").playlist().segments().getFirst().number()).isZero();
        assertThat(stream.renditions()).hasSize(3);
        assertWhole();
    }

    @Test
    void theRungsGoOnWhileTheTopIsFilledIn() {
        feed.forSeconds(5);
        feed.layer(TOP).on(false);
        feed.forSeconds(2.5, lag);
        feed.layer(TOP).on(true);
        feed.forSeconds(5, lag);
        new PlaylistRules(stream).check(3);
        assertThat(sources(rung("low"))).containsExactly("low");
        assertThat(lag.most).isLessThan(350);
        assertWhole();
    }

    @Test
    void everySizeMayChange() {
        feed.forSeconds(5);
        feed.layer(1).resize(176, 144);
        feed.layer(2).resize(352, 288);
        feed.layer(TOP).resize(704, 576);
        feed.forSeconds(5, lag);
        new PlaylistRules(stream).check(3);
        assertThat(stream.masterPlaylist()).contains("704x576", "352x288", "176x144");
        feed.layer(1).resize(192, 160);
        feed.forSeconds(5, lag);
        new PlaylistRules(stream).check(3);
        assertThat(stream.masterPlaylist()).contains("192x160");
        assertThat(lag.most).isLessThan(600);
        assertWhole();
    }

    @Test
    void anotherPublisherIsADiscontinuityInAllRungs() {
        feed.forSeconds(5);
        for (int layer = 1; layer < TOP; layer++) {
            feed.packager().onLayerChanged(layer);
            feed.layer(layer).on(false);
        }
        feed.packager().onDiscontinuity();
        feed.layer(TOP).resize(800, 448);
        feed.forSeconds(6, lag);
        new PlaylistRules(stream).check(1);
        for (Rendition rendition : stream.renditions()) {
            assertThat(rendition.playlist().segments())
                    .filteredOn(Segment::discontinuity)
                    .hasSize(1);
        }
        assertThat(sources(rung("medium"))).containsExactly("medium", "video");
        assertThat(lag.most).isLessThan(600);
        assertWhole();
    }

    @Test
    void offersNoMoreSizesThanWereWanted() {
        var two = new HlsStream(HlsConfig.defaults().withMostSizes(2), Instant.EPOCH, () -> {});
        var one = new HlsStream(HlsConfig.defaults().withMostSizes(1), Instant.EPOCH, () -> {});
        feed.packager().join(two);
        feed.packager().join(one);
        feed.forSeconds(6);
        new PlaylistRules(one).check(1);
        new PlaylistRules(two).check(2);
        assertThat(two.masterPlaylist()).contains("medium.m3u8").doesNotContain("low.m3u8");
        new PlaylistRules(stream).check(3);
        feed.packager().leave(one);
        feed.forSeconds(1);
        assertThat(one.renditions().getFirst().playlist().ended()).isTrue();
    }

    @Test
    void oneWhoJoinsLaterGetsTheLadder() {
        feed.forSeconds(5.3);
        var later = new HlsStream(HlsConfig.defaults(), Instant.EPOCH, () -> {});
        feed.packager().join(later);
        feed.forSeconds(8);
        new PlaylistRules(later).check(3);
        DecodedStream.of(later, later.renditions().getLast()).hasNoGaps();
        feed.packager().leave(later);
        feed.forSeconds(2);
        assertThat(later.renditions().getLast().playlist().ended()).isTrue();
        new PlaylistRules(stream).check(3);
    }

    @Test
    void theWindowMovesOnInAllRungs() {
        for (int i = 0; i < 6; i++) {
            feed.layer(1).on(i % 2 == 0);
            feed.forSeconds(9);
            new PlaylistRules(stream).checkAlignment();
        }
        for (Rendition rendition : stream.renditions()) {
            MediaPlaylist playlist = rendition.playlist();
            long listed = playlist.segments().stream().mapToLong(Segment::duration).sum();
            assertThat(Duration.ofSeconds(listed / playlist.settings().timescale()))
                    .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(34));
        }
        assertWhole();
    }

    @Test
    void survivesNonsense() {
        var hostile = new HlsStream(HlsConfig.defaults(), Instant.EPOCH, () -> {});
        var packager = new Packager(HlsConfig.defaults(), () -> {});
        packager.join(hostile);
        var random = new Random(1);
        long pts = 0;
        for (int i = 0; i < 40_000; i++) {
            pts += random.nextInt(500) == 0 ? random.nextLong(-900_000, 900_000) : 1_000;
            switch (random.nextInt(60)) {
                case 0 -> packager.onDiscontinuity();
                case 1 -> packager.onLayerChanged(1 + random.nextInt(2));
                case 2, 3 -> packager.onClock(i * 11_000_000L);
                default -> {
                    var frame = nonsense(random, pts);
                    switch (random.nextInt(3)) {
                        case 0 -> packager.onVideo(frame);
                        case 1 -> packager.onLayer(1, frame);
                        default -> packager.onLayer(2, frame);
                    }
                }
            }
            if (random.nextInt(4) == 0) {
                packager.onAudio(new AudioFrame(new byte[9], PartRule.toSamples(pts)));
            }
        }
        packager.close();
        assertThat(hostile.renditions()).hasSize(4);
        List<Segment> top = hostile.renditions().getFirst().playlist().segments();
        for (Rendition rung : hostile.renditions().subList(2, 4)) {
            List<Segment> segments = rung.playlist().segments();
            assertThat(segments).isNotEmpty();
            for (Segment segment : segments) {
                assertThat(top)
                        .filteredOn(each -> each.number() == segment.number())
                        .allMatch(each -> each.discontinuity() == segment.discontinuity());
            }
            for (int i = 1; i < segments.size(); i++) {
                assertThat(segments.get(i).number()).isEqualTo(segments.get(i - 1).number() + 1);
            }
        }
    }

    private static VideoFrame nonsense(Random random, long pts) {
        byte[] sps = {0x67, 0x42, 0, 30, (byte) (random.nextInt(20) == 0 ? 1 : 0)};
        var parameters = new H264Parameters(sps, new byte[] {0x68, 1}, 320, 192);
        byte[] data = new byte[random.nextInt(60)];
        random.nextBytes(data);
        long wrong = random.nextInt(10) == 0 ? random.nextLong(-50_000, 50_000) : 0;
        return new VideoFrame(data, pts + wrong, random.nextInt(8) == 0, parameters);
    }
}
