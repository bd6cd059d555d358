package io.rostra.platform.api;

import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomOptions;
import io.rostra.platform.template.StorageUpload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A room as the server API shows it.
///
/// @param customer an older name of `customerId`
/// @param template the template's name
/// @param replay whether the audience may see the last recording when nothing is live; ours
/// @param recordingSourceTemplate whether recording follows the template
record RoomView(
        String id,
        String name,
        boolean enabled,
        String description,
        String customerId,
        String customer,
        String appId,
        @Nullable Recording recordingInfo,
        boolean recordingSourceTemplate,
        boolean enabledSourceTemplate,
        String templateId,
        String template,
        String region,
        boolean largeRoom,
        @Nullable Integer size,
        @Nullable Integer maxDurationSeconds,
        List<String> polls,
        @Nullable Webhook webhook,
        boolean replay,
        String key,
        String createdAt,
        String updatedAt) {

    record Recording(boolean enabled, @Nullable Upload uploadInfo) {}

    record Upload(
            String type,
            String location,
            @Nullable String prefix,
            StorageUpload.@Nullable Options options,
            @Nullable Credentials credentials) {}

    record Credentials(@Nullable String key, @Nullable String secret) {}

    record Webhook(String url, Map<String, String> headers) {}

    static RoomView of(Room room, String templateName) {
        RoomOptions options = room.options();
        RoomOptions.Webhook webhook = options.webhook();
        return new RoomView(
                room.id(),
                room.name(),
                room.enabled(),
                room.description(),
                room.workspaceId(),
                room.workspaceId(),
                room.workspaceId(),
                recording(options.recordingInfo()),
                options.recordingInfo() == null,
                false,
                room.templateId(),
                templateName,
                options.region(),
                options.largeRoom(),
                options.size(),
                options.maxDurationSeconds(),
                options.polls(),
                webhook == null
                        ? null
                        : new Webhook(webhook.url(), RoomOptionsReader.hidden(webhook.headers())),
                options.replay(),
                room.workspaceId() + ":" + room.name(),
                room.createdAt().toString(),
                room.updatedAt().toString());
    }

    private static @Nullable Recording recording(RoomOptions.@Nullable RecordingInfo info) {
        if (info == null) {
            return null;
        }
        StorageUpload upload = StorageReader.hideSecret(info.uploadInfo());
        if (upload == null) {
            return new Recording(info.enabled(), null);
        }
        StorageUpload.Credentials credentials = upload.credentials();
        return new Recording(
                info.enabled(),
                new Upload(
                        upload.type(),
                        upload.location(),
                        upload.prefix(),
                        upload.options(),
                        credentials == null
                                ? null
                                : new Credentials(credentials.key(), credentials.secretKey())));
    }
}
