package io.rostra.platform.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a room's picture and sound may go, by name. A null member was not set.
public record Destinations(
        Map<String, Hls> hlsDestinations,
        Map<String, Rtmp> rtmpDestinations,
        Map<String, Transcription> transcriptions,
        Map<String, BrowserRecording> browserRecordings) {

    public static final Destinations NONE =
            new Destinations(Map.of(), Map.of(), Map.of(), Map.of());

    public Destinations {
        hlsDestinations = ordered(hlsDestinations);
        rtmpDestinations = ordered(rtmpDestinations);
        transcriptions = ordered(transcriptions);
        browserRecordings = ordered(browserRecordings);
    }

    private static <T> Map<String, T> ordered(@Nullable Map<String, T> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /// @param playlistType `event` (everything can be played again) or `live`
    /// @param numPlaylistSegments of a `live` playlist, 3 to 150
    /// @param maxDuration seconds
    /// @param autoStopTimeout seconds after the last peer left
    /// @param layout of several pictures in one: `grid`, `active-speaker` or `picture-in-picture`
    /// @param background `#rrggbb`, between the pictures
    /// @param nameLabels names are written on the pictures, unless it is false
    public record Hls(
            String name,
            @Nullable String role,
            List<HlsLayer> layers,
            @Nullable String playlistType,
            @Nullable Integer numPlaylistSegments,
            @Nullable Integer videoFrameRate,
            @Nullable Integer maxDuration,
            @Nullable Integer autoStopTimeout,
            @Nullable Boolean enableMetadataInsertion,
            @Nullable Boolean enableStaticUrl,
            @Nullable HlsRecording recording,
            @Nullable String layout,
            @Nullable String background,
            @Nullable Boolean nameLabels) {

        public Hls {
            layers = layers == null ? List.of() : List.copyOf(layers);
        }
    }

    /// @param videoBitrate kbit/s
    /// @param audioBitrate kbit/s
    public record HlsLayer(
            int width,
            int height,
            @Nullable Integer videoBitrate,
            @Nullable Integer audioBitrate) {}

    /// @param presignDuration seconds that links to it are valid
    public record HlsRecording(
            @Nullable Boolean hlsVod,
            @Nullable Boolean singleFilePerLayer,
            @Nullable Boolean enableZipUpload,
            @Nullable List<HlsLayer> layers,
            @Nullable Thumbnails thumbnails,
            @Nullable Integer presignDuration) {}

    /// @param offsets seconds from the start
    public record Thumbnails(
            @Nullable Boolean enabled,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable List<Integer> offsets,
            @Nullable Integer fps) {}

    /// @param rtmpUrls at most 3, with their stream keys: never log them
    public record Rtmp(
            String name,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Integer maxDuration,
            List<String> rtmpUrls,
            @Nullable Boolean recordingEnabled,
            @Nullable Integer autoStopTimeout) {

        public Rtmp {
            rtmpUrls = rtmpUrls == null ? List.of() : List.copyOf(rtmpUrls);
        }

        @Override
        public String toString() {
            return "Rtmp[name=" + name + "]";
        }
    }

    /// @param role whose tracks are written down
    public record Transcription(
            String name,
            String role,
            List<String> modes,
            List<String> outputModes,
            List<String> customVocabulary,
            @Nullable Summary summary,
            @Nullable Translation translation) {

        public Transcription {
            modes = modes == null ? List.of() : List.copyOf(modes);
            outputModes = outputModes == null ? List.of() : List.copyOf(outputModes);
            customVocabulary = customVocabulary == null ? List.of() : List.copyOf(customVocabulary);
        }
    }

    /// @param temperature 0.1 to 1.0
    public record Summary(
            @Nullable Boolean enabled,
            @Nullable String context,
            @Nullable Double temperature,
            @Nullable List<Section> sections) {}

    /// @param format `bullets` or `paragraph`
    public record Section(String title, String format) {}

    public record Translation(
            @Nullable Boolean enabled, @Nullable Map<String, String> roleLanguages) {}

    /// The older way to configure a composite recording; see [RecordingConfig] for the newer.
    public record BrowserRecording(
            String name,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Integer maxDuration,
            @Nullable Thumbnails thumbnails,
            @Nullable Integer presignDuration,
            @Nullable String role,
            @Nullable Boolean autoStart,
            @Nullable Integer autoStopTimeout) {}
}
