package io.rostra.sfu.publish;

import io.rostra.media.codec.KeyFrameDetector;
import io.rostra.media.rtcp.ReportBlock;
import io.rostra.media.rtcp.SenderReport;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.media.rtp.SequenceUnwrapper;
import io.rostra.webrtc.sdp.RtpMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A track that a peer publishes into the room: its packets come in here, once each, and go to
/// every [Receiver] and [PacketTap]. Confined to the room's event loop.
public final class PublishedTrack {

    /// Takes every packet of the track: a subscriber's down track.
    public interface Receiver {
        /// @param packet a view that is good during the call; its buffer must not be changed
        /// @param sequence unwrapped sequence number
        /// @param keyFrame the packet begins a key frame, or is audio, and none behind it came
        ///   before: a subscriber may begin here
        void onPacket(RtpPacket packet, long sequence, boolean keyFrame, long now);

        void onSenderReport(SenderReport report);
    }

    private static final int VIDEO_HISTORY = 1_024;
    private static final int AUDIO_HISTORY = 64;

    private final String id;
    private final String streamId;
    private final String peerId;
    private final MediaKind kind;
    private final RtpMap codec;
    private final int audioLevelId;
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final NackGenerator nacks = new NackGenerator();
    private final KeyFrameThrottle keyFrames = new KeyFrameThrottle();
    private final PacketHistory history;
    private final List<Receiver> receivers = new ArrayList<>();
    private final List<PacketTap> taps = new ArrayList<>();
    private @Nullable ReceiveStatistics statistics;
    private int ssrc;
    private long packets;
    private long bytes;
    private boolean ended;

    PublishedTrack(TrackDescription description, String peerId, RtpMap codec, int audioLevelId) {
        this.id = description.trackId();
        this.streamId = description.streamId();
        this.kind = description.kind();
        this.peerId = peerId;
        this.codec = codec;
        this.audioLevelId = audioLevelId;
        this.history = new PacketHistory(kind == MediaKind.VIDEO ? VIDEO_HISTORY : AUDIO_HISTORY);
    }

    /// The publisher's own track id, which subscribers see unchanged.
    public String id() {
        return id;
    }

    public String streamId() {
        return streamId;
    }

    public MediaKind kind() {
        return kind;
    }

    /// The peer that publishes it.
    public String peerId() {
        return peerId;
    }

    /// Codec of the packets that arrive: `opus`, `H264`, `VP8`, as in `a=rtpmap`.
    public String codecName() {
        return codec.codec();
    }

    /// Hertz.
    public int clockRate() {
        return codec.clockRate();
    }

    /// Payload type, clock rate and format parameters as the publisher sends it.
    public RtpMap codec() {
        return codec;
    }

    /// Id of the audio level extension (RFC 6464) in the packets, or 0.
    public int audioLevelId() {
        return audioLevelId;
    }

    /// Packets received, repeated ones not counted.
    public long packetCount() {
        return packets;
    }

    /// RTP bytes received, headers included, repeated ones not counted.
    public long byteCount() {
        return bytes;
    }

    public void addTap(PacketTap tap) {
        taps.add(tap);
    }

    public void removeTap(PacketTap tap) {
        taps.remove(tap);
    }

    public void addReceiver(Receiver receiver) {
        receivers.add(receiver);
    }

    public void removeReceiver(Receiver receiver) {
        receivers.remove(receiver);
    }

    /// The last packets, for answering a subscriber's NACK.
    public PacketHistory history() {
        return history;
    }

    /// Asks the publisher for a key frame. Requests of all who want one are merged, so calling it
    /// often does no harm. Nothing happens for audio.
    public void requestKeyFrame() {
        if (kind == MediaKind.VIDEO) {
            keyFrames.request();
        }
    }

    /// @return false when the packet was already here
    boolean onPacket(RtpPacket packet, boolean repaired, long now) {
        ReceiveStatistics current = statistics;
        if (current == null) {
            ssrc = packet.ssrc();
            current = new ReceiveStatistics(ssrc, codec.clockRate());
            statistics = current;
        }
        long sequence = unwrapper.unwrap(packet.sequenceNumber());
        NackGenerator.Arrival arrival = nacks.onPacket(sequence, now);
        if (arrival == NackGenerator.Arrival.DUPLICATE) {
            return false;
        }
        if (!repaired) {
            current.onPacket(sequence, packet.timestamp(), now);
        }
        packets++;
        bytes += packet.length();
        history.store(sequence, packet.buffer(), packet.offset(), packet.length());
        // Whoever waits for a beginning has let the packets behind a recovered one pass, and nobody
        // would repeat those.
        boolean keyFrame =
                arrival == NackGenerator.Arrival.NEW
                        && (kind == MediaKind.AUDIO || beginsKeyFrame(packet));
        if (keyFrame) {
            keyFrames.onKeyFrame();
        }
        for (int i = 0; i < receivers.size(); i++) {
            receivers.get(i).onPacket(packet, sequence, keyFrame, now);
        }
        for (int i = 0; i < taps.size(); i++) {
            taps.get(i).onRtp(packet.buffer(), packet.offset(), packet.length(), now);
        }
        return true;
    }

    void onSenderReport(SenderReport report, long now) {
        if (statistics != null) {
            statistics.onSenderReport(report.ntpTime(), now);
        }
        for (Receiver receiver : receivers) {
            receiver.onSenderReport(report);
        }
        for (PacketTap tap : taps) {
            tap.onSenderReport(report.ntpTime(), RtpPacket.unsigned(report.rtpTimestamp()), now);
        }
    }

    boolean isFrom(int otherSsrc) {
        return statistics != null && ssrc == otherSsrc;
    }

    /// The publisher's source, 0 before its first packet.
    int ssrc() {
        return ssrc;
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

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
        receivers.clear();
        for (PacketTap tap : List.copyOf(taps)) {
            tap.onTrackEnded();
        }
        taps.clear();
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
