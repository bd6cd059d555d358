package io.rostra.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rostra.media.codec.H264SpsParser;
import io.rostra.media.container.ContainerCodec;
import io.rostra.media.container.ContainerException;
import io.rostra.media.container.Recording;
import io.rostra.media.container.Recording.Heard;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Counts and times are what ffprobe says of the recordings.
class FragmentedMp4DemuxerTest {

    @Test
    void readsAvc1AndOpus() throws ContainerException {
        byte[] bytes = Recording.of("chromium-h264-opus.mp4").bytes();
        Heard heard = Recording.demux(new FragmentedMp4Demuxer(), bytes, bytes.length);

        assertThat(heard.of(ContainerCodec.H264)).hasSize(35);
        assertThat(heard.keyFrames(ContainerCodec.H264)).isEqualTo(3);
        assertThat(heard.of(ContainerCodec.H264).getFirst().timeMicros()).isZero();
        assertThat(heard.of(ContainerCodec.H264).getLast().timeMicros()).isEqualTo(2_264_900);
        assertThat(heard.of(ContainerCodec.OPUS)).hasSize(38);
        assertThat(heard.of(ContainerCodec.OPUS).getLast().timeMicros()).isEqualTo(2_220_000);
        var sps = H264SpsParser.parse(heard.track(ContainerCodec.H264).parameterSets().getFirst());
        assertThat(sps).isNotNull();
        assertThat(List.of(sps.width(), sps.height())).containsExactly(960, 720);
    }

    @Test
    void readsAvc3() throws ContainerException {
        byte[] bytes = Recording.of("chromium-avc3-opus.mp4").bytes();
        Heard heard = Recording.demux(new FragmentedMp4Demuxer(), bytes, 777);

        assertThat(heard.of(ContainerCodec.H264)).hasSize(35);
        assertThat(heard.keyFrames(ContainerCodec.H264)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1_221, 4_096})
    void cutsAnywhereChangeNothing(int size) throws ContainerException {
        byte[] bytes = Recording.of("chromium-h264-opus.mp4").bytes();

        String whole =
                Recording.demux(new FragmentedMp4Demuxer(), bytes, bytes.length).transcript();

        assertThat(Recording.demux(new FragmentedMp4Demuxer(), bytes, size).transcript())
                .isEqualTo(whole);
    }

    @Test
    void readsWhatOurOwnWriterWrites() throws ContainerException {
        byte[] sps = Recording.of("chromium-h264-opus.mp4").bytes();
        Heard recorded = Recording.demux(new FragmentedMp4Demuxer(), sps, sps.length);
        List<byte[]> sets = recorded.track(ContainerCodec.H264).parameterSets();
        byte[] idr = {0, 0, 0, 2, 0x65, (byte) 0x88};
        byte[] slice = {0, 0, 0, 2, 0x41, (byte) 0x9A};
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(InitSegment.video(sets.get(0), sets.get(1), 320, 240));
        stream.writeBytes(
                MovieFragment.write(
                        1,
                        900_000,
                        List.of(new Sample(idr, 3_000, true), new Sample(slice, 3_000, false))));

        Heard heard = Recording.demux(new FragmentedMp4Demuxer(), stream.toByteArray(), 64);

        assertThat(heard.of(ContainerCodec.H264)).hasSize(2);
        assertThat(heard.of(ContainerCodec.H264).get(0).keyFrame()).isTrue();
        assertThat(heard.of(ContainerCodec.H264).get(0).data()).isEqualTo(idr);
        assertThat(heard.of(ContainerCodec.H264).get(1).keyFrame()).isFalse();
        assertThat(heard.of(ContainerCodec.H264).get(1).timeMicros()).isEqualTo(10_033_333);
    }

    @Test
    void refusesAacByName() {
        byte[] init = InitSegment.audio();
        assertThatThrownBy(() -> Recording.demux(new FragmentedMp4Demuxer(), init, init.length))
                .isInstanceOf(ContainerException.class)
                .hasMessage("The sound is coded as AAC; use opus.");
    }

    @Test
    void saysWhenTheBeginningIsMissing() {
        byte[] bytes = Recording.of("chromium-h264-opus.mp4").bytes();
        var demuxer = new FragmentedMp4Demuxer();
        assertThatThrownBy(() -> demuxer.push(bytes, 1_221, 2_000, new Heard()))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("{init: true}");
    }

    @Test
    void refusesSamplesThatLieElsewhere() {
        byte[] bytes = Recording.of("chromium-h264-opus.mp4").bytes();
        int trun = indexOf(bytes, "trun");
        bytes[trun + 12] = 0x7F; // data_offset, behind type, version and flags, and the count
        assertThatThrownBy(() -> Recording.demux(new FragmentedMp4Demuxer(), bytes, 4_096))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("damaged");
    }

    private static int indexOf(byte[] bytes, String type) {
        for (int i = 0; i + 4 < bytes.length; i++) {
            if (new String(bytes, i, 4, java.nio.charset.StandardCharsets.US_ASCII).equals(type)) {
                return i;
            }
        }
        throw new AssertionError("no " + type);
    }

    @Test
    void readsOurOpusBesideTheVideo() throws ContainerException {
        byte[] recording = Recording.of("chromium-h264-opus.mp4").bytes();
        Heard recorded = Recording.demux(new FragmentedMp4Demuxer(), recording, recording.length);
        List<byte[]> sets = recorded.track(ContainerCodec.H264).parameterSets();
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(InitSegment.movieWithOpus(sets.get(0), sets.get(1), 960, 720));
        byte[] packet = recorded.of(ContainerCodec.OPUS).getFirst().data();
        stream.writeBytes(
                MovieFragment.write(
                        InitSegment.SECOND_TRACK_ID,
                        1,
                        48_000,
                        List.of(new Sample(packet, 2_880, true), new Sample(packet, 2_880, true))));

        Heard heard = Recording.demux(new FragmentedMp4Demuxer(), stream.toByteArray(), 64);

        assertThat(heard.refused).isEmpty();
        assertThat(heard.headers.getFirst()).hasSize(2);
        assertThat(heard.of(ContainerCodec.OPUS).getLast().timeMicros()).isEqualTo(1_060_000);
        assertThat(heard.of(ContainerCodec.OPUS).getLast().data()).isEqualTo(packet);
    }
}
