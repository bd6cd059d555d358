package io.rostra.streaming.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HlsStreamTest {

    private static final Instant EPOCH = Instant.parse("2026-01-02T03:04:05Z");

    private HlsStream stream;
    private final AtomicInteger playable = new AtomicInteger();
    private final PlayerFeed feed =
            new PlayerFeed(
                    keyFrames -> {
                        stream =
                                new HlsStream(
                                        HlsConfig.defaults(),
                                        EPOCH,
                                        keyFrames,
                                        playable::incrementAndGet);
                        return stream;
                    },
                    320,
                    192);

    @Test
    void isPlayableAfterOneSegmentAndTwoParts() {
        feed.forSeconds(10);
        stream.renditions()
                .forEach(
                        r -> System.out.println(stream.rendered(r, MediaPlaylist.Skip.NO).plain()));
        System.out.println(stream.masterPlaylist());
        assertThat(playable).hasValue(1);
    }
}
