package io.rostra.streaming.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.codec.AccessUnit;
import io.rostra.media.codec.Depacketizer;
import io.rostra.media.rtp.RtpHeaderWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameTapTest {
    private static final long MILLI = 1_000_000;
    private static final byte[] KEY = {0x10, 0x10, 0, 0, (byte) 0x9D, 1, 0x2A, 64, 0, 64, 0};
    private static final byte[] DELTA = {0x10, 0x11, 0, 0};

    private final List<String> out = new ArrayList<>();
    private final FrameTap tap =
            new FrameTap(
                    Depacketizer.forCodec("VP8"),
                    Duration.ofMillis(200),
                    new FrameTap.Output() {
                        @Override
                        public void onAccessUnit(AccessUnit unit, long arrivalNanos) {
                            out.add(unit.timestamp() + "@" + arrivalNanos / MILLI);
                        }

                        @Override
                        public void onSenderReport(
                                long ntpTime, int rtpTimestamp, long arrivalNanos) {
                            out.add("SR " + rtpTimestamp);
                        }

                        @Override
                        public void onSourceChanged() {
                            out.add("source");
                        }
                    });

    @Test
    void yieldsFramesAndReportsInOrder() {
        packet(7, 100, 1, KEY, 10);
        tap.onSenderReport(1L << 32, 100, 11 * MILLI);
        packet(8, 200, 1, DELTA, 20);
        tap.poll(30 * MILLI);
        assertThat(out).containsExactly("100@10", "SR 100", "200@20");
        assertThat(tap.wantsKeyFrame()).isFalse();
    }

    @Test
    void waitsForARepairedPacket() {
        packet(7, 100, 1, KEY, 10);
        packet(9, 300, 1, DELTA, 20);
        tap.poll(100 * MILLI);
        packet(8, 200, 1, DELTA, 150);
        tap.poll(150 * MILLI);
        assertThat(out).containsExactly("100@10", "200@150", "300@20");
    }

    @Test
    void wantsAKeyFrameWhenAPacketIsLost() {
        packet(7, 100, 1, KEY, 10);
        packet(9, 300, 1, DELTA, 20);
        tap.poll(219 * MILLI);
        assertThat(tap.wantsKeyFrame()).isFalse();
        tap.poll(220 * MILLI);
        assertThat(tap.wantsKeyFrame()).isTrue();
        packet(10, 400, 1, KEY, 230);
        tap.poll(230 * MILLI);
        assertThat(out).containsExactly("100@10", "400@230");
    }

    @Test
    void overflowDropsTheOldAndWantsAKeyFrame() {
        packet(0, 0, 1, KEY, 10);
        tap.poll(10 * MILLI);
        for (int i = 1; i < 2000; i++) {
            packet(i, 100 * i, 1, DELTA, 20);
        }
        tap.poll(30 * MILLI);
        assertThat(out).containsExactly("0@10");
        assertThat(tap.wantsKeyFrame()).isTrue();
        packet(2000, 5, 1, KEY, 40);
        tap.poll(40 * MILLI);
        assertThat(out).containsExactly("0@10", "5@40");
    }

    @Test
    void anotherSourceStartsAnew() {
        packet(7, 100, 1, KEY, 10);
        packet(60_000, 9, 2, DELTA, 20);
        packet(60_001, 10, 2, KEY, 30);
        tap.poll(30 * MILLI);
        assertThat(out).containsExactly("100@10", "source", "10@30");
    }

    @Test
    void paddingAndGarbageDoNotHurt() {
        packet(7, 100, 1, KEY, 10);
        packet(8, 100, 1, new byte[0], 10);
        tap.onRtp(new byte[] {1, 2, 3}, 0, 3, 10 * MILLI);
        packet(9, 200, 1, DELTA, 20);
        tap.poll(20 * MILLI);
        assertThat(out).containsExactly("100@10", "200@20");
    }

    private void packet(int sequence, int timestamp, int ssrc, byte[] payload, long millis) {
        byte[] packet = new byte[12 + payload.length];
        var writer = new RtpHeaderWriter();
        writer.begin(packet, 0, 96, true, sequence, timestamp, ssrc);
        writer.end();
        System.arraycopy(payload, 0, packet, 12, payload.length);
        tap.onRtp(packet, 0, packet.length, millis * MILLI);
    }
}
