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

    private final PartFanOut<PartSink> videoOut = new PartFanOut<>();
    private final PartFanOut<PartSink> audioOut = new PartFanOut<>();
    private final List<Layer> layers = new ArrayList<>();
    private final VideoSegmenter video;
    private final VideoTimeline videoTimeline;
    private final AudioSegmenter audio;
    private final AudioTimeline audioTimeline;
    private final MediaClock clock = new MediaClock();
    private boolean closed;

    /// A lower layer of the video.
    private record Layer(LayerSegmenter segmenter, LayerFanOut out) {}

    /// @param keyFrames asked on a clock while live
    public Packager(HlsConfig config, KeyFrameRequester keyFrames) {
        SegmentClock segmentClock = new SegmentClock(config, keyFrames);
        this.video = new VideoSegmenter(videoOut, segmentClock, this::onBoundary);
        this.videoTimeline = new VideoTimeline(video, segmentClock);
        this.audio = new AudioSegmenter(audioOut);
        this.audioTimeline = new AudioTimeline(audio::onFrame);
        for (int layer = 1; layer <= LOWER_LAYERS; layer++) {
            var out = new LayerFanOut();
            layers.add(new Layer(new LayerSegmenter(config, out), out));
        }
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
            for (int layer = 1; layer <= LOWER_LAYERS; layer++) {
                layers.get(layer - 1).out().remove(sink.layer(layer));
            }
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
        layers.forEach(layer -> layer.segmenter().onTopFrame());
        advance();
    }

    @Override
    public synchronized void onLayer(int layer, VideoFrame frame) {
        if (closed || !clock.accepts(frame.pts()) || !isUsable(frame.parameters())) {
            return;
        }
        layers.get(layer - 1).segmenter().onFrame(frame);
        advanceLayers();
    }

    @Override
    public synchronized void onLayerChanged(int layer) {
        layers.get(layer - 1).segmenter().onChanged();
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
            advance();
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
        layers.forEach(layer -> layer.segmenter().end());
        audio.end();
        sinks.forEach(ProgramSink::end);
        sinks.clear();
        newcomers.clear();
    }

    /// An initialisation segment needs profile and level, and a picture.
    private static boolean isUsable(H264Parameters parameters) {
        return parameters.sps().length >= SHORTEST_SPS && parameters.pps().length > 0;
    }

    private void advance() {
        advanceLayers();
        advanceAudio();
    }

    /// The same condition holds for all: a first segment has begun.
    private void advanceLayers() {
        if (audioTimeline.begun()) {
            layers.forEach(layer -> layer.segmenter().onTopTime(video.lastPts()));
        }
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
                for (int layer = 1; layer <= LOWER_LAYERS; layer++) {
                    LayerSink sink = newcomer.layer(layer);
                    if (sink != null) {
                        layers.get(layer - 1).out().add(sink, videoOut.next());
                    }
                }
            }
            newcomers.clear();
        }
        layers.forEach(layer -> layer.segmenter().onBoundary(start));
        audio.onBoundary(start);
    }
}
