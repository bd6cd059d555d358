package io.rostra.webrtc.datachannel;

/// What happened on the channels of one association, in order.
public sealed interface DataChannelEvent {
    /// A channel is open in both directions: the peer's, or one of ours that the peer confirmed.
    record Opened(DataChannel channel) implements DataChannelEvent {}

    /// @param payload the reader's to keep; UTF-8 if `text`
    @SuppressWarnings("ArrayRecordComponent")
    record Message(DataChannel channel, byte[] payload, boolean text) implements DataChannelEvent {}

    /// A channel ended; its id may be used again.
    record Closed(DataChannel channel) implements DataChannelEvent {}

    /// The last event: nothing more will be sent or received.
    record AssociationClosed(String reason) implements DataChannelEvent {}
}
