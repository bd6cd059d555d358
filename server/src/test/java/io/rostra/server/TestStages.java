package io.rostra.server;

import io.rostra.streaming.egress.LiveEgress;
import io.rostra.streaming.egress.LiveSink;
import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Rooms whose stage is fed by the test: frames that look like H.264 and AAC, one key frame a
/// second.
final class TestStages implements Programs.Stages {

    private static final H264Parameters PARAMETERS =
            new H264Parameters(
                    new byte[] {0x67, 0x42, (byte) 0xC0, 0x1F, 1}, new byte[] {0x68, 1}, 1280, 720);

    final Map<String, Stage> stages = new ConcurrentHashMap<>();

    /// Nobody else is in.
    private final String roomId;

    TestStages(String roomId) {
        this.roomId = roomId;
    }

    @Override
    public Optional<Runnable> follow(
            String room, LiveSink.Factory sinks, LiveEgress.Listener listener) {
        if (!room.equals(roomId)) {
            return Optional.empty();
        }
        var stage = new Stage(sinks, listener);
        stages.put(room, stage);
        return Optional.of(stage::close);
    }

    Stage stage() {
        Stage stage = stages.get(roomId);
        if (stage == null) {
            throw new AssertionError("nobody uses the room");
        }
        return stage;
    }

    static final class Stage {
        private final LiveSink.Factory sinks;
        final LiveEgress.Listener listener;
        private LiveSink sink;
        private int frames;
        private long audioPts;
        boolean closed;

        Stage(LiveSink.Factory sinks, LiveEgress.Listener listener) {
            this.sinks = sinks;
            this.listener = listener;
        }

        void open() {
            sink = sinks.open(Instant.EPOCH, () -> {});
        }

        void feed(int seconds) {
            for (int i = 0; i < 30 * seconds; i++) {
                long pts = frames * 3_000L;
                sink.onVideo(
                        new VideoFrame(
                                new byte[] {0, 0, 0, 1, 9}, pts, frames % 30 == 0, PARAMETERS));
                while (audioPts * 15 / 8 < pts) {
                    sink.onAudio(new AudioFrame(new byte[] {1, 2, 3}, audioPts));
                    audioPts += AudioFrame.SAMPLES;
                }
                sink.onClock(frames * 33_333_333L);
                frames++;
            }
        }

        void close() {
            closed = true;
            if (sink != null) {
                sink.close();
            }
        }
    }
}
