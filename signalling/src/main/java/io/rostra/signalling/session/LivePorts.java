package io.rostra.signalling.session;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.live.Restreams;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.live.SessionMemory;
import org.jspecify.annotations.Nullable;

/// What rooms need of the rest of the server.
///
/// @param recordings null when this server does not record
/// @param restreams null when this server does not push to others
/// @param events hears what happens in the rooms
/// @param memory keeps sessions over a restart
public record LivePorts(
        Broadcasts broadcasts,
        @Nullable Recordings recordings,
        @Nullable Restreams restreams,
        RoomEvents events,
        SessionMemory memory) {

    public static LivePorts of(Broadcasts broadcasts) {
        return new LivePorts(broadcasts, null, null, RoomEvents.ignored(), SessionMemory.none());
    }

    public LivePorts withEvents(RoomEvents newEvents) {
        return new LivePorts(broadcasts, recordings, restreams, newEvents, memory);
    }

    public LivePorts withMemory(SessionMemory newMemory) {
        return new LivePorts(broadcasts, recordings, restreams, events, newMemory);
    }

    public LivePorts withOutputs(Recordings newRecordings, Restreams newRestreams) {
        return new LivePorts(broadcasts, newRecordings, newRestreams, events, memory);
    }
}
