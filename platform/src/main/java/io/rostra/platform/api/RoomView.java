package io.rostra.platform.api;

import io.rostra.platform.room.Room;

/// A room as the server API shows it.
///
/// @param customer an older name of `customerId`
/// @param template the template's name
record RoomView(
        String id,
        String name,
        boolean enabled,
        String description,
        String customerId,
        String customer,
        String appId,
        boolean recordingSourceTemplate,
        String templateId,
        String template,
        String region,
        boolean largeRoom,
        String key,
        String createdAt,
        String updatedAt) {

    static RoomView of(Room room, String templateName) {
        return new RoomView(
                room.id(),
                room.name(),
                room.enabled(),
                room.description(),
                room.workspaceId(),
                room.workspaceId(),
                room.workspaceId(),
                true,
                room.templateId(),
                templateName,
                "",
                false,
                room.workspaceId() + ":" + room.name(),
                room.createdAt().toString(),
                room.updatedAt().toString());
    }
}
