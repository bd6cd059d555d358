package io.rostra.sfu.subscribe;

import io.rostra.sfu.net.TransportDescription;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.webrtc.peer.PeerConnection;
import io.rostra.webrtc.sdp.ExtensionUri;
import io.rostra.webrtc.sdp.MediaSection;
import io.rostra.webrtc.sdp.SdpAttribute;
import io.rostra.webrtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;

/// Writes the server's offer of the subscribe connection. A pure function of the slots. Section 0
/// is the data channel; `mid`s are decimal integers and each track carries the publisher's own ids
/// in `a=msid`, since the SDK finds tracks by them.
final class SubscribeOffer {

    private SubscribeOffer() {}

    static String write(List<SubscribeSlot> slots, TransportDescription transport, long version) {
        var sections = new ArrayList<MediaSection>();
        var bundle = new StringBuilder("BUNDLE 0");
        sections.add(data(transport));
        for (SubscribeSlot slot : slots) {
            if (slot.rejected) {
                sections.add(rejected(slot));
            } else {
                bundle.append(' ').append(slot.mid);
                sections.add(media(slot, transport));
            }
        }
        var attributes =
                List.of(
                        SdpAttribute.of("group", bundle),
                        SdpAttribute.of("ice-lite"),
                        SdpAttribute.of("extmap-allow-mixed"),
                        SdpAttribute.of("msid-semantic", " WMS *"));
        return new SessionDescription(version, attributes, sections).toString();
    }

    private static MediaSection data(TransportDescription transport) {
        var attributes = new ArrayList<SdpAttribute>();
        attributes.add(SdpAttribute.of("mid", 0));
        attributes.addAll(transport.attributes("actpass", true));
        attributes.add(SdpAttribute.of("sctp-port", 5000));
        attributes.add(SdpAttribute.of("max-message-size", PeerConnection.MAX_MESSAGE_SIZE));
        return new MediaSection(
                "application", 9, "UDP/DTLS/SCTP", List.of("webrtc-datachannel"), attributes);
    }

    private static MediaSection rejected(SubscribeSlot slot) {
        return new MediaSection(
                kind(slot),
                0,
                "UDP/TLS/RTP/SAVPF",
                List.of(String.valueOf(slot.lastFormat.payloadType())),
                List.of(SdpAttribute.of("mid", slot.mid), SdpAttribute.of("inactive")));
    }

    private static MediaSection media(SubscribeSlot slot, TransportDescription transport) {
        DownTrack down = slot.downTrack;
        SubscribeCodecs.Format format = slot.lastFormat;
        var attributes = new ArrayList<SdpAttribute>();
        attributes.add(SdpAttribute.of("mid", slot.mid));
        attributes.addAll(transport.attributes("actpass", false));
        attributes.add(SdpAttribute.of(down == null ? "inactive" : "sendonly"));
        if (down != null) {
            attributes.add(
                    SdpAttribute.of("msid", down.track().streamId() + " " + down.track().id()));
        }
        attributes.add(SdpAttribute.of("rtcp-mux"));
        attributes.add(SdpAttribute.of("rtcp-rsize"));
        attributes.add(
                SdpAttribute.of(
                        "extmap",
                        SubscribeCodecs.TRANSPORT_CC_ID + " " + ExtensionUri.TRANSPORT_CC));
        if (slot.kind == MediaKind.AUDIO) {
            attributes.add(
                    SdpAttribute.of(
                            "extmap",
                            SubscribeCodecs.AUDIO_LEVEL_ID + " " + ExtensionUri.AUDIO_LEVEL));
        }
        if (down != null && down.track().dependencyDescriptorId() != 0) {
            attributes.add(
                    SdpAttribute.of(
                            "extmap",
                            SubscribeCodecs.DEPENDENCY_DESCRIPTOR_ID
                                    + " "
                                    + ExtensionUri.DEPENDENCY_DESCRIPTOR));
        }
        var formats = new ArrayList<String>();
        int payloadType = format.payloadType();
        if (down != null && down.track().redundancyType() != 0) {
            int red = SubscribeCodecs.REDUNDANCY_TYPE;
            formats.add(String.valueOf(red));
            attributes.add(SdpAttribute.of("rtpmap", red + " red/48000/2"));
            attributes.add(SdpAttribute.of("fmtp", red + " " + payloadType + "/" + payloadType));
        }
        formats.add(String.valueOf(payloadType));
        attributes.add(SdpAttribute.of("rtpmap", payloadType + " " + format.rtpmap()));
        for (String feedback : format.feedback()) {
            attributes.add(SdpAttribute.of("rtcp-fb", payloadType + " " + feedback));
        }
        if (!format.parameters().isEmpty()) {
            attributes.add(SdpAttribute.of("fmtp", payloadType + " " + format.parameters()));
        }
        int rtx = format.retransmissionType();
        if (rtx != 0) {
            formats.add(String.valueOf(rtx));
            attributes.add(SdpAttribute.of("rtpmap", rtx + " rtx/90000"));
            attributes.add(SdpAttribute.of("fmtp", rtx + " apt=" + payloadType));
        }
        if (down != null) {
            addSources(down, attributes);
        }
        return new MediaSection(kind(slot), 9, "UDP/TLS/RTP/SAVPF", formats, attributes);
    }

    private static void addSources(DownTrack down, List<SdpAttribute> attributes) {
        String media = Integer.toUnsignedString(down.ssrc());
        String cname = " cname:" + down.track().peerId();
        if (down.retransmissionSsrc() != 0) {
            String repair = Integer.toUnsignedString(down.retransmissionSsrc());
            attributes.add(SdpAttribute.of("ssrc-group", "FID " + media + " " + repair));
            attributes.add(SdpAttribute.of("ssrc", media + cname));
            attributes.add(SdpAttribute.of("ssrc", repair + cname));
        } else {
            attributes.add(SdpAttribute.of("ssrc", media + cname));
        }
    }

    private static String kind(SubscribeSlot slot) {
        return slot.kind == MediaKind.AUDIO ? "audio" : "video";
    }
}
