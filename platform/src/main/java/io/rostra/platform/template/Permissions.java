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
    public static final Permissions NONE =
            new Permissions(
                    false, false, false, false, false, false, false, false, false, false, false);
}
