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
public record RoomPorts(
        Broadcasts broadcasts,
        @Nullable Recordings recordings,
        @Nullable Restreams restreams,
        RoomEvents events,
        SessionMemory memory) {

    public static RoomPorts of(Broadcasts broadcasts) {
        return new RoomPorts(broadcasts, null, null, RoomEvents.ignored(), SessionMemory.none());
    }

    public RoomPorts withEvents(RoomEvents newEvents) {
        return new RoomPorts(broadcasts, recordings, restreams, newEvents, memory);
    }

    public RoomPorts withMemory(SessionMemory newMemory) {
        return new RoomPorts(broadcasts, recordings, restreams, events, newMemory);
    }

    public RoomPorts withOutputs(Recordings newRecordings, Restreams newRestreams) {
        return new RoomPorts(broadcasts, newRecordings, newRestreams, events, memory);
    }
}
