package io.rostra.streaming.egress.recording;

import io.rostra.streaming.egress.hls.PlayerFeed;
import java.nio.file.Path;

/// A process that records until it is killed, and says how many bytes it has written.
final class RecordingVictim {

    private RecordingVictim() {}

    /// @param arguments the file
    public static void main(String[] arguments) throws InterruptedException {
        Path file = Path.of(arguments[0]);
        var recorder =
                new Recorder(
                        file,
                        new RecordingConfig(file.toAbsolutePath().getParent(), 0),
                        new RecordedOutcome());
        try (var feed = new PlayerFeed(recorder, 320, 192)) {
            while (true) {
                feed.forSeconds(0.1);
                System.out.println(recorder.bytes());
                Thread.sleep(5);
            }
        }
    }
}
