package io.rostra.streaming.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class MediaClockTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;

    /// The publisher's wall clock at our time 0, in seconds since 1900.
    private static final long SENDER_EPOCH = 4_000_000_000L;

    private final LipSync lipSync = new LipSync();
    private final Random random = new Random(6);

    @Test
    void keepsTheSendersSpacingBeforeAnyReport() {
        MediaClock clock = lipSync.clock(90_000);
        long first = clock.timeOf(-6000, 100 * MILLI); // wraps soon
        long previous = first;
        for (int i = 1; i < 300; i++) {
            long arrival = 100 * MILLI + i * SECOND / 30 + random.nextInt(20) * MILLI;
            long time = clock.timeOf(-6000 + 3000 * i, arrival);
            assertThat(time - previous).isBetween(33 * MILLI - MILLI / 2, 34 * MILLI);
            previous = time;
        }
        assertThat(previous - first).isBetween(299 * SECOND / 30 - 5 * MILLI, 299 * SECOND / 30);
    }

    @Test
    void sameCaptureTimeGetsTheSameTimeOnceBothTracksReported() {
        MediaClock audio = lipSync.clock(48_000);
        MediaClock video = lipSync.clock(90_000);
        long worst = 0;
        for (int i = 0; i < 60 * 50; i++) {
            long captured = i * 20 * MILLI;
            int audioTimestamp = (int) (1_000_000_000L + i * 960L);
            int videoTimestamp = (int) (4_294_900_000L + i * 1800L);
            if (i == 125 || i > 125 && i % 250 == 0) {
                audio.onSenderReport(ntp(captured), audioTimestamp);
            }
            if (i % 50 == 25) {
                video.onSenderReport(ntp(captured), videoTimestamp);
            }
            // Sound takes 5 ms, pictures 80 ms and more.
            long a = audio.timeOf(audioTimestamp, captured + (5 + random.nextInt(10)) * MILLI);
            long v = video.timeOf(videoTimestamp, captured + (80 + random.nextInt(30)) * MILLI);
            if (captured > 20 * SECOND) {
                worst = Math.max(worst, Math.abs(a - v));
            }
        }
        assertThat(worst).isLessThan(2 * MILLI);
    }

    @Test
    void neverGoesBackWhileReportsCorrectIt() {
        MediaClock audio = lipSync.clock(48_000);
        MediaClock video = lipSync.clock(90_000);
        long previous = Long.MIN_VALUE;
        for (int i = 0; i < 900; i++) {
            long captured = i * SECOND / 30;
            int timestamp = 3000 * i;
            audio.timeOf(1600 * i, captured + 5 * MILLI);
            if (i == 10) {
                audio.onSenderReport(ntp(captured), 1600 * i);
                video.onSenderReport(ntp(captured), timestamp);
            }
            long time = video.timeOf(timestamp, captured + 200 * MILLI);
            assertThat(time).isGreaterThan(previous);
            previous = time;
        }
        assertThat(previous)
                .isBetween(899 * SECOND / 30 + 4 * MILLI, 899 * SECOND / 30 + 7 * MILLI);
    }

    @Test
    void followsADriftingSender() {
        MediaClock clock = lipSync.clock(48_000);
        // 300 ppm fast over ten minutes: 180 ms.
        long time = 0;
        long arrival = 0;
        for (int i = 0; i < 30_000; i++) {
            arrival = Math.round(i * 20.0 * MILLI / 1.0003) + random.nextInt(5) * MILLI;
            time = clock.timeOf(i * 960, arrival);
        }
        assertThat(Math.abs(time - arrival)).isLessThan(15 * MILLI);
    }

    @Test
    void doesNotBelieveAbsurdReports() {
        MediaClock clock = lipSync.clock(90_000);
        clock.timeOf(0, SECOND);
        clock.onSenderReport(ntp(0), 0);
        for (int i = 1; i < 300; i++) {
            if (i == 150) {
                clock.onSenderReport(ntp(500 * SECOND), 3000 * i);
            }
            long arrival = SECOND + i * SECOND / 30;
            assertThat(clock.timeOf(3000 * i, arrival))
                    .isBetween(arrival - 10 * MILLI, arrival + 10 * MILLI);
        }
    }

    @Test
    void followsAJumpOfTheSendersTimestamps() {
        MediaClock clock = lipSync.clock(90_000);
        for (int i = 0; i < 30; i++) {
            clock.timeOf(3000 * i, i * SECOND / 30);
        }
        // The sender slept for a minute but its timestamps did not move.
        long arrival = 0;
        long time = 0;
        for (int i = 30; i < 60; i++) {
            arrival = 60 * SECOND + i * SECOND / 30;
            time = clock.timeOf(3000 * i, arrival);
        }
        assertThat(time).isBetween(arrival - 10 * MILLI, arrival + 10 * MILLI);
    }

    private static long ntp(long senderNanos) {
        long seconds = SENDER_EPOCH + senderNanos / SECOND;
        long fraction = ((senderNanos % SECOND) << 32) / SECOND;
        return seconds << 32 | fraction;
    }
}
