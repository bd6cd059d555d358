package io.rostra.sfu.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtcp.SenderReport;
import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.webrtc.sdp.RtpMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A camera in three encodings at 30 frames a second, one packet each; time is the test's.
final class LayerTapTest {

    private static final long FRAME_NANOS = 33_333_333;
    private static final int LOW = 1;
    private static final int HIGH = 3;

    private final PublishedTrack track =
            new PublishedTrack(
                    new TrackDescription("camera", "stream", MediaKind.VIDEO),
                    "alice",
                    new TrackFormat(
                            new RtpMap(96, "H264", 90_000, 0, Map.of(), List.of()),
                            0,
                            0,
                            0,
                            0,
                            List.of("q", "h", "f")));
    private final Tap low = new Tap();
    private final Tap all = new Tap();
    private int frame;
    private long now = 1;

    private static final class Tap implements PacketTap {
        final List<String> seen = new ArrayList<>();
        boolean ended;

        @Override
        public void onRtp(byte[] packet, int offset, int length, long arrivalNanos) {
            var view = new RtpPacket();
            view.wrap(packet, offset, length);
            boolean key = packet[offset + view.payloadOffset()] == 0x67;
            seen.add(view.ssrc() + (key ? "k" : ""));
        }

        @Override
        public void onSenderReport(long ntpTime, long rtpTimestamp, long arrivalNanos) {
            seen.add("report " + ntpTime);
        }

        @Override
        public void onTrackEnded() {
            ended = true;
        }

        List<String> takeSeen() {
            var taken = List.copyOf(seen);
            seen.clear();
            return taken;
        }
    }

    private void frames(int count, int from, int to, boolean key) {
        for (int i = 0; i < count; i++) {
            now += FRAME_NANOS;
            frame++;
            for (int rank = from; rank <= to; rank++) {
                byte[] bytes = new byte[20];
                new RtpHeaderWriter().begin(bytes, 0, 96, true, frame, 3_000 * frame, rank);
                bytes[12] = (byte) (key && i == 0 ? 0x67 : 0x41);
                var packet = new RtpPacket();
                assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();
                track.onPacket(track.encodings().get(rank - 1), packet, false, now);
            }
        }
    }

    private boolean isAsked(int rank) {
        return track.encodings().get(rank - 1).pollKeyFrameRequest(now);
    }

    @Test
    void seesItsEncodingFromAKeyFrameOnOnceThatHasProvenToLast() {
        track.addLayerTap(LOW, low);
        frames(60, LOW, HIGH, true);
        track.requestKeyFrame(now);
        assertThat(isAsked(LOW)).as("asked too early").isFalse();
        frames(40, LOW, HIGH, true);
        assertThat(low.takeSeen()).as("no key frame since").isEmpty();

        track.requestKeyFrame(now);
        assertThat(isAsked(LOW)).isTrue();
        frames(3, LOW, HIGH, true);
        assertThat(low.takeSeen()).containsExactly("1k", "1", "1");
    }

    @Test
    void isShownTheLastReportAsItBegins() {
        track.addTap(all);
        track.addLayerTap(LOW, low);
        frames(5, LOW, HIGH, true);
        track.onSenderReport(
                track.encodings().getFirst(), new SenderReport(1, 77, 0, 0, 0, List.of()), now);
        frames(100, LOW, HIGH, false);
        assertThat(low.takeSeen()).isEmpty();
        frames(1, LOW, HIGH, true);
        assertThat(low.takeSeen()).containsExactly("1k", "report 77");
        assertThat(all.takeSeen()).doesNotContain("report 77").allMatch(s -> s.startsWith("3"));

        track.onSenderReport(
                track.encodings().getLast(), new SenderReport(3, 88, 0, 0, 0, List.of()), now);
        var another = new Tap();
        track.addTap(another);
        assertThat(another.takeSeen()).containsExactly("report 88");
    }

    @Test
    void provesItselfAnewAfterAPause() {
        track.addLayerTap(LOW, low);
        frames(100, LOW, HIGH, true);
        frames(1, LOW, HIGH, true);
        assertThat(low.takeSeen()).hasSize(1);
        frames(30, LOW + 1, HIGH, false);
        frames(50, LOW, HIGH, true);
        assertThat(low.takeSeen()).isEmpty();
        frames(50, LOW, HIGH, true);
        frames(2, LOW, HIGH, true);
        assertThat(low.takeSeen()).containsExactly("1k", "1");
    }

    @Test
    void hearsOfTheEndAndNothingAfterItsRemoval() {
        track.addLayerTap(LOW, low);
        var removed = new Tap();
        track.addLayerTap(LOW, removed);
        track.removeTap(removed);
        frames(100, LOW, HIGH, true);
        frames(1, LOW, HIGH, true);
        track.end();
        assertThat(low.ended).isTrue();
        assertThat(removed.ended).isFalse();
        assertThat(removed.seen).isEmpty();
    }
}
