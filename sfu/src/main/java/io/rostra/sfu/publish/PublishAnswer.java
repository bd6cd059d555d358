package io.rostra.sfu.publish;

import io.rostra.sfu.net.TransportDescription;
import io.rostra.webrtc.peer.PeerConnection;
import io.rostra.webrtc.sdp.ExtensionUri;
import io.rostra.webrtc.sdp.MediaSection;
import io.rostra.webrtc.sdp.RtpMap;
import io.rostra.webrtc.sdp.SdpAttribute;
import io.rostra.webrtc.sdp.SessionDescription;
import io.rostra.webrtc.sdp.Simulcast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes the answer to a publisher's offer (RFC 9429 section 5.3). A pure function of the offer,
/// of what was decided per section, and of our transport.
final class PublishAnswer {

    /// Ids in the offer that we take over.
    private static final Set<String> AUDIO_EXTENSIONS =
            Set.of(ExtensionUri.MID, ExtensionUri.TRANSPORT_CC, ExtensionUri.AUDIO_LEVEL);

    /// Not the video orientation: a sender that does not have it turns the picture itself, and then
    /// the audience of the live stream sees it upright, too.
    ///
    /// RID and REPAIRED-RID say to which simulcast encoding a packet belongs (RFC 8852). They are
    /// agreed to even while nothing flows: what an answer leaves out Chromium leaves out of its
    /// next offer, which it then refuses itself, because it offers simulcast without them.
    private static final Set<String> VIDEO_EXTENSIONS =
            Set.of(
                    ExtensionUri.MID,
                    ExtensionUri.TRANSPORT_CC,
                    ExtensionUri.RID,
                    ExtensionUri.REPAIRED_RID);

    /// Of codecs with layers, and only of those: others would only get longer packets.
    private static final Set<String> LAYER_EXTENSIONS = Set.of(ExtensionUri.DEPENDENCY_DESCRIPTOR);

    private static final String ALLOW_MIXED = "extmap-allow-mixed";

    /// Feedback that we act upon.
    private static final Set<String> FEEDBACK =
            Set.of("nack", "nack pli", "ccm fir", "transport-cc");

    /// Lets the browser's estimate begin where a 720p picture is possible instead of climbing for
    /// seconds. kbit/s.
    private static final String START_BITRATE = "2500";

    /// What becomes of one section.
    sealed interface Decision {
        /// Refused for good (port 0).
        record Reject() implements Decision {}

        /// Kept, nothing flows.
        record Hold(PublishCodecs.Choice codecs) implements Decision {}

        /// @param rids of the simulcast encodings, as offered; empty without simulcast
        record Receive(PublishCodecs.Choice codecs, List<String> rids) implements Decision {
            public Receive {
                rids = List.copyOf(rids);
            }
        }

        record Data() implements Decision {}
    }

    private PublishAnswer() {}

    /// @param decisions one for each section of the offer
    /// @param setup our part in the DTLS handshake
    static SessionDescription write(
            SessionDescription offer,
            List<Decision> decisions,
            TransportDescription transport,
            String setup,
            long version) {
        var sections = new ArrayList<MediaSection>();
        var bundle = new ArrayList<String>();
        for (int i = 0; i < offer.media().size(); i++) {
            MediaSection offered = offer.media().get(i);
            Decision decision = decisions.get(i);
            String mid = offered.mid().orElse("");
            if (!(decision instanceof Decision.Reject)) {
                bundle.add(mid);
            }
            List<SdpAttribute> own = transport.attributes(setup, bundle.size() == 1);
            sections.add(section(offered, mid, decision, own));
        }
        var attributes = new ArrayList<SdpAttribute>();
        attributes.add(SdpAttribute.of("group", "BUNDLE " + String.join(" ", bundle)));
        attributes.add(SdpAttribute.of("ice-lite"));
        if (offer.attribute(ALLOW_MIXED).isPresent()) {
            // Key frames' dependency descriptors do not fit into the short form (RFC 8285 section
            // 6).
            attributes.add(SdpAttribute.of(ALLOW_MIXED));
        }
        attributes.add(SdpAttribute.of("msid-semantic", " WMS *"));
        return new SessionDescription(version, attributes, sections);
    }

    private static MediaSection section(
            MediaSection offered, String mid, Decision decision, List<SdpAttribute> transport) {
        var attributes = new ArrayList<SdpAttribute>();
        attributes.add(SdpAttribute.of("mid", mid));
        return switch (decision) {
            case Decision.Reject _ ->
                    new MediaSection(
                            offered.kind(), 0, offered.protocol(), offered.formats(), attributes);
            case Decision.Data _ -> {
                attributes.addAll(transport);
                attributes.add(SdpAttribute.of("sctp-port", 5000));
                attributes.add(
                        SdpAttribute.of("max-message-size", PeerConnection.MAX_MESSAGE_SIZE));
                yield new MediaSection(
                        offered.kind(), 9, offered.protocol(), offered.formats(), attributes);
            }
            case Decision.Hold hold -> {
                attributes.addAll(transport);
                attributes.add(SdpAttribute.of("inactive"));
                yield media(offered, hold.codecs(), attributes);
            }
            case Decision.Receive receive -> {
                attributes.addAll(transport);
                attributes.add(SdpAttribute.of("recvonly"));
                if (!receive.rids().isEmpty()) {
                    attributes.addAll(Simulcast.receiving(receive.rids()));
                }
                yield media(offered, receive.codecs(), attributes);
            }
        };
    }

    private static MediaSection media(
            MediaSection offered, PublishCodecs.Choice codecs, List<SdpAttribute> attributes) {
        boolean audio = offered.kind().equals("audio");
        addExtensions(offered, audio ? AUDIO_EXTENSIONS : VIDEO_EXTENSIONS, attributes);
        if (PublishCodecs.isScalable(codecs.codec())) {
            addExtensions(offered, LAYER_EXTENSIONS, attributes);
        }
        attributes.add(SdpAttribute.of("rtcp-mux"));
        attributes.add(SdpAttribute.of("rtcp-rsize"));
        var formats = new ArrayList<String>();
        RtpMap codec = codecs.codec();
        codecs.redundancy().ifPresent(red -> redundancy(red, codec, formats, attributes));
        format(codec, formatParameters(codec), formats, attributes);
        codecs.retransmission()
                .ifPresent(rtx ->
                        format(
                                rtx,
                                Map.of("apt", String.valueOf(codec.payloadType())),
                                formats,
                                attributes));
        return new MediaSection(offered.kind(), 9, offered.protocol(), formats, attributes);
    }

    /// In front of the codec, which says that it is to be used (RFC 2198 section 5).
    private static void redundancy(
            RtpMap red, RtpMap codec, List<String> formats, List<SdpAttribute> attributes) {
        format(red, Map.of(), formats, attributes);
        int of = codec.payloadType();
        attributes.add(SdpAttribute.of("fmtp", red.payloadType() + " " + of + "/" + of));
    }

    private static void addExtensions(
            MediaSection offered, Set<String> wanted, List<SdpAttribute> attributes) {
        offered.extensions()
                .forEach((uri, id) -> {
                    if (wanted.contains(uri)) {
                        attributes.add(SdpAttribute.of("extmap", id + " " + uri));
                    }
                });
    }

    private static void format(
            RtpMap map,
            Map<String, String> parameters,
            List<String> formats,
            List<SdpAttribute> attributes) {
        int payloadType = map.payloadType();
        formats.add(String.valueOf(payloadType));
        String channels = map.channels() > 1 ? "/" + map.channels() : "";
        attributes.add(
                SdpAttribute.of(
                        "rtpmap",
                        payloadType + " " + map.codec() + "/" + map.clockRate() + channels));
        for (String feedback : map.feedback()) {
            if (FEEDBACK.contains(feedback)) {
                attributes.add(SdpAttribute.of("rtcp-fb", payloadType + " " + feedback));
            }
        }
        if (!parameters.isEmpty()) {
            String text =
                    parameters.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining(";"));
            attributes.add(SdpAttribute.of("fmtp", payloadType + " " + text));
        }
    }

    private static Map<String, String> formatParameters(RtpMap codec) {
        var parameters = new LinkedHashMap<>(codec.parameters());
        if (codec.is("opus")) {
            // What it says in the packet before covers the loss of one. Silence is left out (DTX)
            // only by who offers that itself.
            parameters.put("useinbandfec", "1");
        } else {
            parameters.put("x-google-start-bitrate", START_BITRATE);
        }
        return parameters;
    }
}
