package io.rostra.media.webm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rostra.media.codec.Vp8FrameHeader;
import io.rostra.media.container.ContainerCodec;
import io.rostra.media.container.ContainerException;
import io.rostra.media.container.ContainerFrame;
import io.rostra.media.container.Recording;
import io.rostra.media.container.Recording.Heard;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Counts and times are what ffprobe says of the recordings.
class WebmDemuxerTest {
    private static final String EBML = "1a45dfa3 87 4282 84 7765626d"; // DocType webm
    private static final String SEGMENT = "18538067 01ffffffffffffff";
    private static final String CLUSTER = "1f43b675 01ffffffffffffff e7 81 0a"; // at 10 ms

    @Test
    void readsVp8AndOpus() throws ContainerException {
        Heard heard = demux("chromium-vp8-opus.webm");

        assertThat(heard.of(ContainerCodec.VP8)).hasSize(29);
        assertThat(heard.keyFrames(ContainerCodec.VP8)).isEqualTo(3);
        assertThat(Vp8FrameHeader.parseKeyFrame(heard.of(ContainerCodec.VP8).getFirst().data()))
                .isEqualTo(new Vp8FrameHeader(960, 720));
        assertThat(heard.of(ContainerCodec.VP8).getLast().timeMicros()).isEqualTo(2_129_000);
        assertThat(heard.of(ContainerCodec.OPUS)).hasSize(38).allMatch(ContainerFrame::keyFrame);
        assertThat(heard.of(ContainerCodec.OPUS).getFirst().timeMicros()).isEqualTo(19_000);
        assertThat(heard.of(ContainerCodec.OPUS).getLast().timeMicros()).isEqualTo(2_239_000);
        assertThat(bytes(heard.of(ContainerCodec.VP8))).isEqualTo(33_974);
        assertThat(heard.refused).isEmpty();
    }

    @Test
    void readsH264WithoutConfiguration() throws ContainerException {
        Heard heard = demux("chromium-h264-opus.webm");

        assertThat(heard.of(ContainerCodec.H264)).hasSize(35);
        assertThat(heard.keyFrames(ContainerCodec.H264)).isEqualTo(3);
        assertThat(heard.track(ContainerCodec.H264).parameterSets()).isEmpty();
        byte[] first = heard.of(ContainerCodec.H264).getFirst().data();
        assertThat(first[4] & 0x1F).as("sequence parameter set in band").isEqualTo(7);
    }

    @Test
    void readsSoundAlone() throws ContainerException {
        Heard heard = demux("chromium-opus.webm");

        assertThat(heard.headers).hasSize(1);
        assertThat(heard.of(ContainerCodec.OPUS)).hasSize(38);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 1_000, 4_096})
    void cutsAnywhereChangeNothing(int size) throws ContainerException {
        byte[] bytes = Recording.of("chromium-vp8-opus.webm").bytes();

        String whole = Recording.demux(new WebmDemuxer(), bytes, bytes.length).transcript();

        assertThat(Recording.demux(new WebmDemuxer(), bytes, size).transcript()).isEqualTo(whole);
    }

    @Test
    void framesComeWithTheChunkThatCompletesThem() throws ContainerException {
        var demuxer = new WebmDemuxer();
        var heard = new Heard();
        List<byte[]> chunks = Recording.of("chromium-vp8-opus.webm").chunks();
        for (byte[] chunk : chunks.subList(0, chunks.size() - 1)) {
            demuxer.push(chunk, 0, chunk.length, heard);
        }
        // The last chunk holds what 200 ms of the recorder held, no more.
        assertThat(heard.of(ContainerCodec.OPUS).getLast().timeMicros()).isGreaterThan(1_800_000);
    }

    @Test
    void anotherHeaderBeginsAnew() throws ContainerException {
        byte[] bytes = Recording.of("chromium-vp8-opus.webm").bytes();
        var demuxer = new WebmDemuxer();
        var heard = new Heard();
        demuxer.push(bytes, 0, bytes.length, heard);
        demuxer.push(bytes, 0, bytes.length, heard);

        assertThat(heard.headers).hasSize(2);
        assertThat(heard.of(ContainerCodec.VP8)).hasSize(58);
    }

    @Test
    void refusesVp9VideoButTakesItsSound() throws ContainerException {
        Heard heard = demux("chromium-vp9-opus.webm");

        assertThat(heard.refused).containsExactly("The video is coded as VP9; use vp8 or h264.");
        assertThat(heard.of(ContainerCodec.OPUS)).hasSize(38);
    }

    @Test
    void refusesAStreamOfNothingUsable() {
        String tracks = "1654ae6b 8f ae 8d d7 81 01 83 81 01 86 85 56 5f 56 50 39"; // V_VP9
        assertThatThrownBy(() -> demuxHex(EBML + SEGMENT + tracks))
                .isInstanceOf(ContainerException.class)
                .hasMessage("The video is coded as VP9; use vp8 or h264.");
    }

    @Test
    void readsBlockGroupsAndSkipsWhatItDoesNotKnow() throws ContainerException {
        String tracks = "1654ae6b 90 ae 8e d7 81 01 83 81 02 86 86 41 5f 4f 50 55 53"; // A_OPUS
        String unknown = "ec 83 000000 bf 84 00000000 4dbb 81 00";
        String group = "a0 8a a1 85 81 0005 00 fc 9b 81 14"; // with a BlockDuration
        String simple = "a3 85 81 fffb 80 fc";
        Heard heard =
                demuxHex(EBML + unknown + SEGMENT + tracks + unknown + CLUSTER + simple + group);

        assertThat(heard.of(ContainerCodec.OPUS))
                .extracting(ContainerFrame::timeMicros)
                .containsExactly(5_000L, 15_000L);
    }

    @Test
    void refusesLacing() {
        String tracks = "1654ae6b 90 ae 8e d7 81 01 83 81 02 86 86 41 5f 4f 50 55 53";
        assertThatThrownBy(() ->
                        demuxHex(EBML + SEGMENT + tracks + CLUSTER + "a3 87 81 0000 86 01 fcfc"))
                .hasMessage(
                        "The WebM stream laces several frames into a block; write one frame a block.");
    }

    @Test
    void saysWhenTheBeginningIsMissing() {
        byte[] bytes = Recording.of("chromium-vp8-opus.webm").bytes();
        var demuxer = new WebmDemuxer();
        assertThatThrownBy(() -> demuxer.push(bytes, 189, 4_000, new Heard()))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("{init: true}");
    }

    @Test
    void refusesElementsTooLargeToWaitFor() {
        String tracks = "1654ae6b 90 ae 8e d7 81 01 83 81 02 86 86 41 5f 4f 50 55 53";
        assertThatThrownBy(() -> demuxHex(EBML + SEGMENT + tracks + CLUSTER + "a3 1f ffffff"))
                .isInstanceOf(ContainerException.class);
    }

    private static Heard demux(String name) throws ContainerException {
        var demuxer = new WebmDemuxer();
        var heard = new Heard();
        for (byte[] chunk : Recording.of(name).chunks()) {
            demuxer.push(chunk, 0, chunk.length, heard);
        }
        return heard;
    }

    private static Heard demuxHex(String hex) throws ContainerException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return Recording.demux(new WebmDemuxer(), bytes, 5);
    }

    private static int bytes(List<ContainerFrame> frames) {
        var out = new ByteArrayOutputStream();
        frames.forEach(frame -> out.writeBytes(frame.data()));
        return out.size();
    }
}
