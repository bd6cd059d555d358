package io.rostra.sfu.subscribe;

import io.rostra.media.codec.Vp8Descriptor;
import io.rostra.media.codec.Vp9Descriptor;
import io.rostra.media.rtcp.CompoundPacket;
import io.rostra.media.rtcp.RtcpPacket;
import io.rostra.media.rtcp.SenderReport;
import io.rostra.media.rtcp.SourceDescription;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.media.rtp.RtxPayload;
import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.net.MediaEvent;
import io.rostra.sfu.publish.Encoding;
import io.rostra.sfu.publish.FrameLog;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PacketHistory;
import io.rostra.sfu.publish.PublishedTrack;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One published track on its way to one subscriber: decides whether packets go and of which
/// encoding, gives them the subscriber's numbers and sends them, and sends them again when they got
/// lost. Confined to the room's event loop; no allocation per forwarded packet.
final class DownTrack implements PublishedTrack.Receiver {

    /// Until the encoding that should go has begun it is asked for a key frame this often.
    private static final long KEY_FRAME_RETRY_NANOS = Duration.ofMillis(500).toNanos();

    /// A key frame this young is sent from the history, with what followed it. Older ones would
    /// teach the receiver's jitter buffer a delay that it does not need.
    private static final long YOUNG_NANOS = Duration.ofMillis(200).toNanos();

    /// One NACK can ask for thousands of packets; this much is sent again in a window of time, so
    /// that a subscriber that asks for everything costs the others on the loop nothing.
    private static final int MAX_RESENT = 200;

    private static final long RESEND_WINDOW_NANOS = Duration.ofMillis(100).toNanos();

    private final PublishedTrack track;
    private final SendPath path;
    private final MediaCounters counters;
    private final SubscribeCodecs.Format format;
    private final int ssrc;
    private final LayerSelector selector;
    private final LayerReporter reporter;
    private final RtpRewriter rewriter;
    private final @Nullable PictureNumbers pictures;

    /// Null for codecs without layers.
    private final @Nullable ScalableStream scalable;

    private final PacketWriter writer;
    private final RtpPacket stored = new RtpPacket();
    private int resentInWindow;
    private long resendWindowAt;
    private int priority = 1;
    private boolean negotiated;
    private boolean audioWanted = true;
    private @Nullable Encoding askedFor;
    private long keyFrameAskedAt;
    private int packets;
    private int octets;

    DownTrack(
            PublishedTrack track,
            SendPath path,
            MediaCounters counters,
            VideoLayer initialLayer,
            RandomGenerator random) {
        this.counters = counters;
        this.track = track;
        this.path = path;
        this.selector =
                new LayerSelector(
                        track.encodings(),
                        track.kind() == MediaKind.AUDIO ? VideoLayer.HIGH : initialLayer);
        this.reporter = new LayerReporter(track.id());
        this.format = SubscribeCodecs.of(track);
        this.ssrc = random.nextInt();
        this.rewriter = new RtpRewriter(track.clockRate(), random.nextInt(1, 0x8000));
        this.pictures =
                switch (track.codecName().toUpperCase(Locale.ROOT)) {
                    case "VP8" -> new PictureNumbers(new Vp8Descriptor());
                    case "VP9" -> new PictureNumbers(new Vp9Descriptor());
                    default -> null;
                };
        this.scalable = track.encodings().getFirst().frames() == null ? null : new ScalableStream();
        this.writer =
                new PacketWriter(track, path, format, ssrc, rewriter, pictures, scalable, random);
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
        return format.retransmissionType() == 0 ? 0 : writer.retransmissionSsrc();
    }

    /// The subscriber agreed to the section that carries this track.
    void onNegotiated(Agreed optional, long now) {
        writer.agree(optional);
        if (!negotiated) {
            negotiated = true;
            resendWindowAt = now;
            if (path.connected()) {
                onConnected(now);
            } else if (track.kind() == MediaKind.VIDEO) {
                prepare();
            }
        }
    }

    /// Has a key frame in the history when the subscriber's handshake is done.
    private void prepare() {
        Encoding target = selector.target();
        if (target != null) {
            target.requestKeyFrame();
        }
    }

    /// Packets reach the subscriber from now on.
    void onConnected(long now) {
        if (!wanted() || !beginFromHistory(now)) {
            pursueTarget(now);
        }
    }

    /// Sends the last key frame and all behind it, if that is not long ago: the picture is there
    /// without a round trip to the publisher, whose encoder makes no second key frame so soon.
    private boolean beginFromHistory(long now) {
        Encoding target = selector.target();
        if (track.kind() == MediaKind.AUDIO || target == null || rewriter.running()) {
            return false;
        }
        // What is yet to be delivered is in the history already and must not come twice.
        track.deliver();
        long first = target.keyFrameSince(YOUNG_NANOS, now);
        PacketHistory history = target.history();
        if (rewriter.running() || first < 0 || history.length(first) == 0) {
            return rewriter.running();
        }
        long last = target.lastSequence();
        for (long sequence = first; sequence <= last; sequence++) {
            int length = history.length(sequence);
            if (length > 0 && stored.wrap(history.bytes(), history.offset(sequence), length)) {
                onPacket(target, stored, sequence, sequence == first, now);
            }
        }
        return true;
    }

    /// The subscriber does not want what the section carries.
    void onDeclined() {
        negotiated = false;
        rewriter.pause();
    }

    void prefer(VideoLayer wanted, long now) {
        selector.prefer(wanted);
        onSelection(now);
    }

    /// Bandwidth suffices for encodings up to this rank; 0 for none.
    void allow(int rank, long now) {
        if (rank != selector.allowed()) {
            selector.allow(rank);
            onSelection(now);
        }
    }

    /// Less goes than was asked for and flows, since the path does not carry it.
    boolean lacksBandwidth() {
        return negotiated
                && track.kind() == MediaKind.VIDEO
                && selector.allowed() < wantedRank(layered());
    }

    /// Rank of what would go with unlimited bandwidth, 0 for nothing.
    private int wantedRank(@Nullable Encoding layered) {
        Encoding wanted = selector.wanted();
        FrameLog log = layered == null ? null : layered.frames();
        if (wanted == null || log == null) {
            return wanted == null ? 0 : wanted.rank();
        }
        return log.spatialLayers() > 1 ? selector.preferred().rank() : VideoLayer.HIGH.rank();
    }

    /// The encoding whose layers stand for ranks, since it flows alone; null when the encodings
    /// themselves do.
    private @Nullable Encoding layered() {
        Encoding alone = null;
        List<Encoding> encodings = track.encodings();
        for (int i = 0; scalable != null && i < encodings.size(); i++) {
            Encoding each = encodings.get(i);
            if (each.active()) {
                if (alone != null) {
                    return null;
                }
                alone = each;
            }
        }
        FrameLog log = alone == null ? null : alone.frames();
        return log != null && log.spatialLayers() * log.temporalLayers() > 1 ? alone : null;
    }

    /// Has the layers chosen as far as wanted and allowed.
    private void aim(ScalableStream stream) {
        Encoding encoding = layered();
        FrameLog log = encoding == null ? null : encoding.frames();
        if (log == null) {
            stream.want(FrameLog.MAX_LAYERS, Integer.MAX_VALUE);
        } else {
            int allowed = selector.allowed();
            stream.want(
                    LayerTarget.spatial(log, selector.preferred().rank(), allowed),
                    LayerTarget.temporal(log, allowed));
        }
    }

    /// See [#allow].
    int allowedRank() {
        return selector.allowed();
    }

    /// What it could use of the path, null for sound and for what nobody wants.
    BitrateAllocator.@Nullable Demand demand(long now) {
        VideoLayer preferred = selector.preferred();
        if (!negotiated || track.kind() == MediaKind.AUDIO || preferred == VideoLayer.NONE) {
            return null;
        }
        long[] bitrates = new long[VideoLayer.values().length];
        Encoding layered = layered();
        FrameLog log = layered == null ? null : layered.frames();
        if (layered != null && log != null) {
            LayerTarget.bitrates(layered, log, bitrates, now);
            return new BitrateAllocator.Demand(
                    priority, wantedRank(layered), selector.allowed(), bitrates);
        }
        for (Encoding encoding : track.encodings()) {
            bitrates[encoding.rank()] =
                    encoding.active() ? Math.max(1, encoding.bitsPerSecond(now)) : 0;
        }
        return new BitrateAllocator.Demand(
                priority, preferred.rank(), selector.allowed(), bitrates);
    }

    /// @param important 1 is the most important
    void prioritize(int important) {
        priority = important;
    }

    private void onSelection(long now) {
        if (selector.open()) {
            if (scalable != null) {
                aim(scalable);
            }
            pursueTarget(now);
        } else {
            rewriter.pause();
        }
    }

    void preferAudio(boolean wanted) {
        audioWanted = wanted;
        if (!wanted) {
            rewriter.pause();
        }
    }

    /// The subscriber's decoder is at a loss.
    void requestKeyFrame() {
        Encoding current = selector.current();
        if (rewriter.running() && current != null) {
            current.requestKeyFrame();
        }
    }

    @Override
    public void onPacket(
            Encoding encoding, RtpPacket packet, long sequence, boolean keyFrame, long now) {
        if (!wanted()) {
            if (!track.heard()) {
                rewriter.pause(); // Numbers go on without a hole when it is heard again.
            }
            return;
        }
        boolean begins = !rewriter.running() || encoding != selector.current();
        if (begins) {
            if (!keyFrame || !mayBegin(encoding)) {
                return;
            }
            begin(encoding, packet, sequence, now);
        }
        if (!rewriter.accepts(sequence)) {
            return;
        }
        FrameLog log = encoding.frames();
        if (scalable == null || log == null) {
            forward(packet, rewriter.map(sequence, packet.timestamp(), now), now);
            return;
        }
        int layer = scalable.spatial();
        boolean goes = scalable.take(log, packet, sequence, keyFrame);
        if (!begins && layer != scalable.spatial()) {
            boolean up = scalable.spatial() > layer;
            counters.count(up ? MediaEvent.SWITCHED_UP : MediaEvent.SWITCHED_DOWN);
        }
        if (goes) {
            long number = rewriter.map(scalable.place(), sequence, packet.timestamp(), now);
            scalable.map(log, sequence, number);
            forward(packet, number, now);
        } else if (scalable.hole()) {
            long number = rewriter.map(scalable.place(), packet.timestamp(), now);
            rewriter.forgetNumber(number);
            int length = writer.writeFiller(number, rewriter.timestampOf(number), now);
            path.sendRtp(writer.bytes(), length);
        }
    }

    /// Whoever sees nothing yet begins with what comes first, up to what it should get.
    private boolean mayBegin(Encoding encoding) {
        Encoding target = selector.target();
        return encoding == target
                || (!rewriter.running() && target != null && encoding.rank() < target.rank());
    }

    private void forward(RtpPacket packet, long number, long now) {
        if (pictures != null) {
            pictures.map(packet, number);
        }
        int bytes = writer.overhead(packet) + packet.payloadLength();
        if (track.kind() == MediaKind.AUDIO) {
            path.onSound(bytes, now);
            transmit(packet, number, false, now);
        } else if (path.mayGo(bytes, now)) {
            transmit(packet, number, false, now);
        } else {
            path.enqueue(this, number, false, bytes);
        }
    }

    /// Its turn has come for a packet that had to wait, see [Pacer.Output].
    static int transmitWaiting(DownTrack of, long number, boolean retransmission, long now) {
        return of.wanted() && of.wrapStored(number)
                ? of.transmit(of.stored, number, retransmission, now)
                : 0;
    }

    /// @return bytes sent
    private int transmit(RtpPacket packet, long number, boolean retransmission, long now) {
        int length = writer.write(packet, number, retransmission, now);
        if (length == 0 || path.sendRtp(writer.bytes(), length) == 0) {
            return 0;
        }
        if (retransmission) {
            counters.count(MediaEvent.RETRANSMITTED);
        } else {
            packets++;
            octets += packet.payloadLength();
        }
        return length;
    }

    /// Whether this track's RTX source can carry padding.
    boolean mayPad() {
        return negotiated && format.retransmissionType() != 0;
    }

    /// Sends padding at once: packets that repeat nothing, which receivers drop.
    void sendPadding(int bytes, long now) {
        for (int left = bytes; left > 0; ) {
            int length = writer.writePadding(now);
            counters.count(MediaEvent.PADDED);
            path.sendRtp(writer.bytes(), length);
            left -= length;
        }
    }

    /// Goes on with this encoding from this packet, without a break for the subscriber.
    private void begin(Encoding encoding, RtpPacket packet, long sequence, long now) {
        Encoding before = selector.current();
        int source = track.encodings().indexOf(encoding);
        if (before != null && before != encoding) {
            boolean up = encoding.rank() > before.rank();
            counters.count(up ? MediaEvent.SWITCHED_UP : MediaEvent.SWITCHED_DOWN);
        }
        if (before != null
                && before != encoding
                && before.clock().known()
                && encoding.clock().known()) {
            int sameMoment =
                    encoding.clock().convert(packet.timestamp(), before.clock(), track.clockRate());
            int converted = rewriter.mapTimestamp(sameMoment);
            rewriter.start(source, sequence, packet.timestamp(), converted, now);
        } else {
            rewriter.start(source, sequence, packet.timestamp(), now);
        }
        if (pictures != null) {
            pictures.restart();
        }
        selector.switchTo(encoding);
        if (scalable != null) {
            aim(scalable);
            scalable.restart(sequence);
        }
        askedFor = null;
    }

    @Override
    public void onSourceChanged(Encoding encoding) {
        rewriter.forget(track.encodings().indexOf(encoding));
    }

    @Override
    public void onSenderReport(Encoding encoding, SenderReport report) {
        if (!wanted() || !rewriter.running() || encoding != selector.current()) {
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
        int length = CompoundPacket.write(compound, writer.bytes(), 0);
        path.sendRtcp(writer.bytes(), length);
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
        for (int missing : sequenceNumbers) {
            if (resentInWindow == MAX_RESENT) {
                return;
            }
            long number = rewriter.unwrapOut(missing);
            // What the publisher's packet has not brought yet goes out by itself when it comes.
            if (wrapStored(number)) {
                resentInWindow++;
                int bytes = writer.overhead(stored) + RtxPayload.OVERHEAD + stored.payloadLength();
                if (path.mayGo(bytes, now)) {
                    transmit(stored, number, true, now);
                } else {
                    path.enqueue(this, number, true, bytes);
                }
            }
        }
    }

    /// Points [#stored] at the published packet that went out under this number.
    ///
    /// @return false when it is not held (any more)
    private boolean wrapStored(long number) {
        long origin = rewriter.originOf(number);
        if (origin < 0) {
            return false;
        }
        PacketHistory history = track.encodings().get(rewriter.sourceOf(number)).history();
        int length = history.length(origin);
        return length > 0 && stored.wrap(history.bytes(), history.offset(origin), length);
    }

    void onTick(long now) {
        if (wanted()) {
            if (scalable != null) {
                aim(scalable);
            }
            pursueTarget(now);
        }
    }

    /// What the subscriber is to be told of the layer it gets, or null.
    @Nullable LayerUpdate pollLayerUpdate(long now) {
        if (!negotiated || track.kind() == MediaKind.AUDIO) {
            return null;
        }
        Encoding layered = layered();
        return reporter.poll(selector, wantedRank(layered), currentRank(layered), now);
    }

    private int currentRank(@Nullable Encoding layered) {
        Encoding current = rewriter.running() ? selector.current() : null;
        FrameLog log = layered == null ? null : layered.frames();
        if (current == null || scalable == null || log == null) {
            return current == null ? 0 : current.rank();
        }
        return LayerTarget.rank(log, scalable.spatial());
    }

    private boolean wanted() {
        return negotiated
                && path.connected()
                && (track.kind() == MediaKind.VIDEO
                        ? selector.open()
                        : audioWanted && track.heard());
    }

    /// Has the encoding that should go but does not begin a key frame.
    private void pursueTarget(long now) {
        Encoding target = selector.target();
        boolean there =
                rewriter.running()
                        && target == selector.current()
                        && (scalable == null || !scalable.belowWanted());
        if (track.kind() == MediaKind.AUDIO || target == null || there || !wanted()) {
            return;
        }
        if (askedFor != target || now - keyFrameAskedAt >= KEY_FRAME_RETRY_NANOS) {
            askedFor = target;
            keyFrameAskedAt = now;
            target.requestKeyFrame();
        }
    }
}
