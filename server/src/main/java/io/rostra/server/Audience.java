package io.rostra.server;

import io.rostra.platform.template.Destinations;
import io.rostra.platform.template.Template;
import io.rostra.streaming.egress.hls.HlsConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What a room's audience is offered, as the first HLS destination of its template says.
///
/// @param window how far it can seek back; null for what the server's configuration says
/// @param mostSizes of the picture
/// @param captions whether there may be some
record Audience(@Nullable Duration window, int mostSizes, boolean captions) {

    /// Segments of the SDK's platform are this long, and `numPlaylistSegments` counts them.
    private static final int SEGMENT_SECONDS = 2;

    /// Players need so much to start from (six segments of the target duration).
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(12);

    /// Nothing is said.
    static final Audience ANY = new Audience(null, Integer.MAX_VALUE, false);

    /// Answers on any thread.
    @FunctionalInterface
    interface Directory {
        /// @param destination null for the template's first one
        CompletableFuture<Audience> of(String roomId, @Nullable String destination);
    }

    /// @param wanted name of the destination; null for the first one
    static Audience of(Template template, @Nullable String wanted) {
        boolean captioned = template.plugins().transcriptions() != null;
        return destinationOf(template, wanted)
                .map(destination -> of(destination, captioned))
                .orElse(new Audience(null, ANY.mostSizes(), captioned));
    }

    /// Empty when the template has none.
    static Optional<Destinations.Hls> destinationOf(Template template, @Nullable String wanted) {
        Map<String, Destinations.Hls> all = template.destinations().hlsDestinations();
        return Optional.ofNullable(wanted == null ? null : all.get(wanted))
                .or(() -> all.values().stream().findFirst());
    }

    private static Audience of(Destinations.Hls destination, boolean captioned) {
        int layers = destination.layers().size();
        return new Audience(window(destination), layers == 0 ? ANY.mostSizes() : layers, captioned);
    }

    private static @Nullable Duration window(Destinations.Hls destination) {
        if ("event".equals(destination.playlistType())) {
            return HlsConfig.LONGEST_WINDOW;
        }
        Integer segments = destination.numPlaylistSegments();
        if (!"live".equals(destination.playlistType()) || segments == null) {
            return null;
        }
        Duration wanted = Duration.ofSeconds((long) SEGMENT_SECONDS * segments);
        return wanted.compareTo(SHORTEST_WINDOW) > 0 ? wanted : SHORTEST_WINDOW;
    }
}
