package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.VideoFrame;

/// Plays an encoded picture and tone into a stream in order of time, with key frames when they are
/// asked for.
final class PlayerFeed {

    private final HlsStream sink;
    private final TestEncoder.Audio audio = new TestEncoder.Audio();
    private TestEncoder.Video video;
    private boolean keyFrameWanted = true;
    private boolean answersRequests = true;
    private int number;
    private long videoPts;
    private long audioPts;
    private long clockPts;
    private boolean videoOn = true;
    private boolean audioOn = true;
    private long frameTicks = 3_000;

    PlayerFeed(
            java.util.function.Function<KeyFrameRequester, HlsStream> sink, int width, int height) {
        this.video = new TestEncoder.Video(width, height, 1_000_000);
        this.sink =
                sink.apply(() -> {
                    if (answersRequests) {
                        keyFrameWanted = true;
                    }
                });
    }

    PlayerFeed frameTicks(long ticks) {
        frameTicks = ticks;
        return this;
    }

    PlayerFeed ignoreKeyFrameRequests() {
        answersRequests = false;
        return this;
    }

    PlayerFeed video(boolean on) {
        videoOn = on;
        return this;
    }

    PlayerFeed audio(boolean on) {
        audioOn = on;
        return this;
    }

    /// A new encoder with another picture size; the caller tells the sink.
    PlayerFeed resize(int width, int height) {
        video = new TestEncoder.Video(width, height, 1_000_000);
        keyFrameWanted = true;
        return this;
    }

    int number() {
        return number;
    }

    /// Ticks of 90 kHz up to which video was fed.
    long now() {
        return videoPts;
    }

    /// Feeds all frames up to `until`, in ticks of 90 kHz.
    void until(long until) {
        while (videoPts < until) {
            while (audioPts * 15 / 8 <= videoPts) {
                feedAudio();
            }
            if (videoOn) {
                TestEncoder.Picture picture = video.encode(number, keyFrameWanted);
                keyFrameWanted &= !picture.keyFrame();
                sink.onVideo(
                        new VideoFrame(
                                picture.data(),
                                videoPts,
                                picture.keyFrame(),
                                picture.parameters()));
            }
            number++;
            videoPts += frameTicks;
            clockUntil(videoPts);
        }
    }

    /// The stream's clock ticks every 100 ms while nothing arrives.
    private void clockUntil(long pts) {
        while (clockPts + 9_000 <= pts) {
            clockPts += 9_000;
            while (audioPts * 15 / 8 <= clockPts) {
                feedAudio();
            }
            sink.onClock(clockPts / 9 * 100_000);
        }
    }

    private void feedAudio() {
        if (audioOn) {
            sink.onAudio(new AudioFrame(audio.encode(), audioPts));
        }
        audioPts += AudioFrame.SAMPLES;
    }

    void forSeconds(double seconds) {
        until(videoPts + Math.round(seconds * 90_000));
    }
}
