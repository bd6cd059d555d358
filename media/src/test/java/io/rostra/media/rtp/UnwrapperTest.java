package io.rostra.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class UnwrapperTest {
    @Test
    void sequencesFollowEveryWrapForward() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        for (long expected = 65_500; expected < 5 * 65_536; expected += 7) {
            assertThat(unwrapper.unwrap((int) expected & 0xFFFF)).isEqualTo(expected);
        }
    }

    @Test
    void sequencesFollowEveryWrapBackward() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        for (long expected = 30; expected > -5 * 65_536; expected -= 7) {
            assertThat(unwrapper.unwrap((int) expected & 0xFFFF)).isEqualTo(expected);
        }
    }

    @Test
    void sequencesMayJumpByLessThanHalfTheRange() {
        Random random = new Random(21);
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        long expected = unwrapper.unwrap(40_000);
        for (int i = 0; i < 100_000; i++) {
            expected += random.nextInt(-32_767, 32_768);
            assertThat(unwrapper.unwrap((int) expected & 0xFFFF)).isEqualTo(expected);
        }
    }

    @Test
    void sequencesHalfARangeApartGoForward() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        unwrapper.unwrap(0);
        assertThat(unwrapper.peek(0x8000)).isEqualTo(0x8000);
        assertThat(unwrapper.peek(0x8001)).isEqualTo(0x8001 - 65_536);
    }

    @Test
    void peekingAndResettingLeaveNoTrace() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        assertThat(unwrapper.peek(65_000)).isEqualTo(65_000);
        assertThat(unwrapper.unwrap(5)).isEqualTo(5);
        assertThat(unwrapper.peek(65_535)).isEqualTo(-1);
        assertThat(unwrapper.unwrap(6)).isEqualTo(6);
        unwrapper.reset();
        assertThat(unwrapper.unwrap(65_535)).isEqualTo(65_535);
    }

    @Test
    void timestampsFollowWrapsInBothDirections() {
        TimestampUnwrapper unwrapper = new TimestampUnwrapper();
        long expected = unwrapper.unwrap(0xFFFF_FF00);
        assertThat(expected).isEqualTo(0xFFFF_FF00L);
        for (int i = 0; i < 10; i++) {
            expected += 1_000_000_007;
            assertThat(unwrapper.unwrap((int) expected)).isEqualTo(expected);
        }
        for (int i = 0; i < 20; i++) {
            expected -= 1_000_000_007;
            assertThat(unwrapper.unwrap((int) expected)).isEqualTo(expected);
        }
        assertThat(unwrapper.peek((int) expected + 90_000)).isEqualTo(expected + 90_000);
        unwrapper.reset();
        assertThat(unwrapper.unwrap(-1)).isEqualTo(0xFFFF_FFFFL);
    }
}
