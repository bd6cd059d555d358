package io.rostra.streaming.egress;

import io.rostra.sfu.publish.MediaKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the live stream shows: video and sound of one broadcaster. At least one of both is there.
record Program(@Nullable StageTrack video, @Nullable StageTrack audio) {

    /// Chooses among the tracks on stage: the earliest video that we can use, with the sound that
    /// belongs to the same stream; when nobody has video, the earliest sound. A screen is a stream
    /// of its own and is published later than the camera, so it is chosen only when it is all there
    /// is.
    ///
    /// @param tracks oldest first
    /// @return null when nobody is on stage
    static @Nullable Program choose(List<StageTrack> tracks) {
        StageTrack video = first(tracks, MediaKind.VIDEO, null);
        StageTrack audio = first(tracks, MediaKind.AUDIO, video);
        return video == null && audio == null ? null : new Program(video, audio);
    }

    private static @Nullable StageTrack first(
            List<StageTrack> tracks, MediaKind kind, @Nullable StageTrack companion) {
        StageTrack ofSamePeer = null;
        for (StageTrack track : tracks) {
            if (track.kind() != kind || !isUsable(track)) {
                continue;
            }
            if (companion == null
                    || track.peerId().equals(companion.peerId())
                            && track.streamId().equals(companion.streamId())) {
                return track;
            }
            if (ofSamePeer == null && track.peerId().equals(companion.peerId())) {
                ofSamePeer = track;
            }
        }
        return ofSamePeer;
    }

    static boolean isUsable(StageTrack track) {
        return switch (track.codecName().toLowerCase(Locale.ROOT)) {
            case "opus", "h264", "vp8" -> true;
            default -> false;
        };
    }
}
