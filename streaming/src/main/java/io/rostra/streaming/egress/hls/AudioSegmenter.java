package io.rostra.streaming.egress.hls;

import io.rostra.media.mp4.Sample;
import io.rostra.streaming.frames.AudioFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Cuts audio where video was cut: a frame waits until the video before it is there, so it is known
/// which segment it belongs to. Segments of the same number begin within one access unit (21 ms) of
/// each other. Confined to the frame thread.
final class AudioSegmenter {

    private final PartSink out;
    private final Deque<AudioFrame> waiting = new ArrayDeque<>();
    private final Deque<SegmentStart> boundaries = new ArrayDeque<>();
    private final List<Sample> part = new ArrayList<>();
    private long videoUntil = Long.MIN_VALUE;
    private boolean begun;

    AudioSegmenter(PartSink out) {
        this.out = out;
        out.useFormat(new TrackFormat.Aac());
    }

    /// @param start of video, in ticks of 90 kHz
    void onBoundary(SegmentStart start) {
        boundaries.addLast(start);
    }

    /// @param next begins where the one before it ends
    void onFrame(AudioFrame next) {
        waiting.addLast(next);
        release();
    }

    /// Video is known up to `pts`, in ticks of 90 kHz.
    void onVideoTime(long pts) {
        videoUntil = pts;
        release();
    }

    void end() {
        videoUntil = Long.MAX_VALUE;
        release();
        publishPart();
    }

    private void release() {
        while (!waiting.isEmpty() && PartRule.toTicks(waiting.getFirst().pts()) < videoUntil) {
            add(waiting.removeFirst());
        }
    }

    private void add(AudioFrame frame) {
        long ticks = PartRule.toTicks(frame.pts());
        while (!boundaries.isEmpty() && ticks >= boundaries.getFirst().at()) {
            beginSegment(frame.pts(), boundaries.removeFirst());
        }
        if (!begun) {
            return;
        }
        part.add(new Sample(frame.data(), AudioFrame.SAMPLES, true));
        if (part.size() == PartRule.AUDIO_FRAMES) {
            publishPart();
        }
    }

    private void beginSegment(long start, SegmentStart boundary) {
        publishPart();
        if (begun) {
            out.endSegment();
        }
        out.beginSegment(new SegmentStart(start, boundary.discontinuity(), true));
        begun = true;
    }

    private void publishPart() {
        if (!part.isEmpty()) {
            out.addPart(part, true);
            part.clear();
        }
    }
}
