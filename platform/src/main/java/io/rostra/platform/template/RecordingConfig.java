package io.rostra.platform.template;

import org.jspecify.annotations.Nullable;

/// What of a room is recorded without being asked, and how. A null member was not set.
///
/// @param role whose view is recorded
/// @param maxDuration seconds
/// @param presignDuration seconds that links to it are valid
public record RecordingConfig(
        String name,
        String role,
        @Nullable Integer maxDuration,
        @Nullable Integer presignDuration,
        Destinations.@Nullable Thumbnails thumbnails,
        @Nullable Composite compositeRecording,
        @Nullable Switch trackRecording,
        @Nullable Stream streamRecording) {

    public record Composite(@Nullable Browser browserComposite, @Nullable Switch customComposite) {}

    /// @param autoStopTimeout seconds after the last peer left
    public record Browser(
            @Nullable Boolean autoStart,
            @Nullable Integer autoStopTimeout,
            @Nullable Integer width,
            @Nullable Integer height) {}

    public record Switch(@Nullable Boolean enabled) {}

    public record Stream(
            @Nullable Boolean enabled, @Nullable Integer width, @Nullable Integer height) {}
}
