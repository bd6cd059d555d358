package io.rostra.streaming.egress.restream;

import java.net.URI;
import java.net.URISyntaxException;

/// Where to push: `rtmp://host[:port]/app/key`. The key is whatever follows the app, and user
/// information; [#toString] leaves them out.
///
/// @param text the whole URL, with its key
/// @param address what may be shown and logged
public record RtmpUrl(String text, String address) {

    private static final int LONGEST = 2_000;

    /// @throws IllegalArgumentException for what is no such URL; the message does not repeat it
    public static RtmpUrl parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "an RTMP URL has at most " + LONGEST + " characters");
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            String path = uri.getRawPath();
            boolean rtmp = "rtmp".equalsIgnoreCase(scheme) || "rtmps".equalsIgnoreCase(scheme);
            if (!rtmp || uri.getHost() == null || path == null || path.length() < 2) {
                throw new IllegalArgumentException(RULE);
            }
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            String app = path.split("/", 3)[1];
            return new RtmpUrl(text, scheme + "://" + uri.getHost() + port + "/" + app);
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException(RULE);
        }
    }

    private static final String RULE = "an RTMP URL looks like rtmp://host/app/key";

    @Override
    public String toString() {
        return address;
    }
}
