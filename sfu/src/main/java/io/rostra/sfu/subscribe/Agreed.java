package io.rostra.sfu.subscribe;

import io.rostra.webrtc.sdp.ExtensionUri;
import io.rostra.webrtc.sdp.MediaSection;

/// What a subscriber agreed to beside the codec.
///
/// @param descriptors dependency descriptors
/// @param redundancy redundant audio (RFC 2198)
record Agreed(boolean descriptors, boolean redundancy) {
    static final Agreed NOTHING = new Agreed(false, false);

    /// @param longExtensions the client reads header extensions of more than 16 bytes, as a
    ///   dependency descriptor on a key frame is
    static Agreed by(MediaSection section, boolean longExtensions) {
        boolean descriptors =
                longExtensions
                        && section.extensions().containsKey(ExtensionUri.DEPENDENCY_DESCRIPTOR);
        String red = String.valueOf(SubscribeCodecs.REDUNDANCY_TYPE);
        return new Agreed(descriptors, section.formats().contains(red));
    }
}
