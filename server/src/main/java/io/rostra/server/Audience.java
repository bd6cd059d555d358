package io.rostra.server;

import io.rostra.platform.template.Destinations;
import io.rostra.platform.template.Template;
import io.rostra.streaming.egress.hls.HlsConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What a room's audience is offered, as the first HLS destination of its template says.
///
/// @param window how far it can seek back; null for what the server's configuration says
/// @param mostSizes of the picture
record Audience(@Nullable Duration window, int mostSizes) {

    /// Segments of the SDK's platform are this long, and `numPlaylistSegments` counts them.
    private static final int SEGMENT_SECONDS = 2;

    /// Players need so much to start from (six segments of the target duration).
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(12);

    /// Nothing is said.
    static final Audience ANY = new Audience(null, Integer.MAX_VALUE);

    /// Answers on any thread.
    @FunctionalInterface
    interface Directory {
        CompletableFuture<Audience> of(String roomId);
    }

    static Audience of(Template template) {
        return template.destinations().hlsDestinations().values().stream()
                .findFirst()
                .map(Audience::of)
                .orElse(ANY);
    }

    private static Audience of(Destinations.Hls destination) {
        int layers = destination.layers().size();
        return new Audience(window(destination), layers == 0 ? ANY.mostSizes() : layers);
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
