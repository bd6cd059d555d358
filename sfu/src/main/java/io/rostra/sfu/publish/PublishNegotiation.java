package io.rostra.sfu.publish;

import io.rostra.sfu.net.TransportDescription;
import io.rostra.webrtc.dtls.Fingerprint;
import io.rostra.webrtc.sdp.ExtensionUri;
import io.rostra.webrtc.sdp.MediaSection;
import io.rostra.webrtc.sdp.SdpException;
import io.rostra.webrtc.sdp.SdpParser;
import io.rostra.webrtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the publish connection has agreed on so far, section by section, and what an offer changes.
/// Tells tracks by the ids of signalling, never by SSRC. Confined to one loop.
final class PublishNegotiation {

    private final String peerId;
    private final Map<String, PublishSlot> slots = new LinkedHashMap<>();
    private @Nullable String remoteUfrag;
    private long version = 1;

    /// A track that begins, with the sources that the offer names for it.
    record Started(PublishedTrack track, Map<Integer, SourceTable.Source> sources) {}

    /// What follows from an offer.
    record Outcome(
            SessionDescription offer,
            List<PublishAnswer.Decision> decisions,
            long version,
            Fingerprint fingerprint,
            boolean iceRestarted,
            List<PublishedTrack> ended,
            List<Started> started,
            OptionalInt transportCcId,
            OptionalInt midId) {

        String answer(TransportDescription transport) {
            return PublishAnswer.write(offer, decisions, transport, version).toString();
        }
    }

    PublishNegotiation(String peerId) {
        this.peerId = peerId;
    }

    List<PublishedTrack> tracks() {
        var tracks = new ArrayList<PublishedTrack>();
        for (PublishSlot slot : slots.values()) {
            if (slot.track != null) {
                tracks.add(slot.track);
            }
        }
        return tracks;
    }

    @Nullable PublishedTrack trackOf(String mid) {
        PublishSlot slot = slots.get(mid);
        return slot == null ? null : slot.track;
    }

    /// @throws NegotiationException when the offer is refused; nothing changed
    Outcome read(String offerSdp, List<TrackDescription> described) throws NegotiationException {
        SessionDescription offer = parse(offerSdp);
        Fingerprint fingerprint =
                offer.transportAttribute("fingerprint")
                        .flatMap(Fingerprint::parse)
                        .orElseThrow(() ->
                                new NegotiationException("the offer has no sha-256 a=fingerprint"));
        String ufrag =
                offer.transportAttribute("ice-ufrag")
                        .orElseThrow(
                                () -> new NegotiationException("the offer has no a=ice-ufrag"));
        if (offer.transportAttribute("setup").orElse("actpass").equals("passive")) {
            throw new NegotiationException(
                    "the offer has a=setup:passive; this server takes the passive role itself");
        }
        List<PublishAnswer.Decision> decisions = decide(offer, described);
        if (decisions.getFirst() instanceof PublishAnswer.Decision.Reject) {
            throw new NegotiationException(
                    "nothing in common in the first section (H264, VP8, opus, data channels)");
        }
        boolean restarted = remoteUfrag != null && !remoteUfrag.equals(ufrag);
        remoteUfrag = ufrag;
        var ended = new ArrayList<PublishedTrack>();
        var started = new ArrayList<Started>();
        OptionalInt transportCcId = OptionalInt.empty();
        OptionalInt midId = OptionalInt.empty();
        for (int i = 0; i < decisions.size(); i++) {
            MediaSection section = offer.media().get(i);
            if (decisions.get(i) instanceof PublishAnswer.Decision.Receive receive) {
                apply(section, receive.codecs(), described, ended, started);
                transportCcId = orId(transportCcId, section, ExtensionUri.TRANSPORT_CC);
                midId = orId(midId, section, ExtensionUri.MID);
            } else {
                PublishSlot slot = slots.get(section.mid().orElse(""));
                if (slot != null && slot.track != null) {
                    ended.add(slot.track);
                    slot.track = null;
                }
            }
        }
        return new Outcome(
                offer,
                decisions,
                version++,
                fingerprint,
                restarted,
                ended,
                started,
                transportCcId,
                midId);
    }

    private SessionDescription parse(String offerSdp) throws NegotiationException {
        SessionDescription offer;
        try {
            offer = SdpParser.parse(offerSdp);
        } catch (SdpException e) {
            throw new NegotiationException("the offer cannot be read: " + e.getMessage());
        }
        if (offer.media().isEmpty()) {
            throw new NegotiationException("the offer has no media section");
        }
        Set<String> mids = new HashSet<>();
        for (MediaSection section : offer.media()) {
            String mid = section.mid().orElse("");
            if (mid.isEmpty() || mid.length() > 32 || !mids.add(mid)) {
                throw new NegotiationException(
                        "each section of the offer needs an a=mid of its own, 1 to 32 characters");
            }
        }
        if (!mids.containsAll(slots.keySet())) {
            throw new NegotiationException("the offer lacks a section that was agreed on before");
        }
        return offer;
    }

    private List<PublishAnswer.Decision> decide(
            SessionDescription offer, List<TrackDescription> described) {
        var decisions = new ArrayList<PublishAnswer.Decision>();
        for (MediaSection section : offer.media()) {
            if (section.isData()) {
                decisions.add(new PublishAnswer.Decision.Data());
                continue;
            }
            Optional<PublishCodecs.Choice> codecs = PublishCodecs.choose(section);
            if (section.rejected() || codecs.isEmpty()) {
                decisions.add(new PublishAnswer.Decision.Reject());
            } else if (section.direction().sends() && describe(section, described).isPresent()) {
                decisions.add(new PublishAnswer.Decision.Receive(codecs.get()));
            } else {
                decisions.add(new PublishAnswer.Decision.Hold(codecs.get()));
            }
        }
        return decisions;
    }

    private void apply(
            MediaSection section,
            PublishCodecs.Choice codecs,
            List<TrackDescription> described,
            List<PublishedTrack> ended,
            List<Started> started) {
        String mid = section.mid().orElse("");
        PublishSlot slot = slots.computeIfAbsent(mid, PublishSlot::new);
        TrackDescription wanted = describe(section, described).orElseThrow();
        PublishedTrack current = slot.track;
        if (current != null && current.id().equals(wanted.trackId())) {
            return;
        }
        if (current != null) {
            ended.add(current);
        }
        int audioLevelId = section.extensions().getOrDefault(ExtensionUri.AUDIO_LEVEL, 0);
        var track = new PublishedTrack(wanted, peerId, codecs.codec(), audioLevelId);
        slot.track = track;
        started.add(new Started(track, sourcesOf(section, track)));
    }

    private static Map<Integer, SourceTable.Source> sourcesOf(
            MediaSection section, PublishedTrack track) {
        var result = new LinkedHashMap<Integer, SourceTable.Source>();
        Map<Integer, Integer> repairs = section.retransmissionSsrcs();
        for (int ssrc : section.ssrcs()) {
            if (!repairs.containsValue(ssrc)) {
                result.put(ssrc, new SourceTable.Source(track, ssrc, false));
                Integer repair = repairs.get(ssrc);
                if (repair != null) {
                    result.put(repair, new SourceTable.Source(track, ssrc, true));
                }
            }
        }
        return result;
    }

    /// By the track id of `a=msid`, else (Firefox) by stream and kind.
    private static Optional<TrackDescription> describe(
            MediaSection section, List<TrackDescription> described) {
        MediaKind kind = section.kind().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
        String[] msid = section.attribute("msid").orElse("").trim().split(" +");
        String streamId = msid[0];
        String trackId = msid.length > 1 ? msid[1] : "";
        Optional<TrackDescription> exact =
                described.stream()
                        .filter(track -> track.kind() == kind && track.trackId().equals(trackId))
                        .findFirst();
        return exact.isPresent()
                ? exact
                : described.stream()
                        .filter(track -> track.kind() == kind && track.streamId().equals(streamId))
                        .findFirst();
    }

    private static OptionalInt orId(OptionalInt known, MediaSection section, String uri) {
        Integer id = section.extensions().get(uri);
        return known.isPresent() || id == null ? known : OptionalInt.of(id);
    }
}
