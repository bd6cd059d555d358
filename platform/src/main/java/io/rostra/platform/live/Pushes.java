package io.rostra.platform.live;

/// Single runs of [Restreams], as [RoomEvent.PushRequested] names them. Thread-safe; does not
/// block.
public interface Pushes {

    /// Ends the push to all targets of the run; nothing happens when it is over.
    void end(String streamId);
}
