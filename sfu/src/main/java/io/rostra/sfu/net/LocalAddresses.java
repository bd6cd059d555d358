package io.rostra.sfu.net;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// The addresses by which browsers may reach the media port: those asked for, then those of the
/// machine's interfaces. Thread-safe.
public final class LocalAddresses {

    private static final int MAX_CANDIDATES = 16;

    private volatile List<InetAddress> interfaces = List.of();

    /// Looks at the interfaces again; may block for some milliseconds.
    public void refresh() {
        var found = new ArrayList<InetAddress>();
        try {
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                if (each.isUp() && !each.isLoopback()) {
                    each.inetAddresses()
                            .filter(a -> !a.isLinkLocalAddress() && !a.isAnyLocalAddress())
                            .forEach(found::add);
                }
            }
            interfaces = List.copyOf(found);
        } catch (SocketException _) {
            // What was known stays.
        }
    }

    /// Loopback addresses come last even so: browsers check from the addresses of their interfaces
    /// first, and from there our answer would leave with another address than the one they asked,
    /// which they do not take. Each check in vain costs them 50 ms.
    ///
    /// @param preferred IP literals that come first; anything else among them is ignored
    public List<InetAddress> withPreferred(List<String> preferred) {
        var all = new LinkedHashSet<InetAddress>();
        var loopback = new LinkedHashSet<InetAddress>();
        for (String text : preferred) {
            try {
                InetAddress address = InetAddress.ofLiteral(text);
                (address.isLoopbackAddress() ? loopback : all).add(address);
            } catch (IllegalArgumentException _) {
                // Not an address: names are not looked up on an event loop.
            }
        }
        all.addAll(interfaces);
        all.addAll(loopback);
        if (all.isEmpty()) {
            all.add(loopback());
        }
        return all.stream().limit(MAX_CANDIDATES).toList();
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }
}
