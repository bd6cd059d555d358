package io.rostra.sfu.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.webrtc.sdp.RtpMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceTableTest {

    private final SourceTable sources = new SourceTable();

    @Test
    void findsWhatWasPut() {
        var put = new ArrayList<SourceTable.Source>();
        for (int ssrc = 0; ssrc < 20; ssrc++) {
            put.add(source(track("a"), false));
            sources.put(ssrc, put.getLast());
        }

        for (int ssrc = 0; ssrc < 20; ssrc++) {
            assertThat(sources.find(ssrc)).isSameAs(put.get(ssrc));
        }
        assertThat(sources.find(21)).isNull();
    }

    @Test
    void replacesAndRemoves() {
        PublishedTrack one = track("one");
        PublishedTrack two = track("two");
        sources.put(1, source(one, false));
        sources.put(2, source(one, true));
        sources.put(3, source(two, true));
        sources.put(1, source(two, false));

        sources.removeTrack(one);
        assertThat(sources.find(1)).extracting("track").isSameAs(two);
        assertThat(sources.find(2)).isNull();
        assertThat(sources.find(3)).isNotNull();
        sources.removeTrack(two);
        assertThat(sources.find(1)).isNull();
        assertThat(sources.find(3)).isNull();
    }

    @Test
    void anEncodingHasOneSourceOfEachKind() {
        PublishedTrack track = track("a");
        sources.put(1, source(track, false));
        sources.put(2, source(track, true));
        sources.put(3, source(track, false));

        assertThat(sources.find(1)).as("replaced by 3").isNull();
        assertThat(sources.find(2)).isNotNull();
        assertThat(sources.find(3)).isNotNull();
    }

    @Test
    void isBounded() {
        for (int ssrc = 0; ssrc < 200; ssrc++) {
            sources.put(ssrc, source(track("a"), false));
        }

        assertThat(sources.find(127)).isNotNull();
        assertThat(sources.find(128)).isNull();
    }

    private static SourceTable.Source source(PublishedTrack track, boolean retransmission) {
        return new SourceTable.Source(track, track.encodings().getFirst(), retransmission, true);
    }

    private static PublishedTrack track(String id) {
        var opus = new RtpMap(111, "opus", 48_000, 2, Map.of(), List.of());
        return new PublishedTrack(
                new TrackDescription(id, "s", MediaKind.AUDIO), "peer", TrackFormat.plain(opus));
    }
}
