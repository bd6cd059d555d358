package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.FrameSink;
import io.rostra.streaming.frames.VideoFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/// Plays one picture in several sizes into a packager, as a browser with simulcast sends it: each
/// layer takes its own way, some milliseconds longer or shorter, and its clock is known up to some
/// milliseconds. Times in ticks of 90 kHz.
final class LadderFeed implements AutoCloseable {

    private static final long FRAME = 3_000;
    private static final long STEP = 450;
    private static final long CLOCK = 9_000;
    private static final long MILLISECOND = 90;

    /// The top.
    static final int TOP = FrameSink.LOWER_LAYERS + 1;

    private final Packager packager;
    private final List<Layer> layers = new ArrayList<>();
    private final TestEncoder.Audio audio = new TestEncoder.Audio();
    private final Random random = new Random(3);
    private int number;
    private long now;
    private long capturedAt;
    private long audioPts;
    private long clockAt;

    /// One size on its way.
    final class Layer {
        private final int rank;
        private TestEncoder.Video encoder;
        private final Deque<Arrival> sent = new ArrayDeque<>();
        private boolean on = true;
        private boolean answersRequests = true;
        private boolean keyFrameWanted = true;
        private long keyFrameAt;
        private long keyFrameDelay = 60 * MILLISECOND;
        private long delay = 30 * MILLISECOND;
        private long clockError;

        Layer(int rank, int width, int height) {
            this.rank = rank;
            this.encoder = new TestEncoder.Video(width, height, 200_000 * rank);
        }

        /// Sends, or not: a browser that pauses a layer begins it again with a key frame.
        Layer on(boolean sends) {
            keyFrameWanted |= sends && !on;
            on = sends;
            return this;
        }

        Layer delay(long milliseconds) {
            delay = milliseconds * MILLISECOND;
            return this;
        }

        Layer clockError(long milliseconds) {
            clockError = milliseconds * MILLISECOND;
            return this;
        }

        /// From the request to the picture that is a key frame.
        Layer keyFrameDelay(long milliseconds) {
            keyFrameDelay = milliseconds * MILLISECOND;
            return this;
        }

        Layer ignoreKeyFrameRequests() {
            answersRequests = false;
            return this;
        }

        Layer resize(int width, int height) {
            encoder = new TestEncoder.Video(width, height, 200_000 * rank);
            keyFrameWanted = true;
            return this;
        }

        private void request() {
            if (answersRequests && !keyFrameWanted) {
                keyFrameWanted = true;
                keyFrameAt = now + keyFrameDelay;
            }
        }

        private void capture() {
            if (!on) {
                return;
            }
            boolean key = keyFrameWanted && capturedAt >= keyFrameAt;
            TestEncoder.Picture picture = encoder.encode(number, key);
            keyFrameWanted &= !picture.keyFrame();
            long pts = Math.max(0, capturedAt + clockError);
            long jitter = random.nextInt(15) * MILLISECOND;
            long arrival = capturedAt + delay + jitter + (picture.keyFrame() ? 900 : 0);
            if (!sent.isEmpty()) {
                arrival = Math.max(arrival, sent.getLast().at());
            }
            var frame =
                    new VideoFrame(picture.data(), pts, picture.keyFrame(), picture.parameters());
            sent.addLast(new Arrival(arrival, frame));
        }

        private void deliver() {
            while (!sent.isEmpty() && sent.getFirst().at() <= now) {
                VideoFrame frame = sent.removeFirst().frame();
                if (rank == TOP) {
                    packager.onVideo(frame);
                } else {
                    packager.onLayer(rank, frame);
                }
            }
        }
    }

    private record Arrival(long at, VideoFrame frame) {}

    LadderFeed(ProgramSink output) {
        packager = new Packager(HlsConfig.defaults(), () -> layers.forEach(Layer::request));
        packager.join(output);
        layers.add(new Layer(1, 160, 96));
        layers.add(new Layer(2, 320, 192));
        layers.add(new Layer(TOP, 640, 384));
    }

    Packager packager() {
        return packager;
    }

    /// @param rank 1 is the smallest
    Layer layer(int rank) {
        return layers.get(rank - 1);
    }

    /// The number of the picture that comes next.
    int number() {
        return number;
    }

    LadderFeed forSeconds(double seconds) {
        return forSeconds(seconds, () -> {});
    }

    /// @param check runs after each step of 5 ms
    LadderFeed forSeconds(double seconds, Runnable check) {
        long until = now + Math.round(seconds * 90_000);
        while (now < until) {
            now += STEP;
            while (capturedAt <= now) {
                layers.forEach(Layer::capture);
                number++;
                capturedAt += FRAME;
            }
            while (PartRule.toTicks(audioPts) + 40 * MILLISECOND < now) {
                packager.onAudio(new AudioFrame(audio.encode(), audioPts));
                audioPts += AudioFrame.SAMPLES;
            }
            layers.forEach(Layer::deliver);
            if (now >= clockAt + CLOCK) {
                clockAt = now;
                packager.onClock(clockAt * 100_000 / 9);
            }
            check.run();
        }
        return this;
    }

    @Override
    public void close() {
        packager.close();
    }
}
