package io.rostra.media.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.mp4.FragmentedMp4Demuxer;
import io.rostra.media.webm.WebmDemuxer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile bytes end in frames or in a [ContainerException], never in anything else, and never in
/// more frames than there are bytes for.
class MutationTest {
    private static final int CASES = 4_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chromium-vp8-opus.webm",
                "chromium-h264-opus.webm",
                "chromium-h264-opus.mp4",
                "chromium-avc3-opus.mp4"
            })
    void survivesMutatedStreams(String name) {
        byte[] original = Recording.of(name).bytes();
        Random random = new Random(name.hashCode());
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = Arrays.copyOf(original, 1 + random.nextInt(original.length));
            mutate(bytes, random);
            refused += survives(demuxerFor(name), bytes, 1 + random.nextInt(9_000)) ? 0 : 1;
        }
        // Both ways must have been gone.
        assertThat(refused).isBetween(CASES / 50, CASES * 49 / 50);
    }

    private static void mutate(byte[] bytes, Random random) {
        boolean structure = random.nextBoolean();
        for (int flips = random.nextInt(6); flips > 0; flips--) {
            int at = random.nextInt(structure ? Math.min(bytes.length, 1_600) : bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) 0xFF;
                default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0x7F);
            }
        }
    }

    @Test
    void survivesRandomBytesBehindAStart() {
        Random random = new Random(7);
        byte[] webm = Recording.of("chromium-vp8-opus.webm").bytes();
        byte[] mp4 = Recording.of("chromium-h264-opus.mp4").bytes();
        for (int i = 0; i < CASES; i++) {
            for (byte[] original : List.of(webm, mp4)) {
                byte[] bytes = new byte[4_096];
                random.nextBytes(bytes);
                System.arraycopy(original, 0, bytes, 0, random.nextInt(1_400));
                survives(
                        original == webm ? new WebmDemuxer() : new FragmentedMp4Demuxer(),
                        bytes,
                        1 + random.nextInt(4_096));
            }
        }
    }

    private static Demuxer demuxerFor(String name) {
        Supplier<Demuxer> made =
                name.endsWith("webm") ? WebmDemuxer::new : FragmentedMp4Demuxer::new;
        return made.get();
    }

    private static boolean survives(Demuxer demuxer, byte[] bytes, int size) {
        var heard = new Recording.Heard();
        try {
            for (int at = 0; at < bytes.length; at += size) {
                demuxer.push(bytes, at, Math.min(size, bytes.length - at), heard);
            }
            return true;
        } catch (ContainerException e) {
            assertThat(e.getMessage()).endsWith(".");
            return false;
        } finally {
            long held =
                    heard.frames.values().stream()
                            .flatMap(List::stream)
                            .mapToLong(frame -> frame.data().length)
                            .sum();
            // A length prefix may grow from one byte to four.
            assertThat(held).isLessThanOrEqualTo(4L * bytes.length);
        }
    }
}
