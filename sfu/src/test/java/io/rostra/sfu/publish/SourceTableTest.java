package io.rostra.sfu.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.webrtc.sdp.RtpMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceTableTest {

    private final SourceTable sources = new SourceTable();

    @Test
    void findsWhatWasPut() {
        PublishedTrack track = track("a");
        for (int ssrc = 1; ssrc <= 20; ssrc++) {
            sources.put(ssrc, new SourceTable.Source(track, ssrc, false));
        }

        for (int ssrc = 1; ssrc <= 20; ssrc++) {
            assertThat(sources.find(ssrc)).extracting("mediaSsrc").isEqualTo(ssrc);
        }
        assertThat(sources.find(21)).isNull();
    }

    @Test
    void replacesAndRemoves() {
        PublishedTrack one = track("one");
        PublishedTrack two = track("two");
        sources.put(1, new SourceTable.Source(one, 1, false));
        sources.put(2, new SourceTable.Source(one, 1, true));
        sources.put(3, new SourceTable.Source(two, 3, false));
        sources.put(1, new SourceTable.Source(two, 1, false));

        sources.removeTrack(one);
        assertThat(sources.find(1)).extracting("track").isSameAs(two);
        assertThat(sources.find(2)).isNull();
        assertThat(sources.find(3)).isNotNull();
        sources.removeTrack(two);
        assertThat(sources.find(1)).isNull();
        assertThat(sources.find(3)).isNull();
    }

    @Test
    void isBounded() {
        PublishedTrack track = track("a");
        for (int ssrc = 0; ssrc < 10_000; ssrc++) {
            sources.put(ssrc, new SourceTable.Source(track, ssrc, false));
        }

        assertThat(sources.find(127)).isNotNull();
        assertThat(sources.find(128)).isNull();
    }

    private static PublishedTrack track(String id) {
        var opus = new RtpMap(111, "opus", 48_000, 2, Map.of(), List.of());
        return new PublishedTrack(new TrackDescription(id, "s", MediaKind.AUDIO), "peer", opus, 0);
    }
}
