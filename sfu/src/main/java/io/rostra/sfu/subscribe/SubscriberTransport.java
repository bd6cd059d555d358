package io.rostra.sfu.subscribe;

import io.rostra.media.rtcp.CompoundPacket;
import io.rostra.media.rtcp.Fir;
import io.rostra.media.rtcp.Malformed;
import io.rostra.media.rtcp.Nack;
import io.rostra.media.rtcp.Pli;
import io.rostra.media.rtcp.RtcpPacket;
import io.rostra.media.rtcp.TransportCc;
import io.rostra.sfu.ActiveSpeaker;
import io.rostra.sfu.ConnectionQuality;
import io.rostra.sfu.net.DropCounters;
import io.rostra.sfu.net.DropReason;
import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.net.MediaEvent;
import io.rostra.sfu.net.PeerLink;
import io.rostra.sfu.net.TransportDescription;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.NegotiationException;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.webrtc.datachannel.DataChannel;
import io.rostra.webrtc.datachannel.DataChannelEvent;
import io.rostra.webrtc.dtls.Fingerprint;
import io.rostra.webrtc.sdp.ExtensionUri;
import io.rostra.webrtc.sdp.MediaSection;
import io.rostra.webrtc.sdp.SdpException;
import io.rostra.webrtc.sdp.SdpParser;
import io.rostra.webrtc.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The connection on which a peer receives: we offer, the client answers. At most one offer is
/// outstanding; what changes meanwhile is collected for the next. Confined to the room's event
/// loop.
public final class SubscriberTransport implements AutoCloseable, PeerLink.Handler {

    private static final SecureRandom RANDOM = new SecureRandom();

    /// Late answers that are put up with.
    private static final int MAX_OVERTAKEN = 8;

    private final PeerLink link;
    private final Supplier<TransportDescription> description;
    private final DropCounters drops;
    private final MediaCounters counters;
    private final Listener listener;
    private final Consumer<SubscriberTransport> onClosed;
    private final DataChannel channel;
    private final List<SubscribeSlot> slots = new ArrayList<>();
    private final Downlink downlink;

    /// The slots as the newest offer shows them, so that an answer is for what was offered.
    private final Map<Integer, DownTrack> offered = new LinkedHashMap<>();

    /// Sections of the outstanding offer.
    private int offeredSections;

    private boolean started;
    private boolean outstanding;

    /// Offers that were given up without an answer, since their answers may still come.
    private int overtaken;

    /// The newest offer, or the one that is being made, has new ICE credentials.
    private boolean restarted;

    /// Of the newest answer.
    private String remoteUfrag = "";

    private boolean changed;
    private boolean offerScheduled;
    private boolean closed;
    private long version = 1;

    /// @param linkTo makes the link that calls back to its argument
    /// @param description of our transport, with the ICE credentials in force
    /// @param channelLabel label of the API data channel, which this side opens
    public SubscriberTransport(
            Function<PeerLink.Handler, PeerLink> linkTo,
            Function<PeerLink, TransportDescription> description,
            DropCounters drops,
            MediaCounters counters,
            String channelLabel,
            Consumer<SubscriberTransport> onClosed,
            Listener listener) {
        this.link = linkTo.apply(this);
        this.description = () -> description.apply(link);
        this.drops = drops;
        this.counters = counters;
        this.listener = listener;
        this.onClosed = onClosed;
        this.downlink = new Downlink(new LinkWire(), counters, RANDOM, link.loop().now());
        this.channel = link.connection().openChannel(channelLabel, link.loop().now());
    }

    /// Sends the first offer (data channel only, or with the tracks subscribed so far).
    public void start() {
        if (!started) {
            started = true;
            changed = true;
            offerSoon();
        }
    }

    /// Adds the track to the next offer. Audio flows as soon as negotiated; video starts at the
    /// given layer, usually [VideoLayer#NONE].
    public void subscribe(PublishedTrack track, VideoLayer initialLayer) {
        subscribe(track, initialLayer, 1);
    }

    /// A track that is subscribed already keeps its layer and gets the new priority.
    ///
    /// @param priority of a video when the path does not carry all in full, 1 is the most important
    public void subscribe(PublishedTrack track, VideoLayer initialLayer, int priority) {
        if (closed) {
            return;
        }
        DownTrack known = downlink.find(track.id());
        if (known != null) {
            known.prioritize(priority);
            return;
        }
        DownTrack down = downlink.add(track, initialLayer);
        down.prioritize(priority);
        slotFor(down);
        changed = true;
        offerSoon();
    }

    /// Whether the track is subscribed.
    public boolean receives(String trackId) {
        return downlink.find(trackId) != null;
    }

    /// Withdraws the track with the next offer and stops its packets now. Unknown tracks are
    /// ignored.
    public void unsubscribe(PublishedTrack track) {
        DownTrack down = downlink.find(track.id());
        if (down == null || down.track() != track) {
            return;
        }
        downlink.remove(down);
        for (SubscribeSlot slot : slots) {
            if (slot.downTrack == down) {
                slot.downTrack = null;
            }
        }
        changed = true;
        offerSoon();
    }

    /// Answers do not say to which offer they belong. One to an offer that was overtaken may come
    /// late, in front of the one that is waited for.
    ///
    /// @throws NegotiationException when the answer does not fit the outstanding offer
    public void onAnswer(String answerSdp) throws NegotiationException {
        if (!outstanding && overtaken == 0) {
            throw new NegotiationException("an answer without an outstanding offer");
        }
        SessionDescription answer;
        try {
            answer = SdpParser.parse(answerSdp);
        } catch (SdpException e) {
            throw new NegotiationException("the answer cannot be read: " + e.getMessage());
        }
        Fingerprint fingerprint =
                answer.transportAttribute("fingerprint")
                        .flatMap(Fingerprint::parse)
                        .orElseThrow(() ->
                                new NegotiationException(
                                        "the answer has no sha-256 a=fingerprint"));
        if (answer.transportAttribute("setup").orElse("active").equals("passive")) {
            throw new NegotiationException(
                    "the answer has a=setup:passive; the client must take the active role");
        }
        if (overtaken > 0 && isOvertaken(answer)) {
            overtaken--;
            return;
        }
        if (answer.media().size() != offeredSections) {
            throw new NegotiationException(
                    "the answer has "
                            + answer.media().size()
                            + " media sections, the offer had "
                            + offeredSections);
        }
        if (!outstanding) {
            overtaken--; // What was accepted before was the late one: this is the one to the offer.
        }
        outstanding = false;
        restarted = false;
        remoteUfrag = answer.transportAttribute("ice-ufrag").orElse("");
        long now = link.loop().now();
        link.connection().expectFingerprint(fingerprint, now);
        for (MediaSection section : answer.media()) {
            section.maxMessageSize()
                    .ifPresent(bytes -> link.connection().remoteMaxMessageSize(bytes));
            if (section.extensions().containsKey(ExtensionUri.TRANSPORT_CC)) {
                downlink.controlCongestion(now);
            }
            accept(section, answer.attribute("extmap-allow-mixed").isPresent(), now);
        }
        offerSoon();
    }

    /// Whether it cannot be the answer to the newest offer: other sections, or, after an ICE
    /// restart, the credentials of before (RFC 8839 section 4.4.1.1.1 wants new ones).
    private boolean isOvertaken(SessionDescription answer) {
        boolean restartIgnored =
                outstanding
                        && restarted
                        && answer.transportAttribute("ice-ufrag").orElse("").equals(remoteUfrag);
        return restartIgnored || answer.media().size() != offeredSections;
    }

    /// Forgets an outstanding offer and makes a fresh one: after the signalling socket came back.
    ///
    /// @param restartIce with new ICE credentials, for when media is not known to flow
    public void renewOffer(boolean restartIce) {
        if (restartIce) {
            link.restartIce();
        }
        started = true;
        if (outstanding) {
            overtaken = Math.min(overtaken + 1, MAX_OVERTAKEN);
        }
        outstanding = false;
        restarted |= restartIce;
        changed = true;
        offerSoon();
    }

    /// Bits per second that the path to the subscriber is taken to carry; [Long#MAX_VALUE] when it
    /// gives no feedback.
    public long targetBitrate() {
        return downlink.targetBitrate();
    }

    /// Keeps all videos together below this, however much the path carries. Takes effect for
    /// subscribers that give feedback.
    ///
    /// @param bitsPerSecond [Long#MAX_VALUE] for no limit
    public void limitBitrate(long bitsPerSecond) {
        downlink.limit(bitsPerSecond);
    }

    public boolean connected() {
        return link.connection().connected();
    }

    /// @return false when no such track is subscribed
    public boolean preferVideoLayer(String trackId, VideoLayer layer) {
        DownTrack down = downlink.find(trackId);
        if (down == null || down.track().kind() != MediaKind.VIDEO) {
            return false;
        }
        down.prefer(layer, link.loop().now());
        return true;
    }

    /// @return false when no such track is subscribed
    public boolean preferAudio(String trackId, boolean subscribed) {
        DownTrack down = downlink.find(trackId);
        if (down == null || down.track().kind() != MediaKind.AUDIO) {
            return false;
        }
        down.preferAudio(subscribed);
        return true;
    }

    /// Sends a text message on the API data channel; dropped when the channel is not open.
    public void sendMessage(String text) {
        link.connection().send(channel, text, link.loop().now());
    }

    @Override
    public void onRtp(byte[] buffer, int offset, int length, long now) {
        // A subscriber sends no media.
    }

    @Override
    public void onRtcp(byte[] buffer, int offset, int length, long now) {
        for (RtcpPacket packet : CompoundPacket.parse(buffer, offset, length)) {
            switch (packet) {
                case Nack nack -> {
                    DownTrack down = downlink.bySsrc(nack.mediaSsrc());
                    if (down != null) {
                        counters.count(
                                MediaEvent.NACKED_BY_SUBSCRIBER, nack.sequenceNumbers().size());
                        down.onNack(nack.sequenceNumbers(), now);
                    }
                }
                case Pli pli -> requestKeyFrame(pli.mediaSsrc());
                case Fir fir -> fir.entries().forEach(entry -> requestKeyFrame(entry.ssrc()));
                case TransportCc feedback -> downlink.onFeedback(feedback, now);
                case Malformed _ -> drops.count(DropReason.MALFORMED_RTCP);
                default -> {}
            }
        }
    }

    @Override
    public void onConnectedChanged(boolean connected) {
        if (connected) {
            downlink.onConnected(link.loop().now());
        }
        listener.onConnectedChanged(connected);
    }

    @Override
    public void onDataChannel(DataChannelEvent event) {
        if (event instanceof DataChannelEvent.Message message && message.text()) {
            listener.onMessage(new String(message.payload(), StandardCharsets.UTF_8));
        }
    }

    /// 0 (disconnected) to 5, or -1 when unknown, see [ConnectionQuality].
    public int quality() {
        return connected() ? downlink.quality() : 0;
    }

    /// Tells it how well everybody is served, and the details of its own case.
    ///
    /// @param all of the room's peers of which something is known
    public void tellQuality(List<ConnectionQuality> all) {
        if (!closed && connected()) {
            listener.onConnectionQuality(all);
            DownlinkStats stats = downlink.stats();
            if (stats != null) {
                counters.estimated(downlink.targetBitrate());
                listener.onStats(stats);
            }
        }
    }

    /// @param speakers of the whole room, loudest first
    public void tellSpeakers(List<ActiveSpeaker> speakers) {
        if (!closed && connected()) {
            listener.onActiveSpeakers(speakers);
        }
    }

    /// To be called every 10 to 20 ms.
    public void onTick(long now) {
        link.connection().onTick(now);
        if (closed || !connected()) {
            return;
        }
        downlink.onTick(now).forEach(listener::onLayerUpdate);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        downlink.removeAll();
        link.close();
        onClosed.accept(this);
    }

    private void slotFor(DownTrack down) {
        for (SubscribeSlot slot : slots) {
            if (slot.downTrack == null
                    && !slot.rejected
                    && slot.kind == down.track().kind()
                    && !(outstanding && offered.containsKey(slot.mid))) {
                slot.downTrack = down;
                slot.lastFormat = down.format();
                return;
            }
        }
        slots.add(new SubscribeSlot(slots.size() + 1, down.track().kind(), down));
    }

    /// Offers at the end of this turn of the loop, so that changes that come together go together.
    private void offerSoon() {
        if (started && changed && !outstanding && !offerScheduled && !closed) {
            offerScheduled = true;
            link.loop().post(this::offer);
        }
    }

    private void offer() {
        offerScheduled = false;
        if (!changed || outstanding || closed) {
            return;
        }
        changed = false;
        outstanding = true;
        offeredSections = slots.size() + 1;
        offered.clear();
        for (SubscribeSlot slot : slots) {
            if (slot.downTrack != null) {
                offered.put(slot.mid, slot.downTrack);
            }
        }
        listener.onOffer(SubscribeOffer.write(slots, description.get(), version++));
    }

    /// @param longExtensions the client reads header extensions of more than 16 bytes
    private void accept(MediaSection section, boolean longExtensions, long now) {
        int mid;
        try {
            mid = Integer.parseInt(section.mid().orElse("0"));
        } catch (NumberFormatException _) {
            return;
        }
        if (mid < 1 || mid > slots.size()) {
            return;
        }
        SubscribeSlot slot = slots.get(mid - 1);
        DownTrack down = offered.get(mid);
        if (section.rejected()) {
            slot.rejected = true;
            slot.downTrack = null;
        }
        if (down == null) {
            return;
        }
        if (!section.rejected() && section.direction().receives()) {
            down.onNegotiated(Agreed.by(section, longExtensions), now);
        } else {
            down.onDeclined();
        }
    }

    private void requestKeyFrame(int ssrc) {
        DownTrack down = downlink.bySsrc(ssrc);
        if (down != null) {
            counters.count(MediaEvent.KEY_FRAME_ASKED_BY_SUBSCRIBER);
            down.requestKeyFrame();
        }
    }

    /// Sends on the connection as it is at the time.
    private final class LinkWire implements SendPath.Wire {
        @Override
        public boolean connected() {
            return link.connection().connected();
        }

        @Override
        public int sendRtp(byte[] buffer, int offset, int length) {
            return link.connection().sendRtp(buffer, offset, length);
        }

        @Override
        public void sendRtcp(byte[] buffer, int offset, int length) {
            link.connection().sendRtcp(buffer, offset, length);
        }
    }

    /// Called on the room's loop.
    public interface Listener {
        /// An offer for the client.
        void onOffer(String sdp);

        /// A text message of the client on the API data channel.
        void onMessage(String text);

        /// How well the peers of the room are served.
        default void onConnectionQuality(List<ConnectionQuality> all) {}

        /// How this one is served; comes every few seconds from subscribers that give feedback.
        default void onStats(DownlinkStats stats) {}

        /// Who in the room is heard now, loudest first; nobody when silence begins.
        default void onActiveSpeakers(List<ActiveSpeaker> speakers) {}

        /// A video is forwarded in less quality than asked for, or no longer so.
        default void onLayerUpdate(LayerUpdate update) {}

        /// ICE and DTLS are up (true) or consent was lost (false, RFC 7675).
        void onConnectedChanged(boolean connected);
    }
}
