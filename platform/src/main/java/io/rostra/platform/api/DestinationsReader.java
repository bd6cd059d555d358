package io.rostra.platform.api;

import io.rostra.platform.template.Destinations;
import io.rostra.platform.template.RecordingConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the destinations of a template and what it records.
final class DestinationsReader {

    private static final int MOST = 10;
    private static final int MOST_LAYERS = 6;
    private static final int DAY = 86_400;
    private static final int WEEK = 7 * DAY;
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    private DestinationsReader() {}

    static Destinations read(JsonBody body) {
        return new Destinations(
                each(body, "hlsDestinations", DestinationsReader::hls),
                each(body, "rtmpDestinations", DestinationsReader::rtmp),
                each(body, "transcriptions", DestinationsReader::transcription),
                each(body, "browserRecordings", DestinationsReader::browserRecording));
    }

    static List<RecordingConfig> recordings(List<JsonBody> list) {
        return list.stream().map(DestinationsReader::recording).toList();
    }

    private static <T> Map<String, T> each(
            JsonBody body, String member, BiFunction<String, JsonBody, T> reader) {
        Map<String, T> found = new LinkedHashMap<>();
        body.objects(member, MOST)
                .forEach((key, value) -> {
                    String name = value.text("name", RoleReader.MAX_NAME);
                    if (name != null && !name.equals(key)) {
                        throw value.bad("name", "must be the key it stands under, " + key);
                    }
                    if (!RoleReader.isName(key)) {
                        throw body.bad(member, "has a name that cannot be used");
                    }
                    found.put(key, reader.apply(key, value));
                });
        return found;
    }

    private static Destinations.Hls hls(String name, JsonBody body) {
        List<Destinations.HlsLayer> layers = layers(body);
        return new Destinations.Hls(
                name,
                body.text("role", RoleReader.MAX_NAME),
                layers == null ? List.of() : layers,
                body.choice("playlistType", List.of("live", "event")),
                body.integer("numPlaylistSegments", 3, 150),
                body.integer("videoFrameRate", 1, 60),
                body.integer("maxDuration", 1, WEEK),
                body.integer("autoStopTimeout", 0, DAY),
                body.flag("enableMetadataInsertion"),
                body.flag("enableStaticUrl"),
                hlsRecording(body.object("recording")),
                body.choice("layout", List.of("grid", "active-speaker", "picture-in-picture")),
                background(body),
                body.flag("nameLabels"));
    }

    private static @Nullable String background(JsonBody body) {
        String background = body.text("background", 7);
        if (background != null && !COLOUR.matcher(background).matches()) {
            throw body.bad("background", "must be a colour like #14161a");
        }
        return background;
    }

    /// Empty layers, which backends send, are passed over.
    private static @Nullable List<Destinations.HlsLayer> layers(JsonBody body) {
        List<JsonBody> list = body.list("layers", MOST_LAYERS);
        if (list == null) {
            return null;
        }
        List<Destinations.HlsLayer> layers = new ArrayList<>();
        for (JsonBody element : list) {
            if (!element.members().isEmpty()) {
                Destinations.HlsLayer layer = layer(element);
                if (!layers.isEmpty() && area(layer) > area(layers.getLast())) {
                    throw element.bad("height", "must not be more than in the layer before");
                }
                layers.add(layer);
            }
        }
        return layers;
    }

    private static int area(Destinations.HlsLayer layer) {
        return layer.width() * layer.height();
    }

    private static Destinations.HlsLayer layer(JsonBody body) {
        int width = required(body, "width", 144, 1920);
        int height = required(body, "height", 144, 1920);
        if (width % 2 != 0) {
            throw body.bad("width", "must be even");
        }
        if (height % 2 != 0) {
            throw body.bad("height", "must be even");
        }
        if (Math.min(width, height) > 1080) {
            throw body.bad("height", "or width must be at most 1080");
        }
        if (Math.max(width, height) < 192) {
            throw body.bad("width", "or height must be at least 192");
        }
        return new Destinations.HlsLayer(
                width,
                height,
                body.integer("videoBitrate", 30, 20_000),
                body.integer("audioBitrate", 16, 512));
    }

    private static Destinations.@Nullable HlsRecording hlsRecording(@Nullable JsonBody body) {
        return body == null
                ? null
                : new Destinations.HlsRecording(
                        body.flag("hlsVod"),
                        body.flag("singleFilePerLayer"),
                        body.flag("enableZipUpload"),
                        layers(body),
                        thumbnails(body.object("thumbnails")),
                        body.integer("presignDuration", 1, WEEK));
    }

    private static Destinations.@Nullable Thumbnails thumbnails(@Nullable JsonBody body) {
        return body == null
                ? null
                : new Destinations.Thumbnails(
                        body.flag("enabled"),
                        body.integer("width", 16, 3840),
                        body.integer("height", 16, 3840),
                        body.integers("offsets", 100, 0, DAY),
                        body.integer("fps", 1, 60));
    }

    private static Destinations.Rtmp rtmp(String name, JsonBody body) {
        List<String> urls = body.texts("rtmpUrls", 3, 2048);
        if (urls != null) {
            for (String url : urls) {
                if (!isRtmp(url)) {
                    throw body.bad("rtmpUrls", "must begin with rtmp:// or rtmps://");
                }
            }
        }
        return new Destinations.Rtmp(
                name,
                body.integer("width", 480, 1920),
                body.integer("height", 480, 1920),
                body.integer("maxDuration", 1, WEEK),
                urls == null ? List.of() : urls,
                body.flag("recordingEnabled"),
                body.integer("autoStopTimeout", 0, DAY));
    }

    static boolean isRtmp(String url) {
        return url.startsWith("rtmp://") || url.startsWith("rtmps://");
    }

    private static Destinations.Transcription transcription(String name, JsonBody body) {
        JsonBody translation = body.object("translation");
        return new Destinations.Transcription(
                name,
                body.requiredText("role", RoleReader.MAX_NAME),
                orEmpty(body.choices("modes", List.of("recorded", "live", "caption"))),
                orEmpty(body.choices("outputModes", List.of("txt", "srt", "json"))),
                orEmpty(body.texts("customVocabulary", 500, 128)),
                summary(body.object("summary")),
                translation == null
                        ? null
                        : new Destinations.Translation(
                                translation.flag("enabled"),
                                translation.textMap("roleLanguages", RoleReader.MOST_ROLES, 32)));
    }

    private static Destinations.@Nullable Summary summary(@Nullable JsonBody body) {
        if (body == null) {
            return null;
        }
        List<JsonBody> sections = body.list("sections", 6);
        return new Destinations.Summary(
                body.flag("enabled"),
                body.text("context", 300),
                body.number("temperature", 0.1, 1.0),
                sections == null
                        ? null
                        : sections.stream().map(DestinationsReader::section).toList());
    }

    private static Destinations.Section section(JsonBody body) {
        String format = body.choice("format", List.of("bullets", "paragraph"));
        return new Destinations.Section(
                body.requiredText("title", 100), Objects.requireNonNullElse(format, "bullets"));
    }

    private static Destinations.BrowserRecording browserRecording(String name, JsonBody body) {
        return new Destinations.BrowserRecording(
                name,
                body.integer("width", 480, 1920),
                body.integer("height", 480, 1920),
                body.integer("maxDuration", 1, WEEK),
                thumbnails(body.object("thumbnails")),
                body.integer("presignDuration", 1, WEEK),
                body.text("role", RoleReader.MAX_NAME),
                body.flag("autoStart"),
                body.integer("autoStopTimeout", 0, DAY));
    }

    private static RecordingConfig recording(JsonBody body) {
        JsonBody composite = body.object("compositeRecording");
        JsonBody stream = body.object("streamRecording");
        return new RecordingConfig(
                body.requiredText("name", RoleReader.MAX_NAME),
                body.requiredText("role", RoleReader.MAX_NAME),
                body.integer("maxDuration", 1, WEEK),
                body.integer("presignDuration", 1, WEEK),
                thumbnails(body.object("thumbnails")),
                composite == null
                        ? null
                        : new RecordingConfig.Composite(
                                browser(composite.object("browserComposite")),
                                toggle(composite.object("customComposite"))),
                toggle(body.object("trackRecording")),
                stream == null
                        ? null
                        : new RecordingConfig.Stream(
                                stream.flag("enabled"),
                                stream.integer("width", 480, 1920),
                                stream.integer("height", 480, 1920)));
    }

    private static RecordingConfig.@Nullable Browser browser(@Nullable JsonBody body) {
        return body == null
                ? null
                : new RecordingConfig.Browser(
                        body.flag("autoStart"),
                        body.integer("autoStopTimeout", 0, DAY),
                        body.integer("width", 480, 1920),
                        body.integer("height", 480, 1920));
    }

    private static RecordingConfig.@Nullable Switch toggle(@Nullable JsonBody body) {
        return body == null ? null : new RecordingConfig.Switch(body.flag("enabled"));
    }

    private static int required(JsonBody body, String member, int min, int max) {
        Integer value = body.integer(member, min, max);
        if (value == null) {
            throw body.bad(member, "is missing");
        }
        return value;
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
