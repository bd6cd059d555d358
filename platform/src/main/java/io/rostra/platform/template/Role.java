package io.rostra.platform.template;

/// One role of a template.
///
/// @param priority 1 (highest) to 5
/// @param maxPeerCount 0 for no limit, -1 for nobody
public record Role(
        String name,
        PublishParams publishParams,
        SubscribeParams subscribeParams,
        Permissions permissions,
        int priority,
        int maxPeerCount) {

    /// Whether peers of this role have peer connections at all. An `hls-viewer` has none.
    public boolean usesWebRtc() {
        return !publishParams.allowed().isEmpty() || !subscribeParams.subscribeToRoles().isEmpty();
    }
}
