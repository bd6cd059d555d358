package io.rostra.signalling.rpc;

import io.rostra.sfu.publish.MediaKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a peer may ask to be done to others.
public sealed interface ModerationRequest extends Request {

    /// @param mute false asks the publisher to unmute
    record MuteTrack(String peerId, String trackId, boolean mute) implements ModerationRequest {}

    /// @param kind null for both
    /// @param source null for all
    /// @param roles whose tracks; empty for everybody's
    record MuteTracks(
            boolean mute, @Nullable MediaKind kind, @Nullable String source, List<String> roles)
            implements ModerationRequest {
        public MuteTracks {
            roles = List.copyOf(roles);
        }
    }

    record RemovePeer(String peerId, String reason) implements ModerationRequest {}

    /// @param lock nobody may join any more
    record EndRoom(boolean lock, String reason) implements ModerationRequest {}

    record GroupAdd(String peerId, String group) implements ModerationRequest {}

    record GroupRemove(String peerId, String group) implements ModerationRequest {}
}
