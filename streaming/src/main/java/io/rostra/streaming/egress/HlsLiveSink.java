package io.rostra.streaming.egress;

import io.rostra.streaming.egress.hls.HlsConfig;
import io.rostra.streaming.egress.hls.HlsOrigin;
import io.rostra.streaming.egress.hls.HlsStream;
import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.VideoFrame;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// A live stream that goes to HLS viewers.
public final class HlsLiveSink implements LiveSink {
    private final HlsStream stream;

    private HlsLiveSink(HlsStream stream) {
        this.stream = stream;
    }

    /// Sinks that the origin serves.
    ///
    /// @param onPlayable told on the thread of the live stream when players can start
    public static Factory factory(
            HlsConfig config, HlsOrigin origin, Consumer<HlsStream> onPlayable) {
        return (epoch, keyFrameRequest) -> {
            var playable = new AtomicReference<HlsStream>();
            var stream =
                    new HlsStream(
                            config,
                            epoch,
                            keyFrameRequest::run,
                            () -> onPlayable.accept(playable.get()));
            playable.set(stream);
            origin.add(stream);
            return new HlsLiveSink(stream);
        };
    }

    @Override
    public void onVideo(VideoFrame frame) {
        stream.onVideo(frame);
    }

    @Override
    public void onAudio(AudioFrame frame) {
        stream.onAudio(frame);
    }

    @Override
    public void onDiscontinuity() {
        stream.onDiscontinuity();
    }

    @Override
    public void onClock(long nowNanos) {
        stream.onClock(nowNanos);
    }

    @Override
    public void close() {
        stream.close();
    }
}
