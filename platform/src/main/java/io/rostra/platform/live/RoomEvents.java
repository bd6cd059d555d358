package io.rostra.platform.live;

/// Hears what happens in rooms, in the order it happened in each. Called on the room's event loop
/// or any other thread: must not block.
public interface RoomEvents {

    void on(RoomEvent event);

    /// Nobody listens.
    static RoomEvents ignored() {
        return _ -> {};
    }
}
