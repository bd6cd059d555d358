package io.rostra.signalling.rpc;

import io.rostra.sfu.subscribe.VideoLayer;
import org.jspecify.annotations.Nullable;

/// What a client asks for on the API data channel of its subscribe connection.
public sealed interface ApiChannelMessage {

    record PreferVideo(RequestId id, String trackId, VideoLayer layer)
            implements ApiChannelMessage {}

    record PreferAudio(RequestId id, String trackId, boolean subscribed)
            implements ApiChannelMessage {}

    /// The legacy dialect asks per stream and gets no reply.
    ///
    /// @param audio null to leave it as it is
    /// @param video null to leave it as it is
    record PreferStream(String streamId, @Nullable Boolean audio, @Nullable VideoLayer video)
            implements ApiChannelMessage {}

    record Unknown(RequestId id, String method) implements ApiChannelMessage {}
}
