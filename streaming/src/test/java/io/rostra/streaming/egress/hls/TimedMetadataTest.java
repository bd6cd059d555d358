package io.rostra.streaming.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TimedMetadataTest {

    private static final Instant EPOCH = Instant.parse("2026-01-02T03:04:05Z");

    private final HlsStream stream = new HlsStream(HlsConfig.defaults(), EPOCH, () -> {});
    private final PlayerFeed feed = new PlayerFeed(stream, 320, 192);

    @Test
    void standsInAllPlaylistsWithTheDateOfTheNewestPicture() {
        feed.forSeconds(5);
        assertThat(stream.insertMetadata("\"Zürich\" \\o/", Duration.ofSeconds(3))).isTrue();
        feed.forSeconds(0.3);
        for (Rendition rendition : stream.renditions()) {
            for (MediaPlaylist.Skip skip : MediaPlaylist.Skip.values()) {
                String text = stream.rendered(rendition, skip).plain().toString();
                Matcher tag =
                        Pattern.compile(
                                        "#EXT-X-DATERANGE:ID=\"metadata-1\",START-DATE=\"([^\"]+)\","
                                                + "DURATION=3.00000,X-ROSTRA-METADATA=\"([^\"]+)\"")
                                .matcher(text);
                assertThat(tag.find()).as(text).isTrue();
                Instant start = Instant.parse(tag.group(1));
                assertThat(Duration.between(EPOCH.plusSeconds(5), start).abs())
                        .isLessThan(Duration.ofMillis(250));
                var json =
                        new JsonObject(
                                new String(
                                        Base64.getDecoder().decode(tag.group(2)),
                                        java.nio.charset.StandardCharsets.UTF_8));
                assertThat(json.getString("payload")).isEqualTo("\"Zürich\" \\o/");
                assertThat(Instant.parse(json.getString("start_date"))).isEqualTo(start);
                assertThat(Instant.parse(json.getString("end_date")))
                        .isEqualTo(start.plusSeconds(3));
            }
        }
        new PlaylistRules(stream).check();
    }

    @Test
    void isForgottenWhenItsEndHasLeftTheWindow() {
        feed.forSeconds(3);
        assertThat(stream.insertMetadata("a", Duration.ofSeconds(1))).isTrue();
        assertThat(stream.insertMetadata("b", Duration.ofSeconds(60))).isTrue();
        feed.forSeconds(40);
        assertThat(stream.renditions().getFirst().playlist().dateRanges())
                .extracting(DateRange::payload)
                .isEqualTo(List.of("b"));
    }

    @Test
    void isRefusedBeforeAfterAndBeyondTheLimit() {
        assertThat(stream.insertMetadata("early", Duration.ofSeconds(1))).isFalse();
        feed.forSeconds(3);
        for (int i = 0; i < TimedMetadata.MOST; i++) {
            assertThat(stream.insertMetadata("m" + i, Duration.ofSeconds(1))).isTrue();
        }
        assertThat(stream.insertMetadata("one more", Duration.ofSeconds(1))).isFalse();
        feed.forSeconds(2);
        assertThat(stream.insertMetadata("room again", Duration.ofSeconds(1))).isTrue();
        feed.close();
        assertThat(stream.insertMetadata("late", Duration.ofSeconds(1))).isFalse();
    }
}
