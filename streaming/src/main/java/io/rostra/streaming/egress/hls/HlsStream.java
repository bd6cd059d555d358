package io.rostra.streaming.egress.hls;

import io.rostra.media.mp4.InitSegment;
import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.FrameSink;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One live run: frames in, playlists and media out. The id is unguessable and new for each run, so
/// a new run has a new URL and no cache can hand out an old one.
///
/// All frame methods, [#onClock] and [#close] are called on one thread at a time; what requests
/// read is handed over as immutable snapshots.
public final class HlsStream implements FrameSink, AutoCloseable {

    static final String MASTER = "master.m3u8";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;
    private static final int SHORTEST_SPS = 4;

    /// Players start with a whole segment and this many parts of the next one.
    private static final int PLAYABLE_PARTS = 2;

    private final String id;
    private final Runnable onPlayable;
    private final TimedMetadata metadata = new TimedMetadata();
    private final Rendition videoRendition;
    private final Rendition audioRendition;
    private final VideoSegmenter video;
    private final VideoTimeline videoTimeline;
    private final AudioSegmenter audio;
    private final AudioTimeline audioTimeline;
    private final MediaClock clock = new MediaClock();
    private volatile @Nullable H264Parameters playable;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private boolean closed;

    /// @param epoch the instant that timestamp 0 of both media means
    /// @param keyFrames asked on a clock while live
    /// @param onPlayable told once, on the frame thread, when players can start: both renditions
    ///   have a whole segment, and video has two parts of the next one
    public HlsStream(
            HlsConfig config, Instant epoch, KeyFrameRequester keyFrames, Runnable onPlayable) {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        this.id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        this.onPlayable = onPlayable;
        this.videoRendition =
                new Rendition(
                        "video",
                        config,
                        epoch,
                        InitSegment.VIDEO_TIMESCALE,
                        PartRule.TARGET_TICKS,
                        metadata);
        this.audioRendition =
                new Rendition(
                        "audio",
                        config,
                        epoch,
                        InitSegment.AUDIO_TIMESCALE,
                        PartRule.TARGET_SAMPLES,
                        metadata);
        SegmentClock segmentClock = new SegmentClock(config, keyFrames);
        this.video = new VideoSegmenter(videoRendition, segmentClock, this::onBoundary);
        this.videoTimeline = new VideoTimeline(video, segmentClock);
        this.audio = new AudioSegmenter(audioRendition);
        this.audioTimeline = new AudioTimeline(audio::onFrame);
    }

    public String id() {
        return id;
    }

    /// Absolute path of the multivariant playlist on the server that mounts the [HlsOrigin].
    public String path() {
        return "/hls/" + id + "/" + MASTER;
    }

    @Override
    public void onVideo(VideoFrame frame) {
        if (closed || !clock.accepts(frame.pts()) || !isUsable(frame.parameters())) {
            return;
        }
        clock.onFrame(frame.pts());
        videoTimeline.onFrame(frame);
        advanceAudio();
    }

    @Override
    public void onAudio(AudioFrame frame) {
        long ticks = PartRule.toTicks(frame.pts());
        if (closed || !clock.accepts(ticks)) {
            return;
        }
        clock.onFrame(ticks);
        if (audioTimeline.begun()) {
            audioTimeline.onFrame(frame);
            announceIfPlayable();
        }
    }

    @Override
    public void onDiscontinuity() {
        videoTimeline.onDiscontinuity();
    }

    /// Tells the stream that time passes, so that it can fill in for a medium that has gone silent.
    /// Call about every 100 ms on the frame thread, from before the first frame on.
    ///
    /// @param nowNanos [System#nanoTime]
    public void onClock(long nowNanos) {
        if (closed) {
            return;
        }
        clock.onClock(nowNanos);
        if (clock.running()) {
            videoTimeline.onClock(clock.now());
            advanceAudio();
        }
    }

    /// Ends the playlists; what is there stays fetchable for a minute.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        video.end();
        audio.end();
        videoRendition.end();
        audioRendition.end();
        end.complete(null);
    }

    /// Shows the audience `payload` with the newest picture; it is in the playlists from the next
    /// part on. Thread-safe.
    ///
    /// @param duration for which it is valid
    /// @return false when the stream is not playable, or the window is full of others
    public boolean insertMetadata(String payload, Duration duration) {
        if (playable == null || end.isDone()) {
            return false;
        }
        MediaPlaylist video = videoRendition.playlist();
        return metadata.add(video.settings().instant(video.open().end()), duration, payload);
    }

    /// Runs `action` when the stream is closed.
    void whenClosed(Runnable action) {
        var _ = end.thenRun(action);
    }

    List<Rendition> renditions() {
        return List.of(videoRendition, audioRendition);
    }

    /// Null until the stream is playable.
    @Nullable String masterPlaylist() {
        H264Parameters parameters = playable;
        if (parameters == null) {
            return null;
        }
        return new MultivariantPlaylist(
                        videoRendition.playlist(), audioRendition.playlist(), parameters)
                .render();
    }

    /// The current text of a playlist of this stream.
    RenderedPlaylist rendered(Rendition rendition, MediaPlaylist.Skip skip) {
        MediaPlaylist other =
                (rendition == videoRendition ? audioRendition : videoRendition).playlist();
        return rendition.rendered(
                skip, new MediaPlaylist.RenditionReport(other.settings().uri(), other.last()));
    }

    /// An initialisation segment needs profile and level, and a picture.
    private static boolean isUsable(H264Parameters parameters) {
        return parameters.sps().length >= SHORTEST_SPS && parameters.pps().length > 0;
    }

    /// Gives audio the time that video has reached, and silence if there is none.
    private void advanceAudio() {
        if (!audioTimeline.begun()) {
            return;
        }
        audio.onVideoTime(video.lastPts());
        audioTimeline.onClock(clock.now());
        announceIfPlayable();
    }

    private void announceIfPlayable() {
        if (playable == null
                && !audioRendition.playlist().segments().isEmpty()
                && !videoRendition.playlist().segments().isEmpty()
                && videoRendition.playlist().open().parts().size() >= PLAYABLE_PARTS) {
            playable = video.parameters();
            onPlayable.run();
        }
    }

    private void onBoundary(long at, boolean discontinuity) {
        if (!audioTimeline.begun()) {
            audioTimeline.begin(PartRule.toSamples(at));
        }
        audio.onBoundary(at, discontinuity);
        if (playable != null) {
            playable = video.parameters();
        }
    }
}
