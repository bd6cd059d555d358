package io.rostra.platform.store;

import java.util.Map;

/// Where a workspace's events go.
///
/// @param headers sent along: never log their values
/// @param signingSecret key of the signature: never log it
public record WebhookTarget(String url, Map<String, String> headers, String signingSecret) {

    public WebhookTarget {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "WebhookTarget[headers=" + headers.keySet() + "]";
    }
}
