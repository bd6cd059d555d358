package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.AudioFrame;
import java.util.HexFormat;
import java.util.function.Consumer;

/// Makes audio gapless: access units follow each other without hole or overlap, silence stands in
/// for what is missing, and what comes too late is dropped. Players stall at holes. Confined to the
/// frame thread.
final class AudioTimeline {

    /// An AAC-LC stereo access unit of silence: a channel pair element whose two channels have no
    /// section with coefficients (ISO/IEC 14496-3 section 4.4.2).
    private static final byte[] SILENCE = HexFormat.of().parseHex("211004608c1c");

    private static final int HALF = AudioFrame.SAMPLES / 2;

    private final Consumer<AudioFrame> out;
    private long next = Long.MIN_VALUE;

    AudioTimeline(Consumer<AudioFrame> out) {
        this.out = out;
    }

    /// @param pts of the first access unit, in samples
    void begin(long pts) {
        next = pts;
    }

    boolean begun() {
        return next != Long.MIN_VALUE;
    }

    /// Where the next access unit is due, in samples.
    long next() {
        return next;
    }

    /// False if the frame was late: its place is taken.
    boolean onFrame(AudioFrame frame) {
        if (frame.pts() + HALF < next) {
            return false;
        }
        fillUntil(frame.pts() + HALF - AudioFrame.SAMPLES);
        emit(frame.data());
        return true;
    }

    /// Emits silence while an access unit would be due at or before `pts`.
    void fillUntil(long pts) {
        while (next <= pts) {
            emit(SILENCE);
        }
    }

    private void emit(byte[] data) {
        out.accept(new AudioFrame(data, next));
        next += AudioFrame.SAMPLES;
    }
}
