package io.rostra.sfu.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtp.BigEndian;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.publish.ScalablePublisher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// AV1 in three spatial and three temporal layers: what one subscriber gets is a video of its own,
/// whatever part of the layers that is. Time is the test's.
class ScalableForwardingTest {

    private static final long PICTURE_NANOS = 33_333_333;

    /// As it left us.
    private record Sent(
            int sequence, int frame, int template, int spatial, int temporal, boolean marker) {}

    private final ScalablePublisher publisher = new ScalablePublisher(0xFFF0, 0xFFE0);
    private final List<Sent> sent = new ArrayList<>();
    private long now = 1_000_000_000;
    private final Downlink downlink =
            new Downlink(new Wire(), new MediaCounters(), new Random(1), now);
    private final DownTrack video = downlink.add(publisher.track(), VideoLayer.HIGH);

    private final class Wire implements SendPath.Wire {
        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public int sendRtp(byte[] buffer, int offset, int length) {
            var view = new RtpPacket();
            assertThat(view.wrap(buffer, offset, length)).isTrue();
            int at = view.extensionOffset(SubscribeCodecs.DEPENDENCY_DESCRIPTOR_ID);
            boolean media = view.payloadLength() > 0;
            assertThat(at >= 0).isEqualTo(media);
            sent.add(
                    new Sent(
                            view.sequenceNumber(),
                            media ? BigEndian.u16(buffer, at + 1) : -1,
                            media ? buffer[at] & 0x3F : -1,
                            media ? buffer[view.payloadOffset() + 1] : -1,
                            media ? buffer[view.payloadOffset() + 2] : -1,
                            view.marker()));
            return length;
        }

        @Override
        public void sendRtcp(byte[] buffer, int offset, int length) {}
    }

    ScalableForwardingTest() {
        video.onNegotiated(new Agreed(true, false), now);
    }

    private void pictures(int count) {
        pictures(count, (_, _) -> true);
    }

    private void pictures(int count, ScalablePublisher.Line line) {
        for (int i = 0; i < count; i++) {
            now += PICTURE_NANOS;
            publisher.picture(false, line, now);
            downlink.onTick(now);
        }
    }

    private void keyPicture() {
        now += PICTURE_NANOS;
        publisher.picture(true, (_, _) -> true, now);
    }

    private void assertNumbersHaveNoHoles() {
        for (int i = 1; i < sent.size(); i++) {
            assertThat(sent.get(i).sequence)
                    .as("after %s", sent.get(i - 1))
                    .isEqualTo(sent.get(i - 1).sequence + 1 & 0xFFFF);
        }
    }

    private int highestSpatial() {
        return sent.stream().mapToInt(Sent::spatial).max().orElse(-1);
    }

    private long markers() {
        return sent.stream().filter(Sent::marker).count();
    }

    @Test
    void everythingGoesToWhoWantsIt() {
        keyPicture();
        pictures(40);
        assertThat(sent).hasSize(41 * 6);
        assertThat(markers()).isEqualTo(41);
        assertNumbersHaveNoHoles();
    }

    @Test
    void aLowerLayerIsAVideoOfItsOwn() {
        video.prefer(VideoLayer.LOW, now);
        keyPicture();
        downlink.onTick(now);
        sent.clear();
        keyPicture();
        pictures(40);
        assertThat(sent).hasSize(41 * 2).allMatch(each -> each.spatial == 0);
        assertThat(markers()).isEqualTo(41);
        assertNumbersHaveNoHoles();
    }

    @Test
    void goesDownAtOnceAndUpAtAKeyFrame() {
        keyPicture();
        pictures(20);
        sent.clear();

        video.prefer(VideoLayer.MEDIUM, now);
        pictures(8);
        assertThat(highestSpatial()).isEqualTo(1);
        assertThat(markers()).isEqualTo(8);
        assertThat(publisher.track().encodings().getFirst().bitsPerSecond(now)).isPositive();

        video.prefer(VideoLayer.HIGH, now);
        sent.clear();
        pictures(8);
        assertThat(highestSpatial()).as("without a key frame").isEqualTo(1);
        assertThat(publisher.keyFrameWanted(now)).isTrue();

        sent.clear();
        keyPicture();
        pictures(8);
        assertThat(highestSpatial()).isEqualTo(2);
        assertThat(markers()).isEqualTo(9);
        assertNumbersHaveNoHoles();
    }

    @Test
    void bandwidthChoosesALayer() {
        keyPicture();
        pictures(90);
        BitrateAllocator.Demand demand = video.demand(now);
        assertThat(demand).isNotNull();
        assertThat(demand.options()).containsExactly(1, 2, 3);
        assertThat(demand.bitrates()[1]).isBetween(1L, demand.bitrates()[2] - 1);
        assertThat(demand.bitrates()[2]).isLessThan(demand.bitrates()[3]);

        sent.clear();
        video.allow(1, now);
        assertThat(video.lacksBandwidth()).isTrue();
        pictures(10);
        assertThat(highestSpatial()).isZero();
        assertNumbersHaveNoHoles();
    }

    @Test
    void framesGoOnInOneCountOverAPause() {
        keyPicture();
        pictures(4);
        int last = sent.getLast().frame;
        int sequence = sent.getLast().sequence;
        video.prefer(VideoLayer.NONE, now);
        pictures(9);
        video.prefer(VideoLayer.HIGH, now);
        sent.clear();
        keyPicture();
        assertThat(sent.getFirst().frame).isEqualTo(last + 1 & 0xFFFF);
        assertThat(sent.getFirst().sequence).isEqualTo(sequence + 1 & 0xFFFF);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatGoesCanBeDecodedWhateverIsWantedAndLost(long seed) {
        var random = new Random(seed);
        Set<Integer> lost = new HashSet<>();
        keyPicture();
        for (int i = 0; i < 120; i++) {
            if (random.nextInt(4) == 0) {
                video.prefer(VideoLayer.values()[1 + random.nextInt(3)], now);
            }
            if (random.nextInt(15) == 0) {
                keyPicture();
            }
            pictures(
                    1,
                    (frame, _) -> {
                        boolean passes = random.nextInt(60) != 0;
                        if (!passes) {
                            lost.add(frame);
                        }
                        return passes;
                    });
        }

        Set<Integer> went = new HashSet<>();
        for (Sent each : sent) {
            went.add(each.frame);
            if (each.template > 0) {
                for (int reference : ScalablePublisher.references(each.template, each.frame)) {
                    assertThat(went.contains(reference) || lost.contains(reference))
                            .as("frame %d, to which %s refers", reference, each)
                            .isTrue();
                }
            }
        }
        assertThat(went.size()).isGreaterThan(100);
    }
}
