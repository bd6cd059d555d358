package io.rostra.socketio.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// Why an event did nothing. These are the room events' own reasons; a [RoomAccess] may have
/// others.
///
/// @param code for programs, in lower case with dashes
/// @param message for people
public record RoomError(String code, String message) {
    public static final RoomError BAD_REQUEST =
            new RoomError("bad-request", "the arguments are not what this event needs");
    public static final RoomError ROOM_NOT_FOUND =
            new RoomError("room-not-found", "there is no room with this id");
    public static final RoomError ROOM_FULL =
            new RoomError("room-full", "the room has as many members as it may have");
    public static final RoomError TOO_MANY_ROOMS =
            new RoomError("too-many-rooms", "the server has as many rooms as it may have");
    public static final RoomError NOT_IN_ROOM = new RoomError("not-in-room", "join a room first");
    public static final RoomError FORBIDDEN =
            new RoomError("forbidden", "you may not do this here");
    public static final RoomError RATE_LIMITED =
            new RoomError("rate-limited", "too much in too short a time");
    public static final RoomError TOO_MANY_MESSAGES =
            new RoomError(
                    RATE_LIMITED.code(),
                    "more and larger messages than one member may send: wait, then send it again");
    public static final RoomError UNAVAILABLE =
            new RoomError("unavailable", "the server could not decide, try again");

    /// `{"code": "...", "message": "..."}`.
    public JsonNode json() {
        return JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
    }
}
