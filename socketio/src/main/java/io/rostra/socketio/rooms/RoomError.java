package io.rostra.socketio.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// Why an event did nothing.
public enum RoomError {
    BAD_REQUEST("bad-request", "the arguments are not what this event needs"),
    ROOM_NOT_FOUND("room-not-found", "there is no room with this id"),
    ROOM_FULL("room-full", "the room has as many members as it may have"),
    TOO_MANY_ROOMS("too-many-rooms", "the server has as many rooms as it may have"),
    NOT_IN_ROOM("not-in-room", "join a room first"),
    FORBIDDEN("forbidden", "you may not do this here"),
    RATE_LIMITED("rate-limited", "too much in too short a time"),
    UNAVAILABLE("unavailable", "the server could not decide, try again");

    private final String code;
    private final String message;

    RoomError(String code, String message) {
        this.code = code;
        this.message = message;
    }

    public String code() {
        return code;
    }

    /// `{"code": "...", "message": "..."}`.
    JsonNode json() {
        return JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
    }
}
