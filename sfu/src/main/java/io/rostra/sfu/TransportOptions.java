package io.rostra.sfu;

import io.rostra.webrtc.dtls.DtlsRole;
import java.util.List;

/// How a transport is reached.
///
/// @param hostAddresses IP addresses to offer as ICE host candidates beside those of the machine's
///   interfaces: above all the one by which this client reached the server
/// @param dtlsRole ours; the client's part is for whoever offers nothing else than to wait for us
public record TransportOptions(List<String> hostAddresses, DtlsRole dtlsRole) {
    public TransportOptions {
        hostAddresses = List.copyOf(hostAddresses);
    }

    public TransportOptions(List<String> hostAddresses) {
        this(hostAddresses, DtlsRole.SERVER);
    }
}
