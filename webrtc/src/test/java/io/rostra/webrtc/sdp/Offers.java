package io.rostra.webrtc.sdp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Offers of the shape that browsers make; ids, keys and sources are invented.
final class Offers {

    /// Opus, VP8, H.264 and AV1 with RTX, a data channel.
    static final String CHROMIUM = read("chromium-offer.sdp");

    /// Session-level fingerprint, attributes in another order, formats described before `rtpmap`.
    static final String FIREFOX = read("firefox-offer.sdp");

    private Offers() {}

    private static String read(String name) {
        try (InputStream in = Offers.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no test resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
