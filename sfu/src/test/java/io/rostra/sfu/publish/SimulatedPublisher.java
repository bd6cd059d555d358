package io.rostra.sfu.publish;

import io.rostra.media.rtcp.SenderReport;
import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.webrtc.sdp.RtpMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A camera in three encodings of constant bit rate and a microphone, in simulated time. Key frames
/// come when asked for and are four times as big as others.
public final class SimulatedPublisher {

    private static final long MILLI = 1_000_000;
    private static final long FRAME_NANOS = 33 * MILLI;
    private static final long SOUND_NANOS = 20 * MILLI;
    private static final int MAX_PAYLOAD = 1_000;
    private static final int SOUND_PAYLOAD = 80;
    private static final int KEY_FRAME = 4;
    private static final byte SPS = 0x67;
    private static final byte SLICE = 0x61;

    private final PublishedTrack video;
    private final PublishedTrack audio;
    private final List<Source> sources = new ArrayList<>();
    private final Source sound;
    private final RtpPacket packet = new RtpPacket();
    private long frameAt;
    private long soundAt;
    private long reportAt;
    private long begun;

    private static final class Source {
        private final PublishedTrack track;
        private final Encoding encoding;
        private final int ssrc;
        private final int bitsPerSecond;
        private int sequence;

        Source(PublishedTrack track, Encoding encoding, int ssrc, int bitsPerSecond) {
            this.track = track;
            this.encoding = encoding;
            this.ssrc = ssrc;
            this.bitsPerSecond = bitsPerSecond;
            this.sequence = ssrc * 7_000;
        }
    }

    /// @param bitrates of the encodings q, h and f, bits per second
    public SimulatedPublisher(String name, long now, int... bitrates) {
        var h264 = new RtpMap(106, "H264", 90_000, 1, Map.of(), List.of("nack"));
        var opus = new RtpMap(111, "opus", 48_000, 2, Map.of(), List.of());
        video =
                new PublishedTrack(
                        new TrackDescription(name + "-camera", name, MediaKind.VIDEO),
                        name,
                        new TrackFormat(h264, 107, 0, 0, 0, List.of("q", "h", "f")));
        audio =
                new PublishedTrack(
                        new TrackDescription(name + "-microphone", name, MediaKind.AUDIO),
                        name,
                        TrackFormat.plain(opus));
        for (int i = 0; i < bitrates.length; i++) {
            sources.add(new Source(video, video.encodings().get(i), i + 1, bitrates[i]));
        }
        sound = new Source(audio, audio.encodings().getFirst(), 9, 32_000);
        frameAt = now;
        soundAt = now;
        reportAt = now;
        begun = now;
    }

    public PublishedTrack video() {
        return video;
    }

    public PublishedTrack audio() {
        return audio;
    }

    /// Publishes what is due. The last byte of a payload of video is the encoding's rank.
    public void run(long now) {
        if (now - soundAt >= 0) {
            soundAt += SOUND_NANOS;
            byte[] payload = new byte[SOUND_PAYLOAD];
            payload[0] = 0x78;
            send(sound, payload, false, ticks(now, 48_000), now);
        }
        if (now - frameAt >= 0) {
            frameAt += FRAME_NANOS;
            sources.forEach(source -> sendFrame(source, now));
        }
        if (now - reportAt >= 0) {
            reportAt += 1_000 * MILLI;
            for (Source source : sources) {
                long ntp = (now - begun) * (1L << 32) / 1_000_000_000L;
                var report =
                        new SenderReport(source.ssrc, ntp, timestamp(source, now), 1, 1, List.of());
                video.onSenderReport(source.encoding, report, now);
            }
        }
    }

    /// Publishes a packet that the test has made.
    public static void deliver(
            PublishedTrack track, Encoding encoding, RtpPacket packet, long now) {
        track.onPacket(encoding, packet, false, now);
    }

    private void sendFrame(Source source, long now) {
        boolean key =
                source.encoding.pollKeyFrameRequest(now) || source.sequence == source.ssrc * 7_000;
        int left = (int) (source.bitsPerSecond / 8 * FRAME_NANOS / 1_000_000_000L);
        left *= key ? KEY_FRAME : 1;
        boolean first = true;
        while (left > 0) {
            byte[] payload = new byte[Math.clamp(left, 20, MAX_PAYLOAD)];
            left -= payload.length;
            payload[0] = key && first ? SPS : SLICE;
            payload[payload.length - 1] = (byte) source.encoding.rank();
            first = false;
            send(source, payload, left <= 0, timestamp(source, now), now);
        }
    }

    private int timestamp(Source source, long now) {
        return ticks(now, 90_000) + source.ssrc * 1_000_000_007;
    }

    private int ticks(long now, int clockRate) {
        return (int) ((now - begun) / 1_000 * clockRate / 1_000_000);
    }

    private void send(Source source, byte[] payload, boolean marker, int timestamp, long now) {
        byte[] buffer = new byte[payload.length + 64];
        var header = new RtpHeaderWriter();
        int payloadType = source.track.codec().payloadType();
        header.begin(
                buffer, 0, payloadType, marker, source.sequence++ & 0xFFFF, timestamp, source.ssrc);
        int length = header.end();
        System.arraycopy(payload, 0, buffer, length, payload.length);
        packet.wrap(Arrays.copyOf(buffer, length + payload.length), 0, length + payload.length);
        source.track.onPacket(source.encoding, packet, false, now);
    }
}
