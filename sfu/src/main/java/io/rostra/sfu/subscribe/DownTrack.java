package io.rostra.sfu.subscribe;

import io.rostra.media.rtcp.RtcpPacket;
import io.rostra.media.rtcp.SenderReport;
import io.rostra.media.rtcp.SourceDescription;
import io.rostra.media.rtp.AudioLevel;
import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PacketHistory;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.webrtc.peer.PeerConnection;
import io.rostra.webrtc.srtp.SrtpContext;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// One published track on its way to one subscriber: decides whether packets go, gives them the
/// subscriber's numbers and sends them, and sends them again when they got lost. Confined to the
/// room's event loop; no allocation per forwarded packet.
final class DownTrack implements PublishedTrack.Receiver {

    /// Until a video has begun it is asked for a key frame this often.
    private static final long KEY_FRAME_RETRY_NANOS = Duration.ofMillis(500).toNanos();

    private static final int MAX_PACKET = 1_600;

    /// One NACK can ask for thousands of packets; this much is sent again in a window of time, so
    /// that a subscriber that asks for everything costs the others on the loop nothing.
    private static final int MAX_RESENT = 200;

    private static final long RESEND_WINDOW_NANOS = Duration.ofMillis(100).toNanos();

    private final PublishedTrack track;
    private final PeerConnection connection;
    private final SubscribeCodecs.Format format;
    private final int ssrc;
    private final int retransmissionSsrc;
    private final RtpRewriter rewriter;
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final RtpPacket stored = new RtpPacket();
    private final byte[] out = new byte[MAX_PACKET + SrtpContext.MAX_OVERHEAD];
    private int retransmissionSequence;
    private int resentInWindow;
    private long resendWindowAt;
    private boolean negotiated;
    private VideoLayer layer;
    private boolean audioWanted = true;
    private long keyFrameAskedAt;
    private int packets;
    private int octets;

    DownTrack(
            PublishedTrack track,
            PeerConnection connection,
            VideoLayer initialLayer,
            RandomGenerator random) {
        this.track = track;
        this.connection = connection;
        this.layer = initialLayer;
        this.format = SubscribeCodecs.of(track);
        this.ssrc = random.nextInt();
        this.retransmissionSsrc = ssrc + 1;
        this.rewriter = new RtpRewriter(track.clockRate(), random.nextInt(1, 0x8000));
        this.retransmissionSequence = random.nextInt(0x8000);
    }

    PublishedTrack track() {
        return track;
    }

    SubscribeCodecs.Format format() {
        return format;
    }

    int ssrc() {
        return ssrc;
    }

    /// 0 when the format has no RTX.
    int retransmissionSsrc() {
        return format.retransmissionType() == 0 ? 0 : retransmissionSsrc;
    }

    /// The subscriber agreed to the section that carries this track.
    void onNegotiated(long now) {
        if (!negotiated) {
            negotiated = true;
            resendWindowAt = now;
            askForKeyFrame(now);
        }
    }

    /// The subscriber does not want what the section carries.
    void onDeclined() {
        negotiated = false;
        rewriter.pause();
    }

    void prefer(VideoLayer wanted, long now) {
        boolean begins = layer == VideoLayer.NONE && wanted != VideoLayer.NONE;
        layer = wanted;
        if (wanted == VideoLayer.NONE) {
            rewriter.pause();
        } else if (begins) {
            askForKeyFrame(now);
        }
    }

    void preferAudio(boolean wanted) {
        audioWanted = wanted;
        if (!wanted) {
            rewriter.pause();
        }
    }

    @Override
    public void onPacket(RtpPacket packet, long sequence, boolean keyFrame, long now) {
        if (!wanted()) {
            return;
        }
        if (!rewriter.running()) {
            if (!keyFrame) {
                return;
            }
            rewriter.start(sequence, packet.timestamp(), now);
        }
        if (!rewriter.accepts(sequence)) {
            return;
        }
        long number = rewriter.map(sequence, packet.timestamp(), now);
        int length =
                write(
                        packet,
                        format.payloadType(),
                        ssrc,
                        (int) (number & 0xFFFF),
                        rewriter.mapTimestamp(packet.timestamp()),
                        -1);
        if (length > 0 && connection.sendRtp(out, 0, length) > 0) {
            packets++;
            octets += packet.payloadLength();
        }
    }

    @Override
    public void onSenderReport(SenderReport report) {
        if (!wanted() || !rewriter.running()) {
            return;
        }
        List<RtcpPacket> compound =
                List.of(
                        new SenderReport(
                                ssrc,
                                report.ntpTime(),
                                rewriter.mapTimestamp(report.rtpTimestamp()),
                                packets,
                                octets,
                                List.of()),
                        new SourceDescription(ssrc, track.peerId()));
        int length = io.rostra.media.rtcp.CompoundPacket.write(compound, out, 0);
        connection.sendRtcp(out, 0, length);
    }

    /// Sends what the subscriber misses again, under the source of its own that RTX has (RFC 4588).
    void onNack(List<Integer> sequenceNumbers, long now) {
        if (format.retransmissionType() == 0) {
            return;
        }
        if (now - resendWindowAt >= RESEND_WINDOW_NANOS) {
            resendWindowAt = now;
            resentInWindow = 0;
        }
        PacketHistory history = track.history();
        for (int missing : sequenceNumbers) {
            if (resentInWindow == MAX_RESENT) {
                return;
            }
            long number = rewriter.unwrapOut(missing);
            long origin = rewriter.originOf(number);
            // What the publisher's packet has not brought yet goes out by itself when it comes.
            int length = origin < 0 ? 0 : history.length(origin);
            if (length == 0 || !stored.wrap(history.bytes(), history.offset(origin), length)) {
                continue;
            }
            int resent =
                    write(
                            stored,
                            format.retransmissionType(),
                            retransmissionSsrc,
                            retransmissionSequence,
                            rewriter.timestampOf(number),
                            (int) (number & 0xFFFF));
            if (resent > 0) {
                resentInWindow++;
                retransmissionSequence = (retransmissionSequence + 1) & 0xFFFF;
                connection.sendRtp(out, 0, resent);
            }
        }
    }

    void onTick(long now) {
        if (wanted() && !rewriter.running() && now - keyFrameAskedAt >= KEY_FRAME_RETRY_NANOS) {
            askForKeyFrame(now);
        }
    }

    private boolean wanted() {
        return negotiated
                && (track.kind() == MediaKind.VIDEO ? layer != VideoLayer.NONE : audioWanted);
    }

    private void askForKeyFrame(long now) {
        if (track.kind() == MediaKind.VIDEO && wanted()) {
            keyFrameAskedAt = now;
            track.requestKeyFrame();
        }
    }

    /// @param originalSequence for RTX: goes in front of the payload; -1 otherwise
    /// @return length, or 0 when it does not fit
    private int write(
            RtpPacket packet,
            int payloadType,
            int outSsrc,
            int sequence,
            int timestamp,
            int originalSequence) {
        int payload = packet.payloadLength();
        if (payload > MAX_PACKET - 64) {
            return 0;
        }
        header.begin(out, 0, payloadType, packet.marker(), sequence, timestamp, outSsrc);
        if (track.kind() == MediaKind.AUDIO && track.audioLevelId() != 0) {
            int at = packet.extensionOffset(track.audioLevelId());
            if (at >= 0 && AudioLevel.level(packet, track.audioLevelId()) != AudioLevel.ABSENT) {
                header.extension8(SubscribeCodecs.AUDIO_LEVEL_ID, packet.buffer()[at] & 0xFF);
            }
        }
        int length = header.end();
        if (originalSequence >= 0) {
            out[length++] = (byte) (originalSequence >> 8);
            out[length++] = (byte) originalSequence;
        }
        System.arraycopy(packet.buffer(), packet.payloadOffset(), out, length, payload);
        return length + payload;
    }
}
