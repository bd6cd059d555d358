package io.rostra.platform.api;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.memory.RoomMemory;

/// What the API needs of rooms that are in use.
///
/// @param memory writes down what happens in them
public record LivePorts(LiveRooms rooms, Broadcasts broadcasts, RoomMemory memory) {}
