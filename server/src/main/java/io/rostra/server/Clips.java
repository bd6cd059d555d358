package io.rostra.server;

import io.rostra.platform.live.RecordedFile;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recordings.ClipException;
import io.rostra.streaming.egress.recording.MovieTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is made of recordings: stills, and clips, which are recordings themselves. Thread-safe;
/// calls block.
final class Clips {

    private static final Logger log = LoggerFactory.getLogger(Clips.class);

    /// Times of the stills that a recording gets, as shares of its length.
    private static final double[] STILLS = {0.1, 0.5, 0.9};

    private static final int STILL_WIDTH = 640;

    private final RecordingCatalog catalog;
    private final MovieTool tool;
    private final LiveParts live;

    /// @param live where parts of live streams come from
    Clips(RecordingCatalog catalog, MovieTool tool, LiveParts live) {
        this.catalog = catalog;
        this.tool = tool;
        this.live = live;
    }

    /// The newest part of a room's live stream.
    @FunctionalInterface
    interface LiveParts {
        /// Writes it as two movies.
        ///
        /// @return false when there is nothing
        boolean save(String roomId, Duration last, Path video, Path audio) throws IOException;
    }

    /// Makes the stills of a recording. A recording without them is no worse, so nothing fails.
    void illustrate(Recording recording) {
        Map<Duration, Path> stills = new LinkedHashMap<>();
        for (int i = 0; i < STILLS.length; i++) {
            stills.put(
                    Duration.ofMillis((long) (recording.duration().toMillis() * STILLS[i])),
                    catalog.beside(recording.id(), RecordedFile.Kind.THUMBNAIL, i + 1));
        }
        try {
            tool.stills(catalog.complete(recording.id()), STILL_WIDTH, stills);
        } catch (IOException e) {
            log.warn("Recording {} has no stills: {}", recording.id(), e.getMessage());
        }
        if (catalog.find(recording.id()).isEmpty()) {
            catalog.forget(recording.id()); // it was deleted meanwhile
        }
    }

    Recording ofRecording(Recording recording, Duration from, Duration to) throws ClipException {
        Path movie = catalog.complete(recording.id());
        if (from.compareTo(recording.duration()) >= 0) {
            throw new ClipException(
                    "The recording ends after %d seconds."
                            .formatted(recording.duration().toSeconds()));
        }
        return make(
                recording.roomId(),
                recording.sessionId(),
                recording.startedAt().plus(from),
                result -> tool.clip(result, from, to, List.of(movie)));
    }

    Recording ofLive(String roomId, String sessionId, Duration last) throws ClipException {
        return make(
                roomId,
                sessionId,
                Instant.now().minus(last),
                result -> {
                    Path video = result.resolveSibling(result.getFileName() + ".video");
                    Path audio = result.resolveSibling(result.getFileName() + ".audio");
                    try {
                        if (!live.save(roomId, last, video, audio)) {
                            throw new IOException("The room is not live, or only just.");
                        }
                        return tool.clip(
                                result,
                                Duration.ZERO,
                                Duration.ofMillis(Long.MAX_VALUE),
                                List.of(video, audio));
                    } finally {
                        Files.deleteIfExists(video);
                        Files.deleteIfExists(audio);
                    }
                });
    }

    private interface Maker {
        MovieTool.Clip make(Path result) throws IOException;
    }

    private Recording make(String roomId, String sessionId, Instant startedAt, Maker maker)
            throws ClipException {
        String id = UUID.randomUUID().toString();
        try {
            MovieTool.Clip made = maker.make(catalog.growing(id));
            catalog.publish(id);
            var clip =
                    new Recording(
                            id,
                            roomId,
                            sessionId,
                            Recording.State.COMPLETED,
                            startedAt,
                            startedAt.plus(made.duration()),
                            made.duration(),
                            Files.size(catalog.complete(id)),
                            made.width(),
                            made.height(),
                            null,
                            Recording.Kind.CLIP);
            catalog.save(clip);
            illustrate(clip);
            return clip;
        } catch (IOException e) {
            log.info("No clip of room {}: {}", roomId, e.getMessage());
            catalog.forget(id);
            throw new ClipException("There is no clip: " + e.getMessage());
        }
    }
}
