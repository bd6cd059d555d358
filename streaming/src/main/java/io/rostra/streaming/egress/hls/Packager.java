package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.FrameSink;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;
import java.util.ArrayList;
import java.util.List;

/// From frames to segments, for all outputs of a live stream at once: the audience's playlists, a
/// recording and a push get the same bytes, and one key frame serves them all.
///
/// Thread-safe: frames come on one thread, outputs join and leave on any; they are called with the
/// lock held.
public final class Packager implements FrameSink, AutoCloseable {

    private static final int SHORTEST_SPS = 4;

    private final List<ProgramSink> sinks = new ArrayList<>();

    /// Those of `sinks` that wait for a segment to begin with.
    private final List<ProgramSink> newcomers = new ArrayList<>();

    private final PartFanOut videoOut = new PartFanOut();
    private final PartFanOut audioOut = new PartFanOut();
    private final VideoSegmenter video;
    private final VideoTimeline videoTimeline;
    private final AudioSegmenter audio;
    private final AudioTimeline audioTimeline;
    private final MediaClock clock = new MediaClock();
    private boolean closed;

    /// @param keyFrames asked on a clock while live
    public Packager(HlsConfig config, KeyFrameRequester keyFrames) {
        SegmentClock segmentClock = new SegmentClock(config, keyFrames);
        this.video = new VideoSegmenter(videoOut, segmentClock, this::onBoundary);
        this.videoTimeline = new VideoTimeline(video, segmentClock);
        this.audio = new AudioSegmenter(audioOut);
        this.audioTimeline = new AudioTimeline(audio::onFrame);
    }

    /// From the next segment on that decoding can start at, `sink` gets everything. After [#close]
    /// it ends at once.
    public synchronized void join(ProgramSink sink) {
        if (closed) {
            sink.end();
            return;
        }
        sinks.add(sink);
        newcomers.add(sink);
    }

    /// Ends `sink`, unless it has ended already.
    public synchronized void leave(ProgramSink sink) {
        if (sinks.remove(sink)) {
            newcomers.remove(sink);
            videoOut.remove(sink.video());
            audioOut.remove(sink.audio());
            sink.end();
        }
    }

    @Override
    public synchronized void onVideo(VideoFrame frame) {
        if (closed || !clock.accepts(frame.pts()) || !isUsable(frame.parameters())) {
            return;
        }
        clock.onFrame(frame.pts());
        videoTimeline.onFrame(frame);
        advanceAudio();
    }

    @Override
    public synchronized void onAudio(AudioFrame frame) {
        long ticks = PartRule.toTicks(frame.pts());
        if (closed || !clock.accepts(ticks)) {
            return;
        }
        clock.onFrame(ticks);
        if (audioTimeline.begun()) {
            audioTimeline.onFrame(frame);
        }
    }

    @Override
    public synchronized void onDiscontinuity() {
        videoTimeline.onDiscontinuity();
    }

    /// Tells that time passes, so that a medium that has gone silent can be filled in for. Call
    /// about every 100 ms, from before the first frame on.
    ///
    /// @param nowNanos [System#nanoTime]
    public synchronized void onClock(long nowNanos) {
        if (closed) {
            return;
        }
        clock.onClock(nowNanos);
        if (clock.running()) {
            videoTimeline.onClock(clock.now());
            advanceAudio();
        }
    }

    /// Publishes what is there and ends all outputs.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        video.end();
        audio.end();
        sinks.forEach(ProgramSink::end);
        sinks.clear();
        newcomers.clear();
    }

    /// An initialisation segment needs profile and level, and a picture.
    private static boolean isUsable(H264Parameters parameters) {
        return parameters.sps().length >= SHORTEST_SPS && parameters.pps().length > 0;
    }

    /// Gives audio the time that video has reached, and silence if there is none.
    private void advanceAudio() {
        if (audioTimeline.begun()) {
            audio.onVideoTime(video.lastPts());
            audioTimeline.onClock(clock.now());
        }
    }

    private void onBoundary(SegmentStart start) {
        if (!audioTimeline.begun()) {
            audioTimeline.begin(PartRule.toSamples(start.at()));
        }
        if (start.independent()) {
            for (ProgramSink newcomer : newcomers) {
                videoOut.add(newcomer.video(), videoOut.next());
                audioOut.add(newcomer.audio(), videoOut.next());
            }
            newcomers.clear();
        }
        audio.onBoundary(start);
    }
}
