package io.rostra.sfu.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalAddressesTest {

    private final LocalAddresses addresses = new LocalAddresses();

    @Test
    void putsPreferredOnesFirstAndOnce() {
        List<InetAddress> all =
                addresses.withPreferred(List.of("192.0.2.1", "2001:db8::1", "192.0.2.1"));

        assertThat(all)
                .startsWith(
                        InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1"))
                .doesNotHaveDuplicates();
    }

    /// Who came by `localhost` is reached at the machine's other addresses first.
    @Test
    void putsLoopbackLast() {
        addresses.refresh();

        assertThat(addresses.withPreferred(List.of("::1", "127.0.0.1", "192.0.2.1")))
                .startsWith(InetAddress.ofLiteral("192.0.2.1"))
                .endsWith(InetAddress.ofLiteral("::1"), InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void looksUpNoNames() {
        assertThat(addresses.withPreferred(List.of("localhost", "example.org", "")))
                .as("loopback when nothing else is known")
                .containsExactly(InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void offersOnlySoMany() {
        var many = new ArrayList<String>();
        for (int i = 1; i < 100; i++) {
            many.add("192.0.2." + i);
        }

        assertThat(addresses.withPreferred(many)).hasSize(16);
    }

    @Test
    void findsNoLoopbackAmongTheInterfaces() {
        addresses.refresh();

        assertThat(addresses.withPreferred(List.of("192.0.2.1")))
                .noneMatch(InetAddress::isLoopbackAddress);
    }
}
