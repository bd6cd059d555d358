package io.rostra.webrtc.sdp;

/// One `a=` line: `a=name` or `a=name:value` (RFC 8866 section 5.13).
///
/// @param value empty for a property attribute
public record SdpAttribute(String name, String value) {

    public static SdpAttribute of(String name) {
        return new SdpAttribute(name, "");
    }

    public static SdpAttribute of(String name, Object value) {
        return new SdpAttribute(name, value.toString());
    }

    @Override
    public String toString() {
        return value.isEmpty() ? name : name + ":" + value;
    }
}
