package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlayheadReportsTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final long LASTS = TimeUnit.SECONDS.toNanos(20);

    private final PlayheadReports reports = new PlayheadReports(LASTS);

    private void late(long viewer, long millis, long nanos) {
        reports.note(viewer, Long.toString(NOW - millis), NOW, nanos);
    }

    @Test
    void medianIsNotMovedByOneWhoLies() {
        late(1, 1200, 0);
        late(2, 1400, 0);
        late(3, 500_000, 0);

        assertThat(reports.median(0)).hasValue(1400);
        assertThat(reports.count(0)).isEqualTo(3);
    }

    @Test
    void viewerCountsOnceAndIsForgottenAfterAWhile() {
        late(1, 5000, 0);
        late(1, 1000, 1);
        assertThat(reports.median(2)).hasValue(1000);

        assertThat(reports.median(LASTS + 2)).isEmpty();
    }

    @Test
    void doesNotGrowWithoutEnd() {
        for (int viewer = 0; viewer < 5000; viewer++) {
            late(viewer, 1000, 0);
        }
        assertThat(reports.count(0)).isEqualTo(1000);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "-1",
                "now",
                "1e12",
                "170000000000x",
                " 1700000000000",
                "9999999999999999999999",
                "1700000000001",
                "999999999999999",
                "0",
                "١٧٠٠٠٠٠٠٠٠٠٠٠"
            })
    void whatIsNoDateOfLateIsDropped(String playhead) {
        reports.note(1, playhead, NOW, 0);

        assertThat(reports.count(0)).isZero();
    }
}
