package io.rostra.sfu.publish;

import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.webrtc.sdp.RtpMap;
import java.util.List;
import java.util.Map;

/// A microphone whose packets say how loud it is, alone or with redundancy (RFC 2198).
public final class SpeakingPublisher {
    private static final int LEVEL_ID = 1;
    private static final int OPUS = 109;
    private static final int RED = 63;

    private final PublishedTrack track;
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final RtpPacket packet = new RtpPacket();
    private final byte[] buffer = new byte[200];
    private int number;

    public SpeakingPublisher(String name) {
        this.track =
                new PublishedTrack(
                        new TrackDescription(name + "-microphone", name, MediaKind.AUDIO),
                        name,
                        new TrackFormat(
                                new RtpMap(OPUS, "opus", 48_000, 2, Map.of(), List.of()),
                                0,
                                RED,
                                LEVEL_ID,
                                0,
                                List.of()));
    }

    public PublishedTrack track() {
        return track;
    }

    /// 20 ms of sound.
    ///
    /// @param level -dBov
    public void speak(int level, long now) {
        send(OPUS, level, new byte[] {0x78, (byte) number}, now);
    }

    /// The same with the frame before in front of it.
    public void speakRedundantly(int level, long now) {
        byte[] payload = {
            (byte) (0x80 | OPUS), 0x0F, 0, 2, OPUS, 0x78, (byte) (number - 1), 0x78, (byte) number
        };
        send(RED, level, payload, now);
    }

    private void send(int payloadType, int level, byte[] payload, long now) {
        header.begin(buffer, 0, payloadType, false, number & 0xFFFF, number * 960, 5);
        header.extension8(LEVEL_ID, level);
        int length = header.end();
        System.arraycopy(payload, 0, buffer, length, payload.length);
        packet.wrap(buffer, 0, length + payload.length);
        track.onPacket(track.encodings().getFirst(), packet, false, now);
        number++;
    }
}
