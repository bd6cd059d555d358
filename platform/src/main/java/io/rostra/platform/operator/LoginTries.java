package io.rostra.platform.operator;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Slows down whoever guesses: an address has a few tries, then it has to wait, longer each time.
/// Thread-safe.
public final class LoginTries {

    private static final int FREE = 5;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /// After so long without a try an address starts anew.
    private static final Duration FORGOTTEN = Duration.ofMinutes(30);

    private static final int MOST_ADDRESSES = 10_000;

    /// @param until when the next try is admitted
    private record Tries(int count, Instant last, Instant until) {}

    private final Map<String, Tries> byAddress =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
                    return size() > MOST_ADDRESSES;
                }
            };

    /// Counts a try before its outcome is known, so that many at once gain nothing.
    ///
    /// @return how long to wait instead; zero when the try may be made
    public synchronized Duration begin(String address, Instant now) {
        String network = network(address);
        @Nullable Tries before = byAddress.get(network);
        if (before == null || now.isAfter(before.last().plus(FORGOTTEN))) {
            before = new Tries(0, now, now);
        }
        // Tries that come at once may have read the clock in another order than they got here.
        if (before.count() >= FREE && now.isBefore(before.until())) {
            return Duration.between(now, before.until());
        }
        int count = before.count() + 1;
        byAddress.put(network, new Tries(count, now, now.plus(waitAfter(count))));
        return Duration.ZERO;
    }

    /// The try was right: its address owes nothing any more.
    public synchronized void succeeded(String address) {
        byAddress.remove(network(address));
    }

    private static Duration waitAfter(int count) {
        if (count < FREE) {
            return Duration.ZERO;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(count - FREE, 20));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /// Who has one address of IPv6 has the 2^64 beside it.
    private static String network(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), 8))
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException _) {
            return "unknown";
        }
    }
}
