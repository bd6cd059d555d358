package io.rostra.streaming.egress;

import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.FrameSink;
import java.util.ArrayDeque;
import java.util.HexFormat;

/// The sound of a live stream: AAC frames on a grid of 1024 samples without a single gap, whatever
/// comes from the worker. What is missing - a pause of the talker (Opus DTX), a muted microphone,
/// nobody on stage, a worker that has just died - is silence, put in when it is clear that nothing
/// will come. Not thread-safe.
final class AudioOutput {
    /// A stereo AAC-LC access unit in which nothing sounds: all spectral sections of both channels
    /// use the zero codebook.
    private static final byte[] SILENCE = HexFormat.of().parseHex("211004608c1c");

    /// How far the grid may stay behind the clock before silence is put in: the longest a packet is
    /// waited for, the encoder's delay and a slow moment of the machine.
    private static final long PATIENCE = AudioFrame.SAMPLE_RATE * 3L / 10;

    /// Frames from the future are not believed.
    private static final long MAX_AHEAD = AudioFrame.SAMPLE_RATE;

    private static final int SAMPLES = AudioFrame.SAMPLES;

    /// Frames kept until it is known where the grid begins: about 1.4 s.
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

    /// The grid begins with the frame that contains `pts`.
    void startAt(long pts) {
        nextPts = Math.max(0, pts) / SAMPLES * SAMPLES;
        started = true;
        for (AudioFrame frame : early) {
            putAt(frame.pts(), frame.data());
        }
        early.clear();
    }

    /// Takes a frame of the worker.
    ///
    /// @param nowPts the time now, in ticks of this timeline
    void onAac(long pts, byte[] accessUnit, long nowPts) {
        if (pts > nowPts + MAX_AHEAD || pts % SAMPLES != 0) {
            return;
        }
        if (started) {
            putAt(pts, accessUnit);
            return;
        }
        early.add(new AudioFrame(accessUnit, pts));
        if (early.size() > MAX_EARLY) {
            early.remove();
        }
    }

    private void putAt(long pts, byte[] accessUnit) {
        if (pts >= nextPts) {
            silenceUpTo(pts);
            put(accessUnit);
        }
    }

    /// Puts in silence where nothing has come.
    void onClock(long nowPts) {
        if (started) {
            silenceUpTo(nowPts - PATIENCE - SAMPLES);
        }
    }

    private void silenceUpTo(long pts) {
        while (nextPts < pts) {
            put(SILENCE);
        }
    }

    private void put(byte[] accessUnit) {
        sink.onAudio(new AudioFrame(accessUnit, nextPts));
        nextPts += SAMPLES;
    }
}
