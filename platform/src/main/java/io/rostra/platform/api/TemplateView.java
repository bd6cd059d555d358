package io.rostra.platform.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rostra.platform.store.StoredTemplate;
import io.rostra.platform.template.Destinations;
import io.rostra.platform.template.Plugins;
import io.rostra.platform.template.RecordingConfig;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.platform.template.TemplateSettings;
import java.util.List;
import java.util.Map;

/// A template as the server API shows it.
///
/// @param oldId an older name of `id`
/// @param customer an older name of `customerId`
/// @param isDefault whether rooms get it that name none
record TemplateView(
        String id,
        @JsonProperty("_id") String oldId,
        String name,
        String customerId,
        String customer,
        String appId,
        @JsonProperty("default") boolean isDefault,
        Map<String, Role> roles,
        TemplateSettings settings,
        Destinations destinations,
        List<RecordingConfig> recordings,
        Plugins plugins,
        String createdAt,
        String updatedAt) {

    static TemplateView of(StoredTemplate stored) {
        Template template = stored.template();
        return new TemplateView(
                template.id(),
                template.id(),
                template.name(),
                stored.workspaceId(),
                stored.workspaceId(),
                stored.workspaceId(),
                stored.isDefault(),
                template.roles(),
                settings(template),
                template.destinations(),
                template.recordings(),
                template.plugins(),
                stored.createdAt().toString(),
                stored.updatedAt().toString());
    }

    /// The settings without the secret of the storage.
    static TemplateSettings settings(Template template) {
        TemplateSettings settings = template.settings();
        TemplateSettings.Recording recording = settings.recording();
        return recording == null
                ? settings
                : new TemplateSettings(
                        settings.region(),
                        new TemplateSettings.Recording(
                                recording.enabled(), StorageReader.hideSecret(recording.upload())),
                        settings.roomState(),
                        settings.retry(),
                        settings.chatHistory());
    }
}
