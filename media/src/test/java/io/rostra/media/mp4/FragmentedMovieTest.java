package io.rostra.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FragmentedMovieTest {

    private static final byte[] SPS = {0x67, 0x42, (byte) 0xC0, 0x1F, 1, 2};
    private static final byte[] PPS = {0x68, 3, 4};

    private final FragmentedMovie movie = new FragmentedMovie(moov());

    FragmentedMovieTest() throws MalformedBoxException {}

    @Test
    void findsEachSampleAgain() throws Exception {
        add(InitSegment.TRACK_ID, 0, 1_000, sample(3_000, 10, true), sample(3_000, 20, false));
        add(InitSegment.SECOND_TRACK_ID, 480, 2_000, sample(1_024, 5, true));
        List<BoxTree> boxes = BoxTree.parse(movie.plainHeader());
        ByteBuffer sizes = BoxTree.find(boxes, "moov/trak/mdia/minf/stbl/stsz").buffer();
        assertThat(List.of(sizes.getInt(8), sizes.getInt(12), sizes.getInt(16)))
                .containsExactly(2, 10, 20);
        ByteBuffer offsets = BoxTree.find(boxes, "moov/trak/mdia/minf/stbl/co64").buffer();
        int header =
                MovieFragment.write(1, 0, List.of(sample(1, 0, true), sample(1, 0, true))).length;
        assertThat(offsets.getLong(8)).isEqualTo(1_000 + header);
        ByteBuffer keyFrames = BoxTree.find(boxes, "moov/trak/mdia/minf/stbl/stss").buffer();
        assertThat(List.of(keyFrames.getInt(4), keyFrames.getInt(8))).containsExactly(1, 1);
        assertThat(movie.width()).isEqualTo(1280);
        assertThat(movie.height()).isEqualTo(720);
        assertThat(movie.durationMillis()).isEqualTo(66);
    }

    @Test
    void showsTheSampleBeforeAGapLonger() throws Exception {
        add(InitSegment.TRACK_ID, 0, 1_000, sample(3_000, 10, true), sample(3_000, 20, false));
        add(InitSegment.TRACK_ID, 9_000, 2_000, sample(3_000, 10, true));
        ByteBuffer times =
                BoxTree.find(BoxTree.parse(movie.plainHeader()), "moov/trak/mdia/minf/stbl/stts")
                        .buffer();
        int[] runs = new int[7];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = times.getInt(4 + 4 * i);
        }
        assertThat(runs).containsExactly(3, 1, 3_000, 1, 6_000, 1, 3_000);
    }

    @Test
    void refusesFragmentsThatAreNotAllThere() throws Exception {
        byte[] fragment = MovieFragment.write(1, 0, List.of(sample(3_000, 10, true)));
        ByteBuffer moof = moof(fragment);
        assertThatThrownBy(() -> movie.add(moof, 0, fragment.length - 1))
                .isInstanceOf(MalformedBoxException.class);
        assertThat(movie.isEmpty()).isTrue();
    }

    @Test
    void throwsNothingElseAtDamagedBoxes() {
        var random = new Random(3);
        byte[] fragment = MovieFragment.write(1, 0, List.of(sample(3_000, 10, true)));
        for (int i = 0; i < 5_000; i++) {
            byte[] init = InitSegment.movie(SPS, PPS, 1280, 720);
            byte[] damaged = fragment.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            init[28 + random.nextInt(init.length - 28)] = (byte) random.nextInt();
            try {
                ByteBuffer moov = ByteBuffer.wrap(init);
                moov.position(moov.getInt(0) + 8);
                new FragmentedMovie(moov).add(moof(damaged), 0, fragment.length);
            } catch (MalformedBoxException _) {
                // as it should be
            }
        }
    }

    private void add(int track, long time, long offset, Sample... samples) throws Exception {
        byte[] fragment = MovieFragment.write(track, 1, time, List.of(samples));
        movie.add(moof(fragment), offset, offset + fragment.length);
    }

    private static ByteBuffer moof(byte[] fragment) {
        int length = Math.clamp(ByteBuffer.wrap(fragment).getInt(0), 8, fragment.length);
        return ByteBuffer.wrap(fragment, 8, length - 8);
    }

    private static ByteBuffer moov() {
        ByteBuffer init = ByteBuffer.wrap(InitSegment.movie(SPS, PPS, 1280, 720));
        return init.position(init.getInt(0) + 8);
    }

    private static Sample sample(int duration, int size, boolean sync) {
        return new Sample(new byte[size], duration, sync);
    }
}
