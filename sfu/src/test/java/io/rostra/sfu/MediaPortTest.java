package io.rostra.sfu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediaPortTest {

    @Test
    void secondServerIsToldThatThePortIsTaken() throws Exception {
        try (Sfu first = Sfu.start(new SfuConfig(0, 2, List.of()))) {
            var same = new SfuConfig(first.mediaPort(), 2, List.of());
            assertThatThrownBy(() -> Sfu.start(same)).isInstanceOf(BindException.class);
        }
    }
}
