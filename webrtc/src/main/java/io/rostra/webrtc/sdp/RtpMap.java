package io.rostra.webrtc.sdp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A payload type with what `a=rtpmap`, `a=fmtp` and `a=rtcp-fb` say of it.
///
/// @param clockRate hertz
/// @param channels audio channels; 1 where not stated
/// @param parameters of `a=fmtp`, lower-case keys
/// @param feedback values of `a=rtcp-fb` such as `nack pli`
public record RtpMap(
        int payloadType,
        String codec,
        int clockRate,
        int channels,
        Map<String, String> parameters,
        List<String> feedback) {

    public RtpMap {
        parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        feedback = List.copyOf(feedback);
    }

    public boolean is(String codecName) {
        return codec.equalsIgnoreCase(codecName);
    }

    public Optional<String> parameter(String key) {
        return Optional.ofNullable(parameters.get(key.toLowerCase(Locale.ROOT)));
    }

    /// The payload type that this retransmission format repairs (RFC 4588 section 8.1), or -1.
    public int associatedPayloadType() {
        try {
            return is("rtx") ? Integer.parseInt(parameters.getOrDefault("apt", "-1")) : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
