package io.rostra.platform.api;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.Intake;
import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.Pushes;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.memory.RoomMemory;
import java.util.Optional;

/// What the API needs of rooms that are in use.
///
/// @param recordings empty on a server that cannot record
/// @param pushes empty on a server that cannot push to others
/// @param memory writes down what happens in them
/// @param intake whether there may be new ones
public record LivePorts(
        LiveRooms rooms,
        Broadcasts broadcasts,
        Optional<Recordings> recordings,
        Optional<Pushes> pushes,
        RoomMemory memory,
        Intake intake) {}
