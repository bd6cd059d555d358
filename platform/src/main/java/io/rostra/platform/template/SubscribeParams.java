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

    /// When tracks are switched off for a peer with a bad connection.
    ///
    /// @param packetLossThreshold percent, 1 to 100
    /// @param videoAlwaysEnabled keep the picture on while degrading; null when not set
    public record Degradation(
            int packetLossThreshold,
            int degradeGracePeriodSeconds,
            int recoverGracePeriodSeconds,
            @Nullable Boolean videoAlwaysEnabled) {

        public Degradation(
                int packetLossThreshold,
                int degradeGracePeriodSeconds,
                int recoverGracePeriodSeconds) {
            this(packetLossThreshold, degradeGracePeriodSeconds, recoverGracePeriodSeconds, null);
        }
    }
}
