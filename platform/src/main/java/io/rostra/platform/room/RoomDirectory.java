package io.rostra.platform.room;

import io.rostra.platform.poll.PollDefinition;
import io.rostra.platform.template.Template;
import java.util.Map;
import java.util.Optional;

/// Access to rooms and their templates. Thread-safe; may read the database, so call it from a
/// virtual thread, never from an event loop.
public interface RoomDirectory {

    Optional<Room> findRoom(String roomId);

    Template templateOf(Room room);

    /// The polls that are linked to the room, by id, in the order of the room.
    default Map<String, PollDefinition> pollsOf(Room room) {
        return Map.of();
    }

    /// Locks the room: nobody may join until it is enabled again. On the disk when this returns.
    void disable(Room room);
}
