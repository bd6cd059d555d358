package io.rostra.streaming.ingest;

import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.TrackDescription;
import java.util.UUID;

/// Ids for a broadcaster's tracks, which are of one stream: a new one each time a track appears,
/// since SDKs do not expect a track to come back.
record TrackNames(String streamId) {

    static TrackNames random() {
        return new TrackNames(UUID.randomUUID().toString());
    }

    TrackDescription describe(MediaKind kind) {
        return new TrackDescription(UUID.randomUUID().toString(), streamId, kind);
    }
}
