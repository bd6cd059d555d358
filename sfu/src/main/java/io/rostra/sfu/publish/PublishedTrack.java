package io.rostra.sfu.publish;

import io.rostra.media.rtcp.SenderReport;
import io.rostra.media.rtp.AudioLevel;
import io.rostra.media.rtp.RedPayload;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.webrtc.sdp.RtpMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A track that a peer publishes into the room, as one [Encoding] or several: its packets come in
/// here, once each, and go to every [Receiver] and [PacketTap]. Confined to the room's event loop.
public final class PublishedTrack {

    /// Takes every packet of the track: a subscriber's down track.
    public interface Receiver {
        /// @param packet a view that is good during the call; its buffer must not be changed
        /// @param sequence unwrapped sequence number
        /// @param keyFrame the packet begins a key frame, or is audio, and none behind it came
        ///   before: a subscriber may begin here
        void onPacket(
                Encoding encoding, RtpPacket packet, long sequence, boolean keyFrame, long now);

        void onSenderReport(Encoding encoding, SenderReport report);

        /// What follows of this encoding has other numbers and another clock.
        void onSourceChanged(Encoding encoding);
    }

    /// Bytes of a packet of sound.
    private static final int MAX_SOUND = 1_600;

    /// What the SDK calls its encodings, smallest first.
    private static final List<String> SDK_RIDS = List.of("q", "h", "f");

    private final String id;
    private final String streamId;
    private final String peerId;
    private final MediaKind kind;
    private final TrackFormat format;
    private final List<Encoding> encodings;
    private final Loudness loudness = new Loudness();
    private final TapFeed tapFeed = new TapFeed();
    private final List<Receiver> receivers = new ArrayList<>();
    private final List<PacketTap> taps = new ArrayList<>();
    private final List<LayerFeed> layerFeeds = new ArrayList<>();
    private final byte[] unwrapped;
    private final RtpPacket unwrappedView = new RtpPacket();
    private final PacketBatch batch = new PacketBatch();
    private final Runnable delivery = this::deliver;
    private Executor turn = Runnable::run;
    private boolean heard = true;
    private boolean lastRecovered;
    private long packets;
    private long bytes;
    private boolean silenced;
    private boolean ended;

    PublishedTrack(TrackDescription description, String peerId, TrackFormat format) {
        this.id = description.trackId();
        this.streamId = description.streamId();
        this.kind = description.kind();
        this.peerId = peerId;
        this.format = format;
        this.encodings = ranked(format.rids());
        this.unwrapped = new byte[format.redundancyType() == 0 ? 0 : MAX_SOUND];
    }

    /// The SDK's own names tell the rank, whatever their order. Others are ranked as offered, the
    /// most preferred first (RFC 8853 section 5.2).
    private List<Encoding> ranked(List<String> rids) {
        var result = new ArrayList<Encoding>();
        if (rids.isEmpty()) {
            result.add(new Encoding("", Encoding.TOP_RANK, kind, format));
        }
        boolean named = Set.copyOf(SDK_RIDS).containsAll(rids);
        for (int i = 0; i < rids.size(); i++) {
            String rid = rids.get(i);
            int rank = named ? SDK_RIDS.indexOf(rid) + 1 : Encoding.TOP_RANK - i;
            result.add(new Encoding(rid, rank, kind, format));
        }
        result.sort(Comparator.comparingInt(Encoding::rank));
        return List.copyOf(result);
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

    /// Codec of the packets that arrive: `opus`, `H264`, `VP8`, `VP9`, `AV1`, as in `a=rtpmap`.
    public String codecName() {
        return format.codec().codec();
    }

    /// Hertz.
    public int clockRate() {
        return format.codec().clockRate();
    }

    /// Payload type, clock rate and format parameters as the publisher sends it.
    public RtpMap codec() {
        return format.codec();
    }

    /// Payload type of the publisher's RTX format, or 0.
    int retransmissionType() {
        return format.retransmissionType();
    }

    /// Payload type of redundant audio (RFC 2198), which packets may have instead of the codec's,
    /// or 0.
    public int redundancyType() {
        return format.redundancyType();
    }

    /// Whether a packet with this payload type carries the track's media.
    boolean takes(int payloadType) {
        return payloadType == format.codec().payloadType()
                || payloadType != 0 && payloadType == format.redundancyType();
    }

    /// Id of the audio level extension (RFC 6464) in the packets, or 0.
    public int audioLevelId() {
        return format.audioLevelId();
    }

    /// Id of the dependency descriptor (AV1 RTP specification, appendix A) in the packets, or 0.
    public int dependencyDescriptorId() {
        return format.dependencyDescriptorId();
    }

    /// Receivers get the packets of one turn of the loop together from now on, not each at once.
    ///
    /// @param endOfTurn runs tasks when the loop has read what there was
    void deliverTogether(Executor endOfTurn) {
        turn = endOfTurn;
    }

    /// At least one, smallest first.
    public List<Encoding> encodings() {
        return encodings;
    }

    /// Packets received over all encodings, repeated ones not counted.
    public long packetCount() {
        return packets;
    }

    /// RTP bytes received over all encodings, headers included, repeated packets not counted.
    public long byteCount() {
        return bytes;
    }

    /// Whether subscribers get its sound now; all do unless it is told otherwise.
    public boolean heard() {
        return heard;
    }

    public void hear(boolean forwarded) {
        heard = forwarded;
    }

    /// How loud it is, 0 (silent, or unknown) to 100.
    public int loudness(long now) {
        return loudness.percent(now);
    }

    /// A tap sees one encoding at a time: the best that flows.
    public void addTap(PacketTap tap) {
        taps.add(tap);
        Encoding present = tapFeed.current();
        if (present != null) {
            repeatReport(present, tap);
        }
    }

    /// This tap sees only the encoding of the given rank, and only while that has flowed for some
    /// seconds; nothing if there is none.
    ///
    /// @param rank see [Encoding#rank()]
    public void addLayerTap(int rank, PacketTap tap) {
        for (Encoding encoding : encodings) {
            if (encoding.rank() == rank) {
                layerFeeds.add(new LayerFeed(encoding, tap));
            }
        }
    }

    /// Whether nobody gets its packets, for a publisher that cannot mute itself. What came
    /// meanwhile is not kept, so that nobody can ask for it later; then it goes on like another
    /// source.
    public void silence(boolean silent) {
        if (silenced && !silent) {
            encodings.forEach(this::restart);
        }
        silenced = silent;
    }

    /// Of either kind.
    public void removeTap(PacketTap tap) {
        taps.remove(tap);
        layerFeeds.removeIf(feed -> feed.tap() == tap);
    }

    public void addReceiver(Receiver receiver) {
        receivers.add(receiver);
    }

    public void removeReceiver(Receiver receiver) {
        receivers.remove(receiver);
    }

    /// Asks for a key frame of all that taps see, see [Encoding#requestKeyFrame()]: encoders that
    /// are asked together answer with the same picture.
    public void requestKeyFrame(long now) {
        Encoding present = tapFeed.current();
        (present != null && present.active() ? present : highest()).requestKeyFrame();
        for (LayerFeed feed : layerFeeds) {
            if (feed.wantsKeyFrame(now)) {
                feed.encoding().requestKeyFrame();
            }
        }
    }

    /// Asks for a key frame of one encoding.
    ///
    /// @param rank see [Encoding#rank()]
    public void requestLayerKeyFrame(int rank) {
        for (LayerFeed feed : layerFeeds) {
            if (feed.encoding().rank() == rank) {
                feed.encoding().requestKeyFrame();
            }
        }
    }

    /// Whether the newest packet had been missing.
    boolean lastRecovered() {
        return lastRecovered;
    }

    /// @return false when the packet was already here
    boolean onPacket(RtpPacket packet, boolean repaired, long now) {
        return onPacket(encodings.getLast(), packet, repaired, now);
    }

    /// @return false when the packet was already here
    boolean onPacket(Encoding encoding, RtpPacket packet, boolean repaired, long now) {
        if (silenced) {
            return true;
        }
        if (encoding.isFromAnotherSource(packet)) {
            restart(encoding);
        }
        Encoding.Arrival arrival = encoding.receive(packet, repaired, now);
        if (arrival == Encoding.Arrival.DUPLICATE) {
            return false;
        }
        lastRecovered = arrival == Encoding.Arrival.RECOVERED;
        packets++;
        bytes += packet.length();
        noteLevel(packet, now);
        boolean keyFrame = arrival == Encoding.Arrival.KEY_FRAME;
        hand(encoding, packet, keyFrame, now);
        feedTaps(encoding, plain(packet), keyFrame, now);
        if (packet.marker()) {
            onFrame(encoding);
        }
        return true;
    }

    private void restart(Encoding encoding) {
        deliver();
        encoding.restart();
        for (int i = 0; i < receivers.size(); i++) {
            receivers.get(i).onSourceChanged(encoding);
        }
    }

    /// Taps know no redundancy: they see the packet as it would have come without.
    private RtpPacket plain(RtpPacket packet) {
        if (packet.payloadType() != format.redundancyType() || taps.isEmpty()) {
            return packet;
        }
        int header = packet.headerLength();
        int length = packet.payloadLength();
        int primary = RedPayload.primaryAt(packet.buffer(), packet.payloadOffset(), length);
        if (primary < 0 || header + length - primary > unwrapped.length) {
            return packet;
        }
        System.arraycopy(packet.buffer(), packet.offset(), unwrapped, 0, header);
        System.arraycopy(
                packet.buffer(),
                packet.payloadOffset() + primary,
                unwrapped,
                header,
                length - primary);
        unwrapped[0] &= (byte) ~RtpPacket.PADDING_BIT;
        if (!unwrappedView.wrap(unwrapped, 0, header + length - primary)) {
            return packet;
        }
        unwrappedView.payloadType(format.codec().payloadType());
        return unwrappedView;
    }

    private void hand(Encoding encoding, RtpPacket packet, boolean keyFrame, long now) {
        long sequence = encoding.sequenceOf(packet);
        if (batch.add(encoding, sequence, keyFrame, now)) {
            if (batch.size() == 1) {
                turn.execute(delivery);
            }
            return;
        }
        deliver();
        for (int i = 0; i < receivers.size(); i++) {
            receivers.get(i).onPacket(encoding, packet, sequence, keyFrame, now);
        }
    }

    /// Hands on what came in this turn of the loop and waits for its end.
    public void deliver() {
        batch.deliver(receivers);
    }

    private void feedTaps(Encoding encoding, RtpPacket packet, boolean keyFrame, long now) {
        Encoding before = tapFeed.current();
        if (!taps.isEmpty() && tapFeed.passes(encoding, keyFrame, highest(), now)) {
            for (int i = 0; i < taps.size(); i++) {
                PacketTap tap = taps.get(i);
                tap.onRtp(packet.buffer(), packet.offset(), packet.length(), now);
                if (before != encoding) {
                    repeatReport(encoding, tap);
                }
            }
        }
        for (int i = 0; i < layerFeeds.size(); i++) {
            LayerFeed feed = layerFeeds.get(i);
            boolean went = feed.passing();
            if (feed.encoding() == encoding && feed.passes(keyFrame, now)) {
                feed.tap().onRtp(packet.buffer(), packet.offset(), packet.length(), now);
                if (!went) {
                    repeatReport(encoding, feed.tap());
                }
            }
        }
    }

    /// Whoever begins to see an encoding need not wait for its next sender report.
    private static void repeatReport(Encoding encoding, PacketTap tap) {
        SenderClock clock = encoding.clock();
        if (clock.known()) {
            tap.onSenderReport(
                    clock.ntpTime(), RtpPacket.unsigned(clock.rtpTimestamp()), clock.arrivedAt());
        }
    }

    private void noteLevel(RtpPacket packet, long now) {
        int id = format.audioLevelId();
        int level = id == 0 ? AudioLevel.ABSENT : AudioLevel.level(packet, id);
        if (level != AudioLevel.ABSENT) {
            loudness.onPacket(level, now);
        }
    }

    private void onFrame(Encoding of) {
        of.onFrame();
        for (int i = 0; i < encodings.size(); i++) {
            Encoding each = encodings.get(i);
            if (each != of) {
                each.onSiblingFrame();
            }
        }
    }

    /// The best encoding that flows, else the best.
    private Encoding highest() {
        for (int i = encodings.size() - 1; i > 0; i--) {
            Encoding each = encodings.get(i);
            if (each.active()) {
                return each;
            }
        }
        Encoding smallest = encodings.getFirst();
        return smallest.active() ? smallest : encodings.getLast();
    }

    void onSenderReport(SenderReport report, long now) {
        onSenderReport(encodings.getLast(), report, now);
    }

    void onSenderReport(Encoding encoding, SenderReport report, long now) {
        encoding.onSenderReport(report, now);
        deliver();
        for (Receiver receiver : receivers) {
            receiver.onSenderReport(encoding, report);
        }
        long rtpTimestamp = RtpPacket.unsigned(report.rtpTimestamp());
        if (encodings.size() == 1 || encoding == tapFeed.current()) {
            for (PacketTap tap : taps) {
                tap.onSenderReport(report.ntpTime(), rtpTimestamp, now);
            }
        }
        for (LayerFeed feed : layerFeeds) {
            if (feed.encoding() == encoding && feed.passing()) {
                feed.tap().onSenderReport(report.ntpTime(), rtpTimestamp, now);
            }
        }
    }

    /// Whether anything arrived.
    boolean started() {
        for (Encoding encoding : encodings) {
            if (encoding.started()) {
                return true;
            }
        }
        return false;
    }

    @Nullable Encoding encoding(String rid) {
        for (Encoding encoding : encodings) {
            if (encoding.rid().equals(rid)) {
                return encoding;
            }
        }
        return null;
    }

    boolean pollKeyFrameRequest(long now) {
        return encodings.getLast().pollKeyFrameRequest(now);
    }

    /// Taps that wait for a better encoding get a key frame of it; every 10 to 20 ms.
    void onTick(long now) {
        if (!taps.isEmpty() && encodings.size() > 1) {
            Encoding wanted = tapFeed.wanted(highest(), now);
            if (wanted != tapFeed.current()) {
                wanted.requestKeyFrame();
            }
        }
    }

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
        deliver();
        receivers.clear();
        for (PacketTap tap : List.copyOf(taps)) {
            tap.onTrackEnded();
        }
        taps.clear();
        for (LayerFeed feed : List.copyOf(layerFeeds)) {
            feed.tap().onTrackEnded();
        }
        layerFeeds.clear();
    }
}
