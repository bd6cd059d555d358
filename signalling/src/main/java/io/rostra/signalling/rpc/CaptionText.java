package io.rostra.signalling.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// What captions say, in the form that apps and the client SDK agree on:
/// `{"results":[{"transcript":"…","final":true,…}]}`.
public final class CaptionText {

    /// In one message.
    private static final int MOST = 20;

    private CaptionText() {}

    /// The final lines of a message; whatever is none is left out.
    public static List<String> of(String message) {
        List<String> lines = new ArrayList<>();
        try {
            for (JsonNode result : Json.MAPPER.readTree(message).path("results")) {
                String line = result.path("transcript").asText("");
                if (result.path("final").asBoolean(false)
                        && !line.isBlank()
                        && lines.size() < MOST) {
                    lines.add(line);
                }
            }
        } catch (JsonProcessingException _) {
            // An app may send what it likes: it is no caption then.
        }
        return lines;
    }
}
