package io.rostra.sfu.publish;

import io.rostra.sfu.net.TransportDescription;
import io.rostra.webrtc.dtls.DtlsRole;
import io.rostra.webrtc.dtls.Fingerprint;
import io.rostra.webrtc.sdp.ExtensionUri;
import io.rostra.webrtc.sdp.MediaSection;
import io.rostra.webrtc.sdp.RtpMap;
import io.rostra.webrtc.sdp.SdpException;
import io.rostra.webrtc.sdp.SdpParser;
import io.rostra.webrtc.sdp.SessionDescription;
import io.rostra.webrtc.sdp.Simulcast;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the publish connection has agreed on so far, section by section, and what an offer changes.
/// Tells tracks by the ids of signalling, never by SSRC. Confined to one loop.
final class PublishNegotiation {

    private static final int MAX_ID_LENGTH = 256;

    private final String peerId;
    private final DtlsRole dtlsRole;
    private final Map<String, PublishSlot> slots = new LinkedHashMap<>();
    private @Nullable String remoteUfrag;
    private long version = 1;

    /// What follows from an offer.
    ///
    /// @param sources that the offer names, of tracks old and new
    /// @param setup our part in the DTLS handshake, as the answer names it
    record Outcome(
            SessionDescription offer,
            List<PublishAnswer.Decision> decisions,
            long version,
            Fingerprint fingerprint,
            boolean iceRestarted,
            List<PublishedTrack> ended,
            List<PublishedTrack> started,
            Map<Integer, SourceTable.Source> sources,
            ExtensionIds extensions,
            String setup) {

        String answer(TransportDescription transport) {
            return PublishAnswer.write(offer, decisions, transport, setup, version).toString();
        }
    }

    /// @param dtlsRole ours
    PublishNegotiation(String peerId, DtlsRole dtlsRole) {
        this.peerId = peerId;
        this.dtlsRole = dtlsRole;
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

    /// Takes the track out of its section, which stays.
    @Nullable PublishedTrack release(String trackId) {
        for (PublishSlot slot : slots.values()) {
            PublishedTrack track = slot.track;
            if (track != null && track.id().equals(trackId)) {
                slot.track = null;
                return track;
            }
        }
        return null;
    }

    /// @throws NegotiationException when the offer is refused; nothing changed
    Outcome read(String offerSdp, List<TrackDescription> described, Set<String> withheld)
            throws NegotiationException {
        SessionDescription offer = parse(offerSdp);
        for (TrackDescription track : described) {
            checkId(track.trackId());
            checkId(track.streamId());
        }
        Fingerprint fingerprint =
                offer.transportAttribute("fingerprint")
                        .flatMap(Fingerprint::parse)
                        .orElseThrow(() ->
                                new NegotiationException("the offer has no sha-256 a=fingerprint"));
        String ufrag =
                offer.transportAttribute("ice-ufrag")
                        .orElseThrow(
                                () -> new NegotiationException("the offer has no a=ice-ufrag"));
        if (offer.transportAttribute("setup").orElse("actpass").equals(ownSetup())) {
            throw new NegotiationException(
                    "the offer has a=setup:"
                            + ownSetup()
                            + ", which is the part that this server takes here");
        }
        Map<String, TrackDescription> tracks = assign(offer, described);
        List<PublishAnswer.Decision> decisions = decide(offer, tracks);
        if (decisions.getFirst() instanceof PublishAnswer.Decision.Reject
                && !offer.media().getFirst().rejected()) {
            throw new NegotiationException(
                    "nothing in common in the first section (H264, VP8, VP9, AV1, opus, data"
                            + " channels)");
        }
        boolean restarted = remoteUfrag != null && !remoteUfrag.equals(ufrag);
        remoteUfrag = ufrag;
        var ended = new ArrayList<PublishedTrack>();
        var started = new ArrayList<PublishedTrack>();
        var sources = new LinkedHashMap<Integer, SourceTable.Source>();
        ExtensionIds extensions = ExtensionIds.NONE;
        for (int i = 0; i < decisions.size(); i++) {
            MediaSection section = offer.media().get(i);
            if (decisions.get(i) instanceof PublishAnswer.Decision.Receive receive) {
                apply(section, receive, tracks, withheld, ended, started);
                sources.putAll(sourcesOf(section));
                extensions = extensions.or(section.extensions());
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
                sources,
                extensions,
                ownSetup());
    }

    private String ownSetup() {
        return dtlsRole == DtlsRole.SERVER ? "passive" : "active";
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

    /// The ids go into the descriptions of all subscribers, where a line break would begin another
    /// attribute.
    private static void checkId(String id) throws NegotiationException {
        if (id.isEmpty()
                || id.length() > MAX_ID_LENGTH
                || !id.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new NegotiationException(
                    "the ids of a track are 1 to "
                            + MAX_ID_LENGTH
                            + " printable ASCII characters without spaces");
        }
    }

    private List<PublishAnswer.Decision> decide(
            SessionDescription offer, Map<String, TrackDescription> tracks) {
        var decisions = new ArrayList<PublishAnswer.Decision>();
        for (MediaSection section : offer.media()) {
            if (section.isData() && !section.rejected()) {
                decisions.add(new PublishAnswer.Decision.Data());
                continue;
            }
            Optional<PublishCodecs.Choice> codecs =
                    PublishCodecs.choose(section, preferred(section, tracks));
            if (section.rejected() || codecs.isEmpty()) {
                decisions.add(new PublishAnswer.Decision.Reject());
            } else if (section.direction().sends()
                    && tracks.containsKey(section.mid().orElse(""))) {
                decisions.add(
                        new PublishAnswer.Decision.Receive(
                                codecs.get(), simulcast(section, codecs.get())));
            } else {
                decisions.add(new PublishAnswer.Decision.Hold(codecs.get()));
            }
        }
        return decisions;
    }

    /// The codec that a track has already, else what signalling wants for it.
    private String preferred(MediaSection section, Map<String, TrackDescription> tracks) {
        String mid = section.mid().orElse("");
        PublishedTrack current = trackOf(mid);
        TrackDescription wanted = tracks.get(mid);
        if (wanted == null || current != null && current.id().equals(wanted.trackId())) {
            return current == null ? "" : current.codecName();
        }
        return wanted.codec();
    }

    /// The encodings to take: at most three, and only when packets can say which is theirs.
    private static List<String> simulcast(MediaSection section, PublishCodecs.Choice codecs) {
        List<String> offered = Simulcast.offeredRids(section, codecs.codec().payloadType());
        boolean told =
                section.extensions().containsKey(ExtensionUri.RID)
                        && section.extensions().containsKey(ExtensionUri.MID);
        return section.kind().equals("video") && told && offered.size() > 1
                ? offered.subList(0, Math.min(offered.size(), Encoding.TOP_RANK))
                : List.of();
    }

    private void apply(
            MediaSection section,
            PublishAnswer.Decision.Receive decision,
            Map<String, TrackDescription> tracks,
            Set<String> withheld,
            List<PublishedTrack> ended,
            List<PublishedTrack> started) {
        String mid = section.mid().orElse("");
        PublishSlot slot = slots.computeIfAbsent(mid, PublishSlot::new);
        TrackDescription wanted = Objects.requireNonNull(tracks.get(mid));
        PublishedTrack current = slot.track;
        if (withheld.contains(wanted.trackId())) {
            if (current != null) {
                ended.add(current);
                slot.track = null;
            }
            return;
        }
        if (current != null && current.id().equals(wanted.trackId())) {
            return;
        }
        if (current != null) {
            ended.add(current);
        }
        Map<String, Integer> ids = section.extensions();
        PublishCodecs.Choice codecs = decision.codecs();
        var track =
                new PublishedTrack(
                        wanted,
                        peerId,
                        new TrackFormat(
                                codecs.codec(),
                                codecs.retransmission().map(RtpMap::payloadType).orElse(0),
                                codecs.redundancy().map(RtpMap::payloadType).orElse(0),
                                ids.getOrDefault(ExtensionUri.AUDIO_LEVEL, 0),
                                PublishCodecs.isScalable(codecs.codec())
                                        ? ids.getOrDefault(ExtensionUri.DEPENDENCY_DESCRIPTOR, 0)
                                        : 0,
                                decision.rids()));
        slot.track = track;
        started.add(track);
    }

    /// The source that the offer names for a track without simulcast, and its RTX source. Encodings
    /// of simulcast have none in the offer: their packets name them.
    private Map<Integer, SourceTable.Source> sourcesOf(MediaSection section) {
        var result = new LinkedHashMap<Integer, SourceTable.Source>();
        PublishedTrack track = trackOf(section.mid().orElse(""));
        if (track == null || track.encodings().size() > 1) {
            return result;
        }
        Encoding only = track.encodings().getFirst();
        Map<Integer, Integer> repairs = section.retransmissionSsrcs();
        Set<Integer> repairing = Set.copyOf(repairs.values());
        for (int ssrc : section.ssrcs()) {
            if (!repairing.contains(ssrc)) {
                result.put(ssrc, new SourceTable.Source(track, only, false, true));
                Integer repair = repairs.get(ssrc);
                if (repair != null) {
                    result.put(repair, new SourceTable.Source(track, only, true, true));
                }
                return result;
            }
        }
        return result;
    }

    /// Which description belongs to which section, by `mid`: by the track id of `a=msid`, else
    /// (Firefox) the one that the section has already, else by stream and kind. Each is used once.
    private Map<String, TrackDescription> assign(
            SessionDescription offer, List<TrackDescription> described) {
        var left = new ArrayList<>(described);
        var tracks = new LinkedHashMap<String, TrackDescription>();
        for (MediaSection section : offer.media()) {
            take(section, left, track -> track.trackId().equals(msid(section, 1)), tracks);
        }
        for (MediaSection section : offer.media()) {
            PublishedTrack current = trackOf(section.mid().orElse(""));
            take(
                    section,
                    left,
                    track -> current != null && current.id().equals(track.trackId()),
                    tracks);
        }
        for (MediaSection section : offer.media()) {
            take(section, left, track -> track.streamId().equals(msid(section, 0)), tracks);
        }
        return tracks;
    }

    private static void take(
            MediaSection section,
            List<TrackDescription> left,
            Predicate<TrackDescription> fits,
            Map<String, TrackDescription> tracks) {
        String mid = section.mid().orElse("");
        if (section.isData() || !section.direction().sends() || tracks.containsKey(mid)) {
            return;
        }
        MediaKind kind = section.kind().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
        for (TrackDescription track : left) {
            if (track.kind() == kind && fits.test(track)) {
                tracks.put(mid, track);
                left.remove(track);
                return;
            }
        }
    }

    /// Stream id (0) or track id (1) of `a=msid`, or nothing.
    private static String msid(MediaSection section, int part) {
        String[] parts = section.attribute("msid").orElse("").trim().split(" +");
        return part < parts.length ? parts[part] : "";
    }
}
