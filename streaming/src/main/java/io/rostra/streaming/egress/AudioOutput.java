package io.rostra.streaming.egress;

import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.FrameSink;
import java.util.ArrayDeque;

/// The sound of a live stream: AAC frames of the worker, in order of time, from the first picture
/// on. There are holes where nobody spoke (Opus DTX), a microphone is off or a worker has just
/// died; the sink knows best when to put silence there. Not thread-safe.
final class AudioOutput {
    /// Frames from the future are not believed; the worker has seen hostile input.
    private static final long MAX_AHEAD = AudioFrame.SAMPLE_RATE;

    /// Frames kept until it is known where the sound begins: about 1.4 s.
    private static final int MAX_EARLY = 64;

    private final FrameSink sink;
    private final ArrayDeque<AudioFrame> early = new ArrayDeque<>();
    private long nextPts;
    private boolean started;

    AudioOutput(FrameSink sink) {
        this.sink = sink;
    }

    boolean started() {
        return started;
    }

    /// Sound begins with the frame that contains `pts`.
    void startAt(long pts) {
        nextPts = Math.max(0, pts) / AudioFrame.SAMPLES * AudioFrame.SAMPLES;
        started = true;
        early.forEach(this::put);
        early.clear();
    }

    /// Takes a frame of the worker.
    ///
    /// @param nowPts the time now, in ticks of this timeline
    void onAac(long pts, byte[] accessUnit, long nowPts) {
        if (pts > nowPts + MAX_AHEAD) {
            return;
        }
        var frame = new AudioFrame(accessUnit, pts);
        if (started) {
            put(frame);
            return;
        }
        early.add(frame);
        if (early.size() > MAX_EARLY) {
            early.remove();
        }
    }

    private void put(AudioFrame frame) {
        if (frame.pts() >= nextPts) {
            nextPts = frame.pts() + AudioFrame.SAMPLES;
            sink.onAudio(frame);
        }
    }
}
