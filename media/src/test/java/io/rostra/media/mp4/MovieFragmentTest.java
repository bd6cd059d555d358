package io.rostra.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class MovieFragmentTest {

    private static final byte[] SPS = {0x67, 0x42, (byte) 0xC0, 0x1F, 1, 2};
    private static final byte[] PPS = {0x68, 3, 4};

    @Test
    void listsSamplesWhereTheirDataIs() {
        byte[] first = {1, 2, 3};
        byte[] second = {4, 5};
        byte[] fragment =
                MovieFragment.write(
                        7,
                        1L << 33,
                        List.of(new Sample(first, 3000, true), new Sample(second, 3001, false)));

        List<BoxTree> boxes = BoxTree.parse(fragment);
        assertThat(boxes).extracting(BoxTree::type).containsExactly("moof", "mdat");
        assertThat(BoxTree.find(boxes, "moof/mfhd").buffer().getInt(4)).isEqualTo(7);
        ByteBuffer tfdt = BoxTree.find(boxes, "moof/traf/tfdt").buffer();
        assertThat(tfdt.get(0)).isEqualTo((byte) 1);
        assertThat(tfdt.getLong(4)).isEqualTo(1L << 33);
        ByteBuffer trun = BoxTree.find(boxes, "moof/traf/trun").buffer();
        assertThat(trun.getInt(4)).isEqualTo(2);
        int offset = trun.getInt(8);
        assertThat(ByteBuffer.wrap(fragment, offset, 5))
                .isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
        assertThat(trun.getInt(12)).isEqualTo(3000);
        assertThat(trun.getInt(16)).isEqualTo(3);
        assertThat(trun.getInt(20) & 0x0001_0000).as("non-sync").isZero();
        assertThat(trun.getInt(24)).isEqualTo(3001);
        assertThat(trun.getInt(28)).isEqualTo(2);
        assertThat(trun.getInt(32) & 0x0001_0000).as("non-sync").isNotZero();
    }

    @Test
    void describesVideo() {
        List<BoxTree> boxes = BoxTree.parse(InitSegment.video(SPS, PPS, 1280, 720));
        assertThat(boxes).extracting(BoxTree::type).containsExactly("ftyp", "moov");
        ByteBuffer tkhd = BoxTree.find(boxes, "moov/trak/tkhd").buffer();
        assertThat(tkhd.getInt(88) >>> 16).isEqualTo(1280);
        assertThat(tkhd.getInt(92) >>> 16).isEqualTo(720);
        assertThat(BoxTree.find(boxes, "moov/trak/mdia/mdhd").buffer().getInt(20))
                .isEqualTo(90_000);
        byte[] stsd = BoxTree.find(boxes, "moov/trak/mdia/minf/stbl/stsd").content();
        assertThat(stsd)
                .containsSequence('a', 'v', 'c', 'C', 1, 0x42, 0xC0, 0x1F, 0xFF, 0xE1, 0, 6);
        assertThat(stsd).containsSequence(SPS).containsSequence(PPS);
    }

    @Test
    void describesAudio() {
        List<BoxTree> boxes = BoxTree.parse(InitSegment.audio());
        assertThat(BoxTree.find(boxes, "moov/trak/mdia/mdhd").buffer().getInt(20))
                .isEqualTo(48_000);
        byte[] stsd = BoxTree.find(boxes, "moov/trak/mdia/minf/stbl/stsd").content();
        // AudioSpecificConfig: AAC-LC, 48 kHz, stereo
        assertThat(stsd).containsSequence('e', 's', 'd', 's').containsSequence(5, 2, 0x11, 0x90);
        assertThat(BoxTree.find(boxes, "moov/mvex/trex").buffer().getInt(4)).isEqualTo(1);
    }
}
