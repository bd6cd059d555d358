package io.rostra.platform.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a role hears and sees over WebRTC. A role that publishes nothing and subscribes to nobody
/// has no peer connection at all.
///
/// @param maxSubsBitRate kbit/s
public record SubscribeParams(
        List<String> subscribeToRoles,
        int maxSubsBitRate,
        @Nullable Degradation subscribeDegradation) {

    public SubscribeParams {
        subscribeToRoles = List.copyOf(subscribeToRoles);
    }

    public record Degradation(
            int packetLossThreshold,
            int degradeGracePeriodSeconds,
            int recoverGracePeriodSeconds) {}
}
