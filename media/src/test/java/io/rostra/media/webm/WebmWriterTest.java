package io.rostra.media.webm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rostra.media.container.ContainerCodec;
import io.rostra.media.container.ContainerException;
import io.rostra.media.container.ContainerFrame;
import io.rostra.media.container.Recording;
import io.rostra.media.container.Recording.Heard;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A recording of Chromium, taken apart and written anew.
class WebmWriterTest {

    @Test
    void whatIsWrittenReadsAsWhatWasRecorded() throws ContainerException {
        byte[] recording = Recording.of("chromium-vp8-opus.webm").bytes();
        Heard recorded = Recording.demux(new WebmDemuxer(), recording, recording.length);
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(WebmHeader.movie(960, 720));
        List<ContainerFrame> pictures = recorded.of(ContainerCodec.VP8);
        List<ContainerFrame> sounds = recorded.of(ContainerCodec.OPUS);
        for (int i = 0; i < sounds.size(); i++) {
            long time = sounds.get(i).timeMicros() / 1000;
            var cluster = new WebmCluster(time);
            cluster.addSound(time, sounds.get(i).data());
            if (i < pictures.size()) {
                ContainerFrame picture = pictures.get(i);
                long shown = picture.timeMicros() / 1000;
                cluster.addPicture(shown, picture.data(), picture.keyFrame(), 6_000);
            }
            stream.writeBytes(cluster.toByteArray());
        }

        Heard heard = Recording.demux(new WebmDemuxer(), stream.toByteArray(), 999);

        assertThat(heard.transcript().lines())
                .containsExactlyInAnyOrderElementsOf(recorded.transcript().lines().toList());
        assertThat(heard.refused).isEmpty();
    }

    @Test
    void soundAloneHasOneTrack() throws ContainerException {
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(WebmHeader.sound());
        var cluster = new WebmCluster(70_000);
        cluster.addSound(70_020, new byte[] {(byte) 0xFC, 1, 2});
        stream.writeBytes(cluster.toByteArray());

        Heard heard = Recording.demux(new WebmDemuxer(), stream.toByteArray(), 7);

        assertThat(heard.headers.getFirst()).hasSize(1);
        assertThat(heard.of(ContainerCodec.OPUS).getFirst().timeMicros()).isEqualTo(70_020_000);
    }

    @Test
    void aClusterSpansHalfAMinute() {
        var cluster = new WebmCluster(0);
        assertThatThrownBy(() -> cluster.addSound(32_768, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
