package io.rostra.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NtpTimeTest {
    @Test
    void countsFrom1900() {
        assertThat(NtpTime.ofUnixMillis(0)).isEqualTo(2_208_988_800L << 32);
        assertThat(NtpTime.ofUnixMillis(500)).isEqualTo(2_208_988_800L << 32 | 1L << 31);
        assertThat(NtpTime.ofUnixMillis(-1000)).isEqualTo(2_208_988_799L << 32);
    }

    @Test
    void comesBackWithinANanosecondAlsoAfter2036() {
        Random random = new Random(4);
        long until = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();
        for (int i = 0; i < 10_000; i++) {
            long nanos = random.nextLong(until) * 1_000_000_000 + random.nextInt(1_000_000_000);
            assertThat(NtpTime.toUnixNanos(NtpTime.ofUnixNanos(nanos)))
                    .isCloseTo(nanos, within(1L));
        }
    }

    @Test
    void compactDurationsRoundTrip() {
        assertThat(NtpTime.nanosToCompact(1_500_000_000)).isEqualTo(0x18000);
        assertThat(NtpTime.compactToNanos(0x18000)).isEqualTo(1_500_000_000);
        assertThat(NtpTime.compactToNanos(-1)).isCloseTo(65_536_000_000_000L, within(20_000L));
        assertThat(NtpTime.nanosToCompact(65_535_000_000_000L)).isEqualTo(0xFFFF_0000);
    }

    @Test
    void tellsTheRoundTripTime() {
        long sent = NtpTime.ofUnixMillis(1_000_000);
        long arrival = NtpTime.ofUnixMillis(1_000_250);
        ReportBlock held =
                new ReportBlock(
                        1, 0, 0, 0, 0, NtpTime.compact(sent), NtpTime.nanosToCompact(200_000_000));

        assertThat(NtpTime.roundTripNanos(arrival, held)).isCloseTo(50_000_000, within(40_000L));
        assertThat(NtpTime.roundTripNanos(sent, held)).isZero();
        assertThat(NtpTime.roundTripNanos(arrival, new ReportBlock(1, 0, 0, 0, 0, 0, 0)))
                .isEqualTo(-1);
    }
}
