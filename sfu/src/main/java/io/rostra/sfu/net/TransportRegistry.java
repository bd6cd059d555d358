package io.rostra.sfu.net;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which transport a datagram belongs to: by the local ICE username fragment at first, by the
/// proven remote address from then on. Thread-safe; shared by the sockets of all loops.
public final class TransportRegistry {

    private final Map<String, DatagramTarget> byUfrag = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, DatagramTarget> byAddress = new ConcurrentHashMap<>();

    public void addUfrag(String localUfrag, DatagramTarget target) {
        byUfrag.put(localUfrag, target);
    }

    public void removeUfrag(String localUfrag) {
        byUfrag.remove(localUfrag);
    }

    /// Gives the address to the target, whoever had it before.
    public void addAddress(InetSocketAddress remote, DatagramTarget target) {
        byAddress.put(remote, target);
    }

    /// Takes the address away if the target still has it.
    public void removeAddress(InetSocketAddress remote, DatagramTarget target) {
        byAddress.remove(remote, target);
    }

    @Nullable DatagramTarget byUfrag(String localUfrag) {
        return byUfrag.get(localUfrag);
    }

    @Nullable DatagramTarget byAddress(InetSocketAddress remote) {
        return byAddress.get(remote);
    }

    /// ICE user name fragments held now; for tests and metrics.
    public int ufragCount() {
        return byUfrag.size();
    }

    /// Remote addresses held now; for tests and metrics.
    public int addressCount() {
        return byAddress.size();
    }
}
