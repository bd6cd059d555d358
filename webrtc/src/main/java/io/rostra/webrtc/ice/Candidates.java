package io.rostra.webrtc.ice;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// The `a=candidate` lines of a server that has host candidates only (RFC 8839 section 5.1).
public final class Candidates {

    private static final int HOST_TYPE_PREFERENCE = 126;

    /// Below every UDP candidate, as RFC 6544 section 4.2 asks for media.
    private static final int TCP_TYPE_PREFERENCE = 99;

    /// Of a passive host candidate (RFC 6544 section 4.2).
    private static final int PASSIVE_DIRECTION = 4;

    private static final int RTP_COMPONENT = 1;

    private Candidates() {}

    /// Attribute values, first address preferred.
    public static List<String> udpHosts(List<InetAddress> addresses, int port) {
        var lines = new ArrayList<String>();
        int localPreference = 65_535;
        for (InetAddress address : addresses) {
            long priority =
                    ((long) HOST_TYPE_PREFERENCE << 24)
                            | ((long) localPreference << 8)
                            | (256 - RTP_COMPONENT);
            lines.add(
                    "%d %d udp %d %s %d typ host"
                            .formatted(
                                    lines.size() + 1,
                                    RTP_COMPONENT,
                                    priority,
                                    text(address),
                                    port));
            localPreference -= 10;
        }
        return lines;
    }

    /// For connections that the browser opens (RFC 6544), when UDP does not get through.
    ///
    /// @param foundation of the first; no other candidate may have it or those that follow
    public static List<String> passiveTcpHosts(
            List<InetAddress> addresses, int port, int foundation) {
        var lines = new ArrayList<String>();
        int otherPreference = 8_191;
        for (InetAddress address : addresses) {
            long localPreference = ((long) PASSIVE_DIRECTION << 13) | otherPreference;
            long priority =
                    ((long) TCP_TYPE_PREFERENCE << 24)
                            | (localPreference << 8)
                            | (256 - RTP_COMPONENT);
            lines.add(
                    "%d %d tcp %d %s %d typ host tcptype passive"
                            .formatted(
                                    foundation + lines.size(),
                                    RTP_COMPONENT,
                                    priority,
                                    text(address),
                                    port));
            otherPreference -= 10;
        }
        return lines;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return address instanceof Inet6Address && scope > 0 ? text.substring(0, scope) : text;
    }
}
