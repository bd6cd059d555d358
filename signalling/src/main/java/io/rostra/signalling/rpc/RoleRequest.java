package io.rostra.signalling.rpc;

import java.util.List;

/// What a peer may ask about roles, its own included.
public sealed interface RoleRequest extends Request {

    /// @param forced at once; otherwise the peer is asked first
    record ChangePeer(String peerId, String role, boolean forced) implements RoleRequest {}

    /// Everybody who has one of the roles, at once.
    record ChangeRoles(List<String> roles, String role) implements RoleRequest {
        public ChangeRoles {
            roles = List.copyOf(roles);
        }
    }

    /// The peer that was asked agrees. There is no message for a refusal.
    ///
    /// @param token of the question
    record Accept(String token) implements RoleRequest {}
}
