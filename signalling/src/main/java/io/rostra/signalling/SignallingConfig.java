package io.rostra.signalling;

import io.rostra.signalling.session.SessionConfig;
import io.rostra.signalling.ws.IceServers;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param publicUrl origin by which clients reach this server; null to take it from each request
/// @param advertisedAddresses IP addresses to offer for media beside those found out
/// @param session limits of a room session
/// @param iceServers that clients are told of
public record SignallingConfig(
        @Nullable URI publicUrl,
        List<String> advertisedAddresses,
        SessionConfig session,
        IceServers iceServers) {

    public static final SignallingConfig DEFAULT =
            new SignallingConfig(null, List.of(), SessionConfig.DEFAULT);

    /// Without STUN and TURN servers.
    public SignallingConfig(
            @Nullable URI publicUrl, List<String> advertisedAddresses, SessionConfig session) {
        this(publicUrl, advertisedAddresses, session, IceServers.NONE);
    }

    public SignallingConfig {
        advertisedAddresses = List.copyOf(advertisedAddresses);
        if (publicUrl != null
                && (publicUrl.getHost() == null
                        || !List.of("http", "https").contains(publicUrl.getScheme()))) {
            throw new IllegalArgumentException(
                    "public-url must look like https://live.example.org, not " + publicUrl);
        }
    }
}
