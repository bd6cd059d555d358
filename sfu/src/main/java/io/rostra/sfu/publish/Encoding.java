package io.rostra.sfu.publish;

import io.rostra.media.codec.KeyFrameDetector;
import io.rostra.media.rtcp.ReportBlock;
import io.rostra.media.rtcp.SenderReport;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.media.rtp.SequenceUnwrapper;
import io.rostra.webrtc.congestion.RateMeter;
import io.rostra.webrtc.sdp.RtpMap;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One RTP stream of a published track, with its own numbers, losses and history: a simulcast
/// stream (RFC 8853), or the only one of a track without simulcast. Confined to the room's event
/// loop.
public final class Encoding {

    /// Of the best encoding, and of the only one.
    static final int TOP_RANK = 3;

    private static final int VIDEO_HISTORY = 1_024;
    private static final int AUDIO_HISTORY = 64;

    /// Frames of a sibling without one of ours after which we count as paused: half a second at 30
    /// frames/s, and a muted camera's single frame a second does not.
    private static final int MISSED_FRAMES = 15;

    private static final Duration RATE_WINDOW = Duration.ofSeconds(2);

    private final String rid;
    private final int rank;
    private final MediaKind kind;
    private final RtpMap codec;
    private final PacketHistory history;
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final KeyFrameThrottle keyFrames = new KeyFrameThrottle();
    private final SenderClock clock = new SenderClock();
    private final RateMeter rate = new RateMeter(RATE_WINDOW);

    /// Null for codecs without layers.
    private final @Nullable FrameLog frameLog;

    private NackGenerator nacks = new NackGenerator();
    private @Nullable ReceiveStatistics statistics;
    private int ssrc;
    private int missedFrames;

    /// Since it began to flow, counted up to [#MISSED_FRAMES].
    private int frames;

    private long activeSince;

    /// Of all packets since the source began.
    private long newest;

    /// First packet of the last key frame, unwrapped; -1 before there is one.
    private long keyFrameSequence = -1;

    private int keyFrameTimestamp;
    private long keyFrameAt;

    /// @param rank see [#rank()]
    Encoding(String rid, int rank, MediaKind kind, TrackFormat format) {
        this.rid = rid;
        this.rank = rank;
        this.kind = kind;
        this.codec = format.codec();
        boolean vp9 = codec.is("VP9");
        this.frameLog =
                vp9 || codec.is("AV1") ? new FrameLog(format.dependencyDescriptorId(), vp9) : null;
        this.history = new PacketHistory(kind == MediaKind.VIDEO ? VIDEO_HISTORY : AUDIO_HISTORY);
    }

    /// What [#receive] made of a packet.
    enum Arrival {
        NEW,
        /// As NEW, and a decoder may begin here. Every packet of audio is one.
        KEY_FRAME,
        /// Was missing and now came, late or repaired.
        RECOVERED,
        DUPLICATE
    }

    /// Restriction identifier (RFC 8851), empty without simulcast.
    public String rid() {
        return rid;
    }

    /// How good it is among its siblings: 1 (smallest) to 3, as the SDK's layers low, medium, high.
    /// A track without simulcast has one of rank 3.
    public int rank() {
        return rank;
    }

    /// The last packets, for answering a subscriber's NACK.
    public PacketHistory history() {
        return history;
    }

    /// What the last packets are of, null for codecs without layers.
    public @Nullable FrameLog frames() {
        return frameLog;
    }

    public SenderClock clock() {
        return clock;
    }

    /// Whether it flows. Browsers pause encodings for which bandwidth, processor or picture size do
    /// not suffice; then the siblings go on.
    public boolean active() {
        return statistics != null && missedFrames < MISSED_FRAMES;
    }

    /// Flows, and has for at least this long.
    boolean activeFor(long nanos, long now) {
        return active() && now - activeSince >= nanos;
    }

    /// Bits per second over the last two seconds, RTP headers included.
    public long bitsPerSecond(long now) {
        return rate.bitsPerSecond(now);
    }

    /// Where the last key frame begins, if it came at most this long ago; -1 if there is none.
    public long keyFrameSince(long nanos, long now) {
        return keyFrameSequence >= 0 && now - keyFrameAt <= nanos ? keyFrameSequence : -1;
    }

    /// The newest packet's number that never wraps.
    public long lastSequence() {
        return newest;
    }

    /// Asks the publisher for a key frame. Requests of all who want one are merged, so calling it
    /// often does no harm. Nothing happens for audio.
    public void requestKeyFrame() {
        if (kind == MediaKind.VIDEO) {
            keyFrames.request();
        }
    }

    /// The publisher's source, 0 before its first packet.
    int ssrc() {
        return ssrc;
    }

    boolean started() {
        return statistics != null;
    }

    /// Whether the packet comes from another source than those before it. The publisher may change
    /// it, for instance after a pause of the section; numbers and clock begin anew then.
    boolean isFromAnotherSource(RtpPacket packet) {
        return statistics != null && packet.ssrc() != ssrc;
    }

    /// Forgets the source.
    void restart() {
        statistics = null;
        ssrc = 0;
        nacks = new NackGenerator();
        unwrapper.reset();
        history.clear();
        newest = 0;
        keyFrameSequence = -1;
        clock.reset();
        if (frameLog != null) {
            frameLog.reset();
        }
    }

    /// The packet's number that never wraps; after [#receive] only.
    long sequenceOf(RtpPacket packet) {
        return unwrapper.peek(packet.sequenceNumber());
    }

    Arrival receive(RtpPacket packet, boolean repaired, long now) {
        ReceiveStatistics current = statistics;
        if (current == null) {
            ssrc = packet.ssrc();
            current = new ReceiveStatistics(ssrc, codec.clockRate());
            statistics = current;
            missedFrames = MISSED_FRAMES;
        }
        long sequence = unwrapper.unwrap(packet.sequenceNumber());
        newest = Math.max(newest, sequence);
        NackGenerator.Arrival arrival = nacks.onPacket(sequence, now);
        if (arrival == NackGenerator.Arrival.DUPLICATE) {
            return Arrival.DUPLICATE;
        }
        if (!repaired) {
            current.onPacket(sequence, packet.timestamp(), now);
        }
        if (packet.payloadLength() > 0) {
            if (missedFrames >= MISSED_FRAMES) {
                activeSince = now;
                frames = 0;
            }
            missedFrames = 0;
        }
        rate.add(packet.length(), now);
        history.store(sequence, packet.buffer(), packet.offset(), packet.length());
        if (frameLog != null) {
            frameLog.note(packet, sequence, now);
        }
        if (arrival == NackGenerator.Arrival.RECOVERED) {
            // Whoever waits for a beginning has let the packets behind this one pass, and nobody
            // would repeat those.
            return Arrival.RECOVERED;
        }
        if (kind == MediaKind.AUDIO) {
            return Arrival.KEY_FRAME;
        }
        if (beginsKeyFrame(packet)) {
            keyFrames.onKeyFrame();
            // Of H.264, parameter sets and the picture behind them each say that they begin one.
            if (keyFrameSequence < 0 || packet.timestamp() != keyFrameTimestamp) {
                keyFrameSequence = sequence;
                keyFrameTimestamp = packet.timestamp();
                keyFrameAt = now;
            }
            return Arrival.KEY_FRAME;
        }
        return Arrival.NEW;
    }

    /// Flows, and for so long that its siblings, if they do, would be known to flow, too.
    public boolean settled() {
        return active() && frames >= MISSED_FRAMES;
    }

    /// A frame of this encoding is complete.
    void onFrame() {
        frames = Math.min(frames + 1, MISSED_FRAMES);
    }

    /// A sibling completed a frame.
    void onSiblingFrame() {
        if (missedFrames < MISSED_FRAMES) {
            missedFrames++;
        }
    }

    void onSenderReport(SenderReport report, long now) {
        if (statistics != null) {
            statistics.onSenderReport(report.ntpTime(), now);
            clock.onReport(report.ntpTime(), report.rtpTimestamp(), now);
        }
    }

    List<Integer> dueNacks(long now) {
        List<Integer> due = codec.feedback().contains("nack") ? nacks.due(now) : List.of();
        if (nacks.pollGaveUp()) {
            requestKeyFrame();
        }
        return due;
    }

    boolean pollKeyFrameRequest(long now) {
        return statistics != null && keyFrames.poll(now);
    }

    @Nullable ReportBlock report(long now) {
        return statistics == null || !statistics.started() ? null : statistics.report(now);
    }

    private boolean beginsKeyFrame(RtpPacket packet) {
        return packet.payloadLength() > 0
                && KeyFrameDetector.isKeyFrameStart(
                        codec.codec(),
                        packet.buffer(),
                        packet.payloadOffset(),
                        packet.payloadLength());
    }
}
