package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.VideoFrame;

/// Plays an encoded picture and tone into a packager in order of time, with key frames when they
/// are asked for.
public final class PlayerFeed implements AutoCloseable {

    private static final long STEP_TICKS = 900;
    private static final long CLOCK_TICKS = 9_000;

    private final Packager sink;
    private final TestEncoder.Audio audio = new TestEncoder.Audio();
    private TestEncoder.Video video;
    private boolean keyFrameWanted = true;
    private boolean answersRequests = true;
    private int number;
    private long videoPts;
    private long audioPts;
    private long clockPts;
    private long now;
    private boolean videoOn = true;
    private boolean audioOn = true;
    private boolean clockOn = true;
    private long frameTicks = 3_000;

    public PlayerFeed(ProgramSink output, int width, int height) {
        this(HlsConfig.defaults(), output, width, height);
    }

    PlayerFeed(HlsConfig config, ProgramSink output, int width, int height) {
        this.video = new TestEncoder.Video(width, height, 1_000_000);
        this.sink =
                new Packager(
                        config,
                        () -> {
                            if (answersRequests) {
                                keyFrameWanted = true;
                            }
                        });
        sink.join(output);
    }

    public Packager packager() {
        return sink;
    }

    @Override
    public void close() {
        sink.close();
    }

    PlayerFeed frameTicks(long ticks) {
        frameTicks = ticks;
        return this;
    }

    public PlayerFeed ignoreKeyFrameRequests() {
        answersRequests = false;
        return this;
    }

    public PlayerFeed video(boolean on) {
        videoOn = on;
        return this;
    }

    /// Without it the stream is not told that time passes, as when its thread is late.
    PlayerFeed clock(boolean on) {
        clockOn = on;
        return this;
    }

    public PlayerFeed audio(boolean on) {
        audioOn = on;
        return this;
    }

    /// A new encoder with another picture size; the caller tells the sink.
    public PlayerFeed resize(int width, int height) {
        video = new TestEncoder.Video(width, height, 1_000_000);
        keyFrameWanted = true;
        return this;
    }

    public int number() {
        return number;
    }

    /// Feeds all frames up to `until`, in ticks of 90 kHz, in steps of 10 ms.
    void until(long until) {
        while (now < until) {
            now = Math.min(until, now + STEP_TICKS);
            while (PartRule.toTicks(audioPts) < now) {
                feedAudio();
            }
            while (videoPts < now) {
                feedVideo();
            }
            if (clockOn && now >= clockPts + CLOCK_TICKS) {
                clockPts = now;
                sink.onClock(clockPts * 100_000 / 9);
            }
        }
    }

    private void feedVideo() {
        if (videoOn) {
            TestEncoder.Picture picture = video.encode(number, keyFrameWanted);
            keyFrameWanted &= !picture.keyFrame();
            sink.onVideo(
                    new VideoFrame(
                            picture.data(), videoPts, picture.keyFrame(), picture.parameters()));
        }
        number++;
        videoPts += frameTicks;
    }

    private void feedAudio() {
        if (audioOn) {
            sink.onAudio(new AudioFrame(audio.encode(), audioPts));
        }
        audioPts += AudioFrame.SAMPLES;
    }

    public void forSeconds(double seconds) {
        until(now + Math.round(seconds * 90_000));
    }
}
