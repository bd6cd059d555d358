package io.rostra.platform.template;

/// What a role may do to the room and to others; enforced by the server, shown by the client.
public record Permissions(
        boolean endRoom,
        boolean removeOthers,
        boolean mute,
        boolean unmute,
        boolean changeRole,
        boolean hlsStreaming,
        boolean rtmpStreaming,
        boolean browserRecording,
        boolean pollRead,
        boolean pollWrite,
        boolean sendRoomState) {

    public static final Permissions ALL =
            new Permissions(true, true, true, true, true, true, true, true, true, true, true);

    /// What a role may do whose template says nothing of it: start and stop streams and recordings.
    public static final Permissions DEFAULT =
            new Permissions(
                    false, false, false, false, false, true, true, true, false, false, false);

    public static final Permissions NONE =
            new Permissions(
                    false, false, false, false, false, false, false, false, false, false, false);
}
