package io.rostra.webrtc.sctp;

import java.util.List;

/// What happened in an association, in order.
public sealed interface AssociationEvent {
    record Established() implements AssociationEvent {}

    /// A whole message. Its bytes count against the receive window until `Association.consumed`.
    @SuppressWarnings("ArrayRecordComponent")
    record MessageReceived(int stream, int ppid, byte[] payload) implements AssociationEvent {}

    /// The peer reset these streams of its own: no more messages arrive on them until they are used
    /// anew.
    record IncomingStreamsReset(List<Integer> streams) implements AssociationEvent {}

    /// Our request to reset these streams ended.
    ///
    /// @param performed false if the peer refused: the streams must not be used again
    record OutgoingStreamsReset(List<Integer> streams, boolean performed)
            implements AssociationEvent {}

    /// The peer lost its state and began anew: streams, messages on their way and sequence numbers
    /// are gone.
    record Restarted() implements AssociationEvent {}

    /// The last event.
    record Closed(String reason) implements AssociationEvent {}
}
