package io.rostra.webrtc.ice;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// The `a=candidate` lines of a server that has host candidates only (RFC 8839 section 5.1).
public final class Candidates {

    private static final int HOST_TYPE_PREFERENCE = 126;
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

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return address instanceof Inet6Address && scope > 0 ? text.substring(0, scope) : text;
    }
}
