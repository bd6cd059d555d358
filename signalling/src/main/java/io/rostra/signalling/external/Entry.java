package io.rostra.signalling.external;

import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;

/// What came of an external peer's wish to join.
public sealed interface Entry {
    /// It is a member.
    ///
    /// @param others everybody else who is in the room now; later changes go to the listener
    record Joined(ExternalPeer peer, Notification.PeerList others) implements Entry {}

    record Refused(ErrorCode code, String reason) implements Entry {}
}
