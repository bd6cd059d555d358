package io.rostra.sfu;

import java.util.List;

/// How a transport is reached.
///
/// @param hostAddresses IP addresses to offer as ICE host candidates beside those of the machine's
///   interfaces: above all the one by which this client reached the server
public record TransportOptions(List<String> hostAddresses) {
    public TransportOptions {
        hostAddresses = List.copyOf(hostAddresses);
    }
}
