package io.rostra.platform.store;

import io.rostra.platform.template.Template;
import java.time.Instant;

/// A template and what the store knows of it.
///
/// @param isDefault whether rooms get it that name none
public record StoredTemplate(
        Template template,
        String workspaceId,
        boolean isDefault,
        Instant createdAt,
        Instant updatedAt) {}
