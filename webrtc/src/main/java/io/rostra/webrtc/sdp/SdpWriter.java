package io.rostra.webrtc.sdp;

/// Writes a session description as text (RFC 8866), lines ended by CRLF, the last one too.
final class SdpWriter {

    private static final String END = "\r\n";

    private SdpWriter() {}

    static String write(SessionDescription description) {
        var text = new StringBuilder(1024);
        text.append("v=0").append(END);
        text.append("o=- 1 ").append(description.version()).append(" IN IP4 127.0.0.1").append(END);
        text.append("s=-").append(END);
        text.append("t=0 0").append(END);
        for (SdpAttribute attribute : description.attributes()) {
            text.append("a=").append(attribute).append(END);
        }
        for (MediaSection section : description.media()) {
            text.append("m=")
                    .append(section.kind())
                    .append(' ')
                    .append(section.port())
                    .append(' ')
                    .append(section.protocol())
                    .append(' ')
                    .append(String.join(" ", section.formats()))
                    .append(END);
            text.append("c=IN IP4 0.0.0.0").append(END);
            for (SdpAttribute attribute : section.attributes()) {
                text.append("a=").append(attribute).append(END);
            }
        }
        return text.toString();
    }
}
