package io.rostra.streaming.egress.hls;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// A piece of text for the audience at a place in the stream (EXT-X-DATERANGE, bis section
/// 4.4.5.1). The attribute holds base64 of JSON, as players built for the reference expect it.
///
/// @param number unique in the stream
/// @param start of the picture it belongs to
record DateRange(int number, Instant start, Duration duration, String payload) {

    /// Version of the JSON inside the attribute.
    private static final String PAYLOAD_VERSION = "1.0";

    Instant end() {
        return start.plus(duration);
    }

    void render(StringBuilder text) {
        String startDate = MediaPlaylist.date(start);
        String json =
                new JsonObject()
                        .put("payload", payload)
                        .put("start_date", startDate)
                        .put("end_date", MediaPlaylist.date(end()))
                        .put("hms_version", PAYLOAD_VERSION)
                        .encode();
        String value = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        text.append("#EXT-X-DATERANGE:ID=\"metadata-").append(number);
        text.append("\",START-DATE=\"").append(startDate);
        text.append("\",DURATION=").append(MediaPlaylist.decimal(duration.toMillis() / 1000.0));
        text.append(",X-ROSTRA-METADATA=\"").append(value).append("\"\n");
    }
}
