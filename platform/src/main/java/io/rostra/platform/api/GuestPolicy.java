package io.rostra.platform.api;

/// Who may have a token for any room and role just by asking. A help for trying things out: with
/// `OPEN`, whoever reaches the server can be a broadcaster.
public enum GuestPolicy {
    /// Whoever sits at this machine; see `Locality`.
    LOCAL,
    /// Everybody.
    OPEN,
    /// Nobody; tokens come from backends only.
    OFF;

    boolean admits(ApiRequest request) {
        return switch (this) {
            case LOCAL -> request.fromThisMachine();
            case OPEN -> true;
            case OFF -> false;
        };
    }

    /// What to tell somebody who was not admitted.
    String refusal() {
        return switch (this) {
            case LOCAL ->
                    "Generating token using the room_id and role is allowed only from the machine"
                            + " the server runs on. To allow it for everybody who reaches the server,"
                            + " set token-endpoint: open in rostra.yaml or start with"
                            + " ROSTRA_TOKEN_ENDPOINT=open.";
            case OPEN -> throw new IllegalStateException("an open endpoint admits everybody");
            case OFF ->
                    "Generating token using the room_id and role is disabled. To enable it for"
                            + " everybody who reaches the server, set token-endpoint: open in"
                            + " rostra.yaml or start with ROSTRA_TOKEN_ENDPOINT=open.";
        };
    }
}
