package io.rostra.platform.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Extras of the original's clients and the roles that may use them. A null member is off.
public record Plugins(
        @Nullable Whiteboard whiteboard,
        @Nullable Transcriptions transcriptions,
        @Nullable NoiseCancellation noiseCancellation) {

    public static final Plugins NONE = new Plugins(null, null, null);

    public record Whiteboard(WhiteboardRoles permissions) {}

    public record WhiteboardRoles(List<String> admin, List<String> writer, List<String> reader) {

        public WhiteboardRoles {
            admin = admin == null ? List.of() : List.copyOf(admin);
            writer = writer == null ? List.of() : List.copyOf(writer);
            reader = reader == null ? List.of() : List.copyOf(reader);
        }
    }

    /// @param mode `caption`
    public record Transcriptions(TranscriptionRoles permissions, String mode) {}

    public record TranscriptionRoles(List<String> admin) {

        public TranscriptionRoles {
            admin = admin == null ? List.of() : List.copyOf(admin);
        }
    }

    public record NoiseCancellation(boolean enabled) {}
}
