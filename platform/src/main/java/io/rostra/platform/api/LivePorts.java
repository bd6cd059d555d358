package io.rostra.platform.api;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.memory.RoomMemory;
import java.util.Optional;

/// What the API needs of rooms that are in use.
///
/// @param recordings empty on a server that cannot record
/// @param memory writes down what happens in them
public record LivePorts(
        LiveRooms rooms,
        Broadcasts broadcasts,
        Optional<Recordings> recordings,
        RoomMemory memory) {}
