package io.rostra.sfu;

import java.util.List;

/// @param mediaPort UDP port of all media; 0 lets the system choose (tests)
/// @param eventLoops threads that own rooms, at least 1
/// @param advertisedAddresses IP addresses to offer as candidates before all others
public record SfuConfig(int mediaPort, int eventLoops, List<String> advertisedAddresses) {
    public SfuConfig {
        if (mediaPort < 0 || mediaPort > 65_535) {
            throw new IllegalArgumentException("media-port must be between 1 and 65535");
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("event-loops must be at least 1");
        }
        advertisedAddresses = List.copyOf(advertisedAddresses);
    }
}
