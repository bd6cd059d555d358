package io.rostra.sfu.publish;

import io.rostra.media.rtcp.CompoundPacket;
import io.rostra.media.rtcp.Malformed;
import io.rostra.media.rtcp.Nack;
import io.rostra.media.rtcp.Pli;
import io.rostra.media.rtcp.ReceiverReport;
import io.rostra.media.rtcp.ReportBlock;
import io.rostra.media.rtcp.RtcpPacket;
import io.rostra.media.rtcp.SenderReport;
import io.rostra.media.rtcp.TransportCc;
import io.rostra.media.rtcp.TransportCcRecorder;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.media.rtp.RtxPayload;
import io.rostra.sfu.net.DropCounters;
import io.rostra.sfu.net.DropReason;
import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.net.MediaEvent;
import io.rostra.sfu.net.PeerLink;
import io.rostra.sfu.net.TransportDescription;
import io.rostra.webrtc.datachannel.DataChannelEvent;
import io.rostra.webrtc.srtp.SrtcpContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The connection on which a peer publishes: the client offers, we answer. Confined to the room's
/// event loop.
public final class PublisherTransport implements AutoCloseable, PeerLink.Handler {

    private static final long FEEDBACK_NANOS = Duration.ofMillis(50).toNanos();
    private static final long REPORT_NANOS = Duration.ofSeconds(1).toNanos();

    /// Any value that no browser uses will do: it names us as the sender of feedback.
    private static final int OWN_SSRC = 1;

    /// Bytes of one RTCP datagram we send.
    private static final int RTCP_LIMIT = 1_200;

    private final PeerLink link;
    private final Supplier<TransportDescription> description;
    private final DropCounters drops;
    private final MediaCounters counters;
    private final Consumer<PublisherTransport> onClosed;
    private final Listener listener;
    private final PublishNegotiation negotiation;
    private final SourceTable sources = new SourceTable();
    private final TransportCcRecorder arrivals = new TransportCcRecorder();
    private final FirstProbes firstProbes = new FirstProbes();
    private final RtpPacket packet = new RtpPacket();
    private final byte[] rtcp = new byte[RTCP_LIMIT + SrtcpContext.MAX_OVERHEAD + 512];
    private ExtensionIds extensions = ExtensionIds.NONE;

    /// Feedback covers the whole transport, but browsers heed it only when it names one of their
    /// sources.
    private int feedbackSsrc;

    private long feedbackAt;
    private long reportAt;
    private boolean closed;

    /// @param linkTo makes the link that calls back to its argument
    /// @param description of our transport, with the ICE credentials in force
    public PublisherTransport(
            String peerId,
            Function<PeerLink.Handler, PeerLink> linkTo,
            Function<PeerLink, TransportDescription> description,
            DropCounters drops,
            MediaCounters counters,
            Consumer<PublisherTransport> onClosed,
            Listener listener) {
        this.link = linkTo.apply(this);
        this.description = () -> description.apply(link);
        this.drops = drops;
        this.counters = counters;
        this.onClosed = onClosed;
        this.listener = listener;
        this.negotiation = new PublishNegotiation(peerId, link.connection().dtlsRole());
        this.feedbackAt = link.loop().now();
        this.reportAt = feedbackAt;
    }

    /// Answers an offer of the client. Tracks that the offer no longer sends are unpublished, new
    /// ones published; the listener hears of both before this returns. The same offer again gives
    /// an equivalent answer.
    ///
    /// @param tracks the complete set that the client says it sends
    /// @throws NegotiationException when the offer cannot be understood or accepted; nothing
    ///   changed
    public String answer(String offerSdp, List<TrackDescription> tracks)
            throws NegotiationException {
        return answer(offerSdp, tracks, Set.of());
    }

    /// As [#answer(String, List)], but for tracks that are not to be heard of: they are agreed on,
    /// since a client that is told no before it takes them back waits for ever, and their packets
    /// are dropped.
    ///
    /// @param withheld ids of such tracks
    public String answer(String offerSdp, List<TrackDescription> tracks, Set<String> withheld)
            throws NegotiationException {
        PublishNegotiation.Outcome outcome = negotiation.read(offerSdp, tracks, withheld);
        long now = link.loop().now();
        link.connection().expectFingerprint(outcome.fingerprint(), now);
        if (outcome.iceRestarted()) {
            link.restartIce();
        }
        outcome.ended().forEach(this::unpublish);
        outcome.sources().forEach(sources::put);
        outcome.started().forEach(track -> track.deliverTogether(link.loop()::post));
        outcome.started().forEach(listener::onTrackPublished);
        extensions = outcome.extensions().or(extensions);
        return outcome.answer(description.get());
    }

    /// Takes new ICE credentials, for a client that restarts ICE without a new offer (RFC 9725
    /// section 4.3.3).
    ///
    /// @return our transport with them
    public TransportDescription restartIce() {
        link.restartIce();
        return description.get();
    }

    /// Ends a track though the client still sends it: its packets are dropped from now on. The next
    /// offer that describes it publishes it anew, unless it is withheld there.
    ///
    /// @return false when there is no such track
    public boolean withdraw(String trackId) {
        PublishedTrack track = negotiation.release(trackId);
        if (track == null) {
            return false;
        }
        unpublish(track);
        return true;
    }

    /// Tracks published on this connection now.
    public List<PublishedTrack> tracks() {
        return negotiation.tracks();
    }

    public boolean connected() {
        return link.connection().connected();
    }

    @Override
    public void onRtp(byte[] buffer, int offset, int length, long now) {
        if (!packet.wrap(buffer, offset, length)) {
            drops.count(DropReason.MALFORMED_RTP);
            return;
        }
        SourceTable.Source source = sources.find(packet.ssrc());
        if (source == null) {
            source = learnSource();
        }
        noteArrival(source, now);
        if (source == null) {
            drops.count(DropReason.UNKNOWN_SSRC);
            return;
        }
        PublishedTrack track = source.track();
        Encoding encoding = source.encoding();
        boolean repaired = source.retransmission();
        if (repaired
                && (!encoding.started()
                        || !RtxPayload.restore(
                                packet, track.codec().payloadType(), encoding.ssrc()))) {
            return; // A probe: padding that repeats nothing.
        }
        if (!track.takes(packet.payloadType())) {
            drops.count(DropReason.UNKNOWN_SSRC);
            return;
        }
        if (!track.onPacket(encoding, packet, repaired, now)) {
            drops.count(DropReason.DUPLICATE);
        } else if (track.lastRecovered()) {
            counters.count(MediaEvent.RECOVERED);
        }
    }

    @Override
    public void onRtcp(byte[] buffer, int offset, int length, long now) {
        for (RtcpPacket each : CompoundPacket.parse(buffer, offset, length)) {
            switch (each) {
                case SenderReport report -> onSenderReport(report, now);
                case Malformed _ -> drops.count(DropReason.MALFORMED_RTCP);
                default -> {}
            }
        }
    }

    private void onSenderReport(SenderReport report, long now) {
        SourceTable.Source source = sources.find(report.ssrc());
        if (source != null && !source.retransmission()) {
            source.track().onSenderReport(source.encoding(), report, now);
        }
    }

    @Override
    public void onConnectedChanged(boolean connected) {
        listener.onConnectedChanged(connected);
    }

    /// The client's own channel carries nothing.
    @Override
    public void onDataChannel(DataChannelEvent event) {}

    /// To be called every 10 to 20 ms.
    public void onTick(long now) {
        link.connection().onTick(now);
        if (closed || !connected()) {
            return;
        }
        for (PublishedTrack track : negotiation.tracks()) {
            track.onTick(now);
            track.encodings().forEach(encoding -> askFor(encoding, now));
        }
        if (now - feedbackAt >= FEEDBACK_NANOS) {
            feedbackAt = now;
            TransportCc feedback;
            while ((feedback = arrivals.build(OWN_SSRC, feedbackSsrc)) != null) {
                send(List.of(feedback));
            }
        }
        if (now - reportAt >= REPORT_NANOS) {
            reportAt = now;
            report(now);
        }
    }

    /// Unpublishes its tracks, of which everybody hears, and ends the transport.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        negotiation.tracks().forEach(this::unpublish);
        link.close();
        onClosed.accept(this);
    }

    /// What is missing, and a key frame if somebody wants one.
    private void askFor(Encoding encoding, long now) {
        List<Integer> missing = encoding.dueNacks(now);
        if (!missing.isEmpty()) {
            counters.count(MediaEvent.NACKED_BY_SERVER, missing.size());
            send(List.of(new Nack(OWN_SSRC, encoding.ssrc(), missing)));
        }
        if (encoding.pollKeyFrameRequest(now)) {
            counters.count(MediaEvent.KEY_FRAME_ASKED_BY_SERVER);
            send(List.of(new Pli(OWN_SSRC, encoding.ssrc())));
        }
    }

    private void noteArrival(SourceTable.@Nullable Source source, long now) {
        if (source != null && source.track().kind() == MediaKind.VIDEO) {
            firstProbes.onVideo(now);
        }
        if (firstProbes.running(now)) {
            arrivals.forget();
            return;
        }
        int id = extensions.transportCc();
        int at = packet.extensionOffset(id);
        if (at >= 0 && packet.extensionLength(id) == 2) {
            byte[] buffer = packet.buffer();
            arrivals.onPacket((buffer[at] & 0xFF) << 8 | buffer[at + 1] & 0xFF, now);
            feedbackSsrc = packet.ssrc();
        }
    }

    /// A source that the description did not name says by the MID extension where it belongs (RFC
    /// 9143 section 9.2), and with simulcast by RID, or REPAIRED-RID in RTX packets, to which
    /// encoding (RFC 8852). Browsers leave the extensions out once they have heard from us.
    private SourceTable.@Nullable Source learnSource() {
        PublishedTrack track = negotiation.trackOf(text(extensions.mid()));
        if (track == null) {
            return null;
        }
        boolean repairs = packet.payloadType() == track.retransmissionType();
        if (!repairs && !track.takes(packet.payloadType())) {
            return null;
        }
        Encoding encoding = track.encoding(text(ridExtension(track, repairs)));
        if (encoding == null) {
            return null;
        }
        var source = new SourceTable.Source(track, encoding, repairs, false);
        if (sources.contradicts(source)) {
            return null;
        }
        sources.put(packet.ssrc(), source);
        return source;
    }

    private int ridExtension(PublishedTrack track, boolean repairs) {
        if (track.encodings().size() == 1) {
            return 0;
        }
        return repairs ? extensions.repairedRid() : extensions.rid();
    }

    /// Value of a header extension, empty if the packet does not carry it.
    private String text(int id) {
        int at = packet.extensionOffset(id);
        return at < 0
                ? ""
                : new String(
                        packet.buffer(), at, packet.extensionLength(id), StandardCharsets.US_ASCII);
    }

    private void unpublish(PublishedTrack track) {
        if (track.ended()) {
            return;
        }
        sources.removeTrack(track);
        listener.onTrackUnpublished(track);
        track.end();
    }

    private void report(long now) {
        var blocks = new ArrayList<ReportBlock>();
        for (PublishedTrack track : negotiation.tracks()) {
            for (Encoding encoding : track.encodings()) {
                ReportBlock block = encoding.report(now);
                if (block != null && blocks.size() < 31) {
                    blocks.add(block);
                }
            }
        }
        if (!blocks.isEmpty()) {
            send(List.of(new ReceiverReport(OWN_SSRC, blocks)));
        }
    }

    private void send(List<RtcpPacket> packets) {
        if (CompoundPacket.wireLength(packets) <= RTCP_LIMIT) {
            int length = CompoundPacket.write(packets, rtcp, 0);
            link.connection().sendRtcp(rtcp, 0, length);
        }
    }

    /// Called on the room's loop.
    public interface Listener {
        void onTrackPublished(PublishedTrack track);

        /// The track's last moment; it has no packets any more.
        void onTrackUnpublished(PublishedTrack track);

        /// ICE and DTLS are up (true) or consent was lost (false, RFC 7675).
        void onConnectedChanged(boolean connected);
    }
}
