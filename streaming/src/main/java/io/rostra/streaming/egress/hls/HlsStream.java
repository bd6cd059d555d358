package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.FrameSink;
import io.rostra.streaming.frames.VideoFrame;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/// One live run: frames in, playlists and media out. The id is unguessable and new for each run, so
/// a new run has a new URL and no cache can hand out an old one.
///
/// All frame methods, [#onClock] and [#close] are called on one thread at a time; what requests
/// read is handed over as immutable snapshots.
public final class HlsStream implements FrameSink, AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id;

    /// @param epoch the instant that timestamp 0 of both media means
    /// @param keyFrames asked on a clock while live
    /// @param onPlayable told once, on the frame thread, when players can start
    public HlsStream(
            HlsConfig config, Instant epoch, KeyFrameRequester keyFrames, Runnable onPlayable) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        this.id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public String id() {
        return id;
    }

    /// Absolute path of the multivariant playlist on the server that mounts the [HlsOrigin].
    public String path() {
        return "/hls/" + id + "/master.m3u8";
    }

    @Override
    public void onVideo(VideoFrame frame) {}

    @Override
    public void onAudio(AudioFrame frame) {}

    @Override
    public void onDiscontinuity() {}

    /// Tells the stream that time passes, so that it can fill in for a medium that has gone silent.
    /// Call about every 100 ms on the frame thread, from before the first frame on.
    ///
    /// @param nowNanos [System#nanoTime]
    public void onClock(long nowNanos) {}

    /// Ends the playlists; what is there stays fetchable for a minute.
    @Override
    public void close() {}
}
