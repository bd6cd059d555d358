package io.rostra.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.socketio.engine.OutboundMessage;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AudienceTest {
    @Test
    void everybodyMeansEverybody() {
        assertThat(Audience.EVERYBODY.includes("a", Set.of())).isTrue();
    }

    @Test
    void roomsAndExceptions() {
        Audience audience = new Audience(Set.of("blue", "b"), Set.of("quiet"), null, false);
        assertThat(audience.includes("a", Set.of("blue"))).isTrue();
        assertThat(audience.includes("b", Set.of())).as("by its id").isTrue();
        assertThat(audience.includes("a", Set.of("red"))).isFalse();
        assertThat(audience.includes("a", Set.of("blue", "quiet"))).isFalse();
    }

    @Test
    void recoveryForgetsTheOldestPacketsFirst() {
        RecoveryLog log =
                new RecoveryLog(new SocketIoOptions.Recovery(Duration.ofMinutes(1), 10, 100, true));
        for (int i = 0; i < 50; i++) {
            log.append(OutboundMessage.text("x".repeat(20)), Audience.EVERYBODY, 0);
        }
        assertThat(log.lastNumber()).isEqualTo(50);
        assertThat(log.nextOffset()).isEqualTo(Long.toString(51, 36));
        assertThat(log.restore("nobody", "1", 0)).isEmpty();
    }
}
