package io.rostra.signalling;

/// Session descriptions as a browser would make them, as far as negotiation looks at them.
final class Sdp {

    private static final String FINGERPRINT = "AB:".repeat(31) + "CD";

    private Sdp() {}

    /// The offer of `join`: nothing but the data channel.
    static String channelOffer() {
        return head("0") + channel("actpass");
    }

    /// An offer that publishes Opus on section 1.
    static String audioOffer(String streamId, String trackId) {
        return head("0 1")
                + channel("actpass")
                + """
                m=audio 9 UDP/TLS/RTP/SAVPF 111\r
                c=IN IP4 0.0.0.0\r
                a=ice-ufrag:abcd\r
                a=ice-pwd:0123456789012345678901\r
                a=fingerprint:sha-256 %s\r
                a=setup:actpass\r
                a=mid:1\r
                a=sendonly\r
                a=msid:%s %s\r
                a=rtcp-mux\r
                a=rtpmap:111 opus/48000/2\r
                a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r
                a=ssrc:1234 cname:c\r
                """
                        .formatted(FINGERPRINT, streamId, trackId);
    }

    /// The same after the track was removed.
    static String audioWithdrawn() {
        return audioOffer("s", "t")
                .replace("a=sendonly", "a=inactive")
                .replaceAll("a=msid:[^\r]*\r\n", "")
                .replaceAll("a=ssrc:[^\r]*\r\n", "");
    }

    /// Accepts everything that a server's offer has.
    static String answerTo(String offer) {
        var answer = new StringBuilder();
        for (String line : offer.split("\r\n")) {
            if (line.startsWith("a=ssrc")
                    || line.startsWith("a=msid")
                    || line.startsWith("a=candidate")
                    || line.startsWith("a=ice-lite")
                    || line.startsWith("a=end-of")) {
                continue;
            }
            answer.append(
                    switch (line) {
                        case "a=setup:actpass" -> "a=setup:active";
                        case "a=sendonly" -> "a=recvonly";
                        default -> line;
                    });
            answer.append("\r\n");
        }
        return answer.toString();
    }

    private static String head(String mids) {
        return """
        v=0\r
        o=- 1 1 IN IP4 127.0.0.1\r
        s=-\r
        t=0 0\r
        a=group:BUNDLE %s\r
        a=msid-semantic: WMS\r
        """
                .formatted(mids);
    }

    private static String channel(String setup) {
        return """
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r
        c=IN IP4 0.0.0.0\r
        a=ice-ufrag:abcd\r
        a=ice-pwd:0123456789012345678901\r
        a=fingerprint:sha-256 %s\r
        a=setup:%s\r
        a=mid:0\r
        a=sctp-port:5000\r
        a=max-message-size:262144\r
        """
                .formatted(FINGERPRINT, setup);
    }
}
