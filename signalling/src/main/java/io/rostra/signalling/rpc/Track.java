package io.rostra.signalling.rpc;

import io.rostra.sfu.publish.MediaKind;

/// What signalling says of a published track. Ids are the publisher's own and relayed unchanged.
///
/// @param source `regular`, `screen`, `audioplaylist`, `videoplaylist` or the app's own word
public record Track(
        String trackId,
        String streamId,
        MediaKind kind,
        String source,
        boolean mute,
        String description) {

    public static final String SCREEN = "screen";

    public Track withState(boolean newMute, String newDescription) {
        return new Track(trackId, streamId, kind, source, newMute, newDescription);
    }
}
