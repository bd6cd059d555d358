package io.rostra.platform.api;

import io.rostra.platform.room.RoomOptions;
import io.rostra.platform.store.ObjectIds;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what a room may have of its own.
final class RoomOptionsReader {

    private static final int STANDARD_ROOM = 2500;
    private static final int LARGE_ROOM = 20_000;
    private static final int MOST_POLLS = 100;
    private static final int MOST_HEADERS = 20;
    private static final List<String> REGIONS = List.of("in", "us", "eu", "auto", "");

    /// RFC 9110 section 5.6.2; what the HTTP client sets itself is not for others.
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");
    private static final List<String> OUR_HEADERS =
            List.of(
                    "connection",
                    "content-length",
                    "content-type",
                    "expect",
                    "host",
                    "transfer-encoding",
                    "upgrade",
                    "x-100ms-signature");

    private RoomOptionsReader() {}

    /// @param before what holds for members that are not said
    static RoomOptions read(JsonBody body, RoomOptions before) {
        String region = body.choice("region", REGIONS);
        boolean large = body.flag("large_room", before.largeRoom());
        return new RoomOptions(
                region == null ? before.region() : region.equals("auto") ? "" : region,
                large,
                size(body, large, before.size()),
                orElse(
                        body.integer("max_duration_seconds", 120, 43_200),
                        before.maxDurationSeconds()),
                polls(body, before.polls()),
                body.has("webhook")
                        ? webhook(body.requiredObject("webhook"), before.webhook())
                        : before.webhook(),
                recording(body, before.recordingInfo()),
                body.flag("replay", before.replay()));
    }

    private static @Nullable Integer size(JsonBody body, boolean large, @Nullable Integer before) {
        Integer size = body.integer("size", 0, Integer.MAX_VALUE);
        if (size == null) {
            return before != null && !large && before > STANDARD_ROOM
                    ? Integer.valueOf(STANDARD_ROOM)
                    : before;
        }
        // The details are those of the original.
        if (size > LARGE_ROOM) {
            throw new ApiException(
                    ApiError.INVALID_BODY,
                    "Invalid body param: room size greater than " + LARGE_ROOM);
        }
        if (size > STANDARD_ROOM && !large) {
            throw new ApiException(
                    ApiError.INVALID_BODY,
                    "Invalid body param: room size greater than "
                            + STANDARD_ROOM
                            + ", set large_room flag as true");
        }
        return size;
    }

    private static List<String> polls(JsonBody body, List<String> before) {
        List<String> polls = body.texts("polls", MOST_POLLS, 64);
        if (polls == null) {
            return before;
        }
        for (String poll : polls) {
            if (!ObjectIds.isValid(poll)) {
                throw body.bad("polls", "must hold ids of 24 hex digits");
            }
        }
        return polls;
    }

    static RoomOptions.Webhook webhook(JsonBody body, RoomOptions.@Nullable Webhook before) {
        String url = body.requiredText("url", 2048);
        if (!isWebAddress(url)) {
            throw body.bad("url", "must begin with http:// or https:// and name a host");
        }
        return new RoomOptions.Webhook(
                url, headers(body, before == null ? Map.of() : before.headers()));
    }

    /// Values are never shown; who sends back what was shown keeps them.
    static Map<String, String> headers(JsonBody body, Map<String, String> before) {
        Map<String, String> given = body.textMap("headers", MOST_HEADERS, 4096);
        if (given == null) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (!HEADER_NAME.matcher(name).matches()
                    || OUR_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                throw body.bad("headers", "has a name that cannot be used");
            }
            if (!HEADER_VALUE.matcher(value).matches()) {
                throw body.bad("headers." + name, "must be printable ASCII");
            }
            headers.put(
                    name,
                    value.equals(StorageReader.HIDDEN) ? before.getOrDefault(name, value) : value);
        });
        return headers;
    }

    static Map<String, String> hidden(Map<String, String> headers) {
        Map<String, String> shown = new LinkedHashMap<>();
        headers.keySet().stream().sorted().forEach(name -> shown.put(name, StorageReader.HIDDEN));
        return shown;
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static RoomOptions.@Nullable RecordingInfo recording(
            JsonBody body, RoomOptions.@Nullable RecordingInfo before) {
        JsonBody info = body.object("recording_info");
        if (info == null) {
            return before;
        }
        return new RoomOptions.RecordingInfo(
                info.flag("enabled", false),
                StorageReader.read(
                        info.object("upload_info"), before == null ? null : before.uploadInfo()));
    }

    private static @Nullable Integer orElse(@Nullable Integer value, @Nullable Integer otherwise) {
        return value == null ? otherwise : value;
    }
}
