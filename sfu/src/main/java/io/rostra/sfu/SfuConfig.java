package io.rostra.sfu;

import java.util.List;

/// @param mediaPort UDP port of all media; 0 lets the system choose (tests)
/// @param eventLoops threads that own rooms, at least 1
/// @param advertisedAddresses IP addresses to offer as candidates before all others
/// @param loudest how many tracks of sound of a room are heard at a time, the loudest; 0 for all
public record SfuConfig(
        int mediaPort, int eventLoops, List<String> advertisedAddresses, int loudest) {

    public SfuConfig(int mediaPort, int eventLoops, List<String> advertisedAddresses) {
        this(mediaPort, eventLoops, advertisedAddresses, 0);
    }

    public SfuConfig {
        if (mediaPort < 0 || mediaPort > 65_535) {
            throw new IllegalArgumentException("media-port must be between 1 and 65535");
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("event-loops must be at least 1");
        }
        if (loudest < 0) {
            throw new IllegalArgumentException("audio-loudest must be 0 (for all) or more");
        }
        advertisedAddresses = List.copyOf(advertisedAddresses);
    }
}
