package io.rostra.sfu.net;

import io.rostra.webrtc.dtls.Fingerprint;
import io.rostra.webrtc.ice.IceCredentials;
import io.rostra.webrtc.sdp.SdpAttribute;
import java.util.ArrayList;
import java.util.List;

/// What a description says of our transport: ICE credentials and candidates, certificate.
///
/// @param candidates values of `a=candidate`
public record TransportDescription(
        IceCredentials credentials, Fingerprint fingerprint, List<String> candidates) {

    /// Attributes for one section.
    ///
    /// @param setup `actpass` in an offer, `passive` in an answer
    /// @param tagged whether the section is the first of the BUNDLE group, which alone carries the
    ///   candidates (RFC 9143 section 7.1.3)
    public List<SdpAttribute> attributes(String setup, boolean tagged) {
        var attributes = new ArrayList<SdpAttribute>();
        attributes.add(SdpAttribute.of("ice-ufrag", credentials.ufrag()));
        attributes.add(SdpAttribute.of("ice-pwd", credentials.password()));
        attributes.add(SdpAttribute.of("fingerprint", fingerprint.toAttribute()));
        attributes.add(SdpAttribute.of("setup", setup));
        if (tagged) {
            for (String candidate : candidates) {
                attributes.add(SdpAttribute.of("candidate", candidate));
            }
            attributes.add(SdpAttribute.of("end-of-candidates"));
        }
        return attributes;
    }
}
