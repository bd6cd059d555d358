package io.rostra.sfu.publish;

import io.rostra.media.codec.H264Packetizer;
import io.rostra.media.codec.OpusPacket;
import io.rostra.media.codec.OpusPacketizer;
import io.rostra.media.codec.Packetizer;
import io.rostra.media.codec.Vp8Packetizer;
import io.rostra.media.container.ContainerCodec;
import io.rostra.media.container.ContainerTrack;
import io.rostra.media.rtcp.NtpTime;
import io.rostra.media.rtcp.SenderReport;
import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.webrtc.sdp.RtpMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// A track of a [LocalPublisher]: turns frames with times into RTP, as a browser would send it, and
/// relates its RTP clock to the publisher's time by sender reports, so that sound and picture of
/// one publisher stay together. Confined to the room's event loop.
public final class LocalTrack {
    private static final long REPORT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MICROS = 1_000_000;

    /// Containers round times to milliseconds. Sound whose time is no further than this from where
    /// the packet before it ended follows it without a gap; for a receiver each gap is a click.
    private static final long SOUND_SLACK_TICKS = 48L * 25;

    private final PublishedTrack published;
    private final RtpMap codec;
    private final Packetizer packetizer;
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final RtpPacket packet = new RtpPacket();
    private final byte[] buffer =
            new byte[RtpPacket.FIXED_HEADER_LENGTH + Packetizer.MAX_PAYLOAD_BYTES];
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final int timestampOffset = ThreadLocalRandom.current().nextInt();
    private int sequence = ThreadLocalRandom.current().nextInt(0x8000);
    private int packets;
    private int octets;
    private boolean started;

    /// Where the next packet of sound begins when there is no gap, in ticks.
    private long soundEnd;

    private long lastMicros;
    private long lastTicks;
    private long reportAt;

    LocalTrack(TrackDescription description, String peerId, ContainerTrack source, long now) {
        this.codec = codecOf(source.codec());
        this.packetizer =
                switch (source.codec()) {
                    case VP8 -> new Vp8Packetizer();
                    case H264 -> new H264Packetizer(source.parameterSets());
                    case OPUS -> new OpusPacketizer();
                };
        this.published = new PublishedTrack(description, peerId, TrackFormat.plain(codec));
        this.reportAt = now;
    }

    private static RtpMap codecOf(ContainerCodec codec) {
        int payloadType =
                switch (codec) {
                    case VP8 -> 96;
                    case H264 -> 102;
                    case OPUS -> 111;
                };
        Map<String, String> parameters =
                codec == ContainerCodec.H264 ? Map.of("packetization-mode", "1") : Map.of();
        int channels = codec == ContainerCodec.OPUS ? 2 : 1;
        // No feedback: nothing is lost on the way from ourselves.
        return new RtpMap(
                payloadType, codec.rtpName(), codec.clockRate(), channels, parameters, List.of());
    }

    public PublishedTrack published() {
        return published;
    }

    /// Sends a frame to everybody who receives the track.
    ///
    /// @param timeMicros on the publisher's clock, the same for all its tracks, never backwards
    ///   within a track
    /// @param frame as a [Packetizer] of the codec takes it
    public void send(long timeMicros, byte[] frame, long now) {
        if (published.ended()) {
            return;
        }
        long ticks = ticks(timeMicros, frame);
        lastMicros = timeMicros;
        lastTicks = ticks;
        boolean first = !started;
        started = true;
        packetizer.push(
                frame,
                (payload, offset, length, marker) ->
                        sendPacket(ticks, payload, offset, length, marker, now));
        if (first) {
            report(now);
        }
    }

    private long ticks(long timeMicros, byte[] frame) {
        long ticks = timeMicros * codec.clockRate() / MICROS;
        if (published.kind() == MediaKind.VIDEO) {
            return ticks;
        }
        if (started && Math.abs(ticks - soundEnd) <= SOUND_SLACK_TICKS) {
            ticks = soundEnd;
        }
        soundEnd = ticks + Math.max(0, OpusPacket.samples(frame, 0, frame.length));
        return ticks;
    }

    private void sendPacket(
            long ticks, byte[] payload, int offset, int length, boolean marker, long now) {
        sequence = (sequence + 1) & 0xFFFF;
        header.begin(
                buffer,
                0,
                codec.payloadType(),
                marker,
                sequence,
                timestampOffset + (int) ticks,
                ssrc);
        int headerLength = header.end();
        System.arraycopy(payload, offset, buffer, headerLength, length);
        if (packet.wrap(buffer, 0, headerLength + length)) {
            packets++;
            octets += length;
            published.onPacket(packet, false, now);
        }
    }

    void onTick(long now) {
        if (started && now - reportAt >= REPORT_NANOS) {
            report(now);
        }
    }

    private void report(long now) {
        reportAt = now;
        var report =
                new SenderReport(
                        ssrc,
                        NtpTime.ofUnixNanos(lastMicros * 1_000),
                        timestampOffset + (int) lastTicks,
                        packets,
                        octets,
                        List.of());
        published.onSenderReport(report, now);
    }

    boolean pollKeyFrameRequest(long now) {
        return published.pollKeyFrameRequest(now);
    }
}
