package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.platform.template.Destinations;
import io.rostra.platform.template.Destinations.HlsLayer;
import io.rostra.platform.template.Template;
import io.rostra.streaming.egress.hls.HlsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AudienceTest {

    private static final HlsLayer LARGE = new HlsLayer(1280, 720, null, null);
    private static final HlsLayer SMALL = new HlsLayer(640, 360, null, null);

    private static Audience of(
            List<HlsLayer> layers, @Nullable String playlistType, @Nullable Integer segments) {
        var hls =
                new Destinations.Hls(
                        "first",
                        null,
                        layers,
                        playlistType,
                        segments,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        var destinations = new Destinations(Map.of("first", hls), Map.of(), Map.of(), Map.of());
        return Audience.of(new Template("t", "t", Map.of()).withDestinations(destinations), null);
    }

    @Test
    void aTemplateThatSaysNothingLeavesAllToTheServer() {
        assertThat(Audience.of(new Template("t", "t", Map.of()), null)).isEqualTo(Audience.ANY);
        assertThat(of(List.of(), null, null)).isEqualTo(Audience.ANY);
        assertThat(of(List.of(), "live", null)).isEqualTo(Audience.ANY);
        assertThat(of(List.of(), null, 30)).isEqualTo(Audience.ANY);
    }

    @Test
    void anEventCanBePlayedFromItsBeginning() {
        assertThat(of(List.of(), "event", 12).window()).isEqualTo(HlsConfig.LONGEST_WINDOW);
    }

    @Test
    void aLivePlaylistHasTheSegmentsThatWereWanted() {
        assertThat(of(List.of(), "live", 30).window()).isEqualTo(Duration.ofSeconds(60));
        assertThat(of(List.of(), "live", 3).window())
                .as("what players need")
                .isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void asManySizesAsLayers() {
        assertThat(of(List.of(LARGE, SMALL), null, null).mostSizes()).isEqualTo(2);
        assertThat(of(List.of(LARGE), null, null).mostSizes()).isEqualTo(1);
    }
}
