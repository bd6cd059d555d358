package io.rostra.sfu.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtp.RtpPacket;
import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.publish.PacketTap;
import io.rostra.sfu.publish.SpeakingPublisher;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Sound on its way to one subscriber: with redundancy or without, and while it is not heard.
class SoundForwardingTest {

    private static final int LEVEL = 30;

    private final SpeakingPublisher publisher = new SpeakingPublisher("alice");
    private final List<String> sent = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private long now = 1_000_000_000;
    private final Downlink downlink =
            new Downlink(new Wire(), new MediaCounters(), new Random(1), now);
    private final DownTrack sound = downlink.add(publisher.track(), VideoLayer.NONE);

    private static String described(byte[] buffer, int offset, int length) {
        var view = new RtpPacket();
        assertThat(view.wrap(buffer, offset, length)).isTrue();
        return view.payloadType()
                + ":"
                + HexFormat.of()
                        .formatHex(
                                view.buffer(),
                                view.payloadOffset(),
                                view.payloadOffset() + view.payloadLength());
    }

    private final class Wire implements SendPath.Wire {
        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public int sendRtp(byte[] buffer, int offset, int length) {
            sent.add(described(buffer, offset, length));
            numbers.add((buffer[offset + 2] & 0xFF) << 8 | buffer[offset + 3] & 0xFF);
            return length;
        }

        @Override
        public void sendRtcp(byte[] buffer, int offset, int length) {}
    }

    private void speak(int packets) {
        for (int i = 0; i < packets; i++) {
            now += 20_000_000;
            publisher.speak(LEVEL, now);
        }
    }

    @Test
    void redundancyPassesToWhoAgreedToItUnderItsOwnNames() {
        sound.onNegotiated(new Agreed(false, true), now);
        speak(1);
        publisher.speakRedundantly(LEVEL, now);
        assertThat(sent).containsExactly("111:7800", "63:ef0f00026f78007801");
    }

    @Test
    void othersGetThePresentFrameAlone() {
        sound.onNegotiated(Agreed.NOTHING, now);
        speak(1);
        publisher.speakRedundantly(LEVEL, now);
        assertThat(sent).containsExactly("111:7800", "111:7801");
    }

    @Test
    void tapsSeeThePresentFrameAlone() {
        var seen = new ArrayList<String>();
        publisher
                .track()
                .addTap(
                        new PacketTap() {
                            @Override
                            public void onRtp(byte[] packet, int offset, int length, long arrival) {
                                seen.add(described(packet, offset, length));
                            }

                            @Override
                            public void onSenderReport(long ntp, long rtp, long arrival) {}

                            @Override
                            public void onTrackEnded() {}
                        });
        publisher.speakRedundantly(LEVEL, now);
        publisher.speak(LEVEL, now);
        assertThat(seen).containsExactly("109:7800", "109:7801");
    }

    @Test
    void whatIsNotHeardLeavesNoHoleInTheNumbers() {
        sound.onNegotiated(Agreed.NOTHING, now);
        speak(3);
        publisher.track().hear(false);
        speak(5);
        assertThat(sent).hasSize(3);
        publisher.track().hear(true);
        speak(2);
        assertThat(sent).hasSize(5).last().isEqualTo("111:7809");
        assertThat(numbers.getLast() - numbers.getFirst()).isEqualTo(4);
    }
}
