package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.AudioFrame;
import java.util.HexFormat;
import java.util.function.Consumer;

/// Makes audio gapless: access units follow each other without hole or overlap, silence stands in
/// for what is missing, and what comes too late is dropped. Players stall at holes. Times are
/// samples of 48 kHz unless said. Confined to the frame thread.
final class AudioTimeline {

    /// An AAC-LC stereo access unit of silence: a channel pair element whose two channels have no
    /// section with coefficients (ISO/IEC 14496-3 section 4.4.2).
    private static final byte[] SILENCE = HexFormat.of().parseHex("211004608c1c");

    private static final int HALF = AudioFrame.SAMPLES / 2;

    /// Ticks of 90 kHz that sound may be behind the picture before silence takes its place.
    private static final long PATIENCE_TICKS = 300 * 90;

    private static final long GONE_SAMPLES = 2L * AudioFrame.SAMPLE_RATE;

    private final Consumer<AudioFrame> out;
    private final Patience patience = new Patience(PATIENCE_TICKS);
    private long next = Long.MIN_VALUE;
    private long lastFromSource;

    /// Value of `next` when a frame was last too late.
    private long missed = Long.MIN_VALUE;

    AudioTimeline(Consumer<AudioFrame> out) {
        this.out = out;
    }

    /// @param pts of the first access unit
    void begin(long pts) {
        next = pts;
        lastFromSource = pts;
    }

    boolean begun() {
        return next != Long.MIN_VALUE;
    }

    void onFrame(AudioFrame frame) {
        if (frame.pts() + HALF < next) {
            onLate(frame);
            return;
        }
        patience.resume();
        while (next + HALF <= frame.pts()) {
            emit(SILENCE);
        }
        emit(frame.data());
        lastFromSource = next;
    }

    /// Sound that comes late is not gone: from now on it is waited for. The first of several frames
    /// that find their places taken is the latest of them.
    private void onLate(AudioFrame frame) {
        lastFromSource = next;
        if (next != missed) {
            missed = next;
            patience.wasTooShort(PartRule.toTicks(next - frame.pts()));
        }
    }

    /// Time has come to `now`, in ticks of 90 kHz: emits silence for what should have been there.
    void onClock(long now) {
        if (next - lastFromSource > GONE_SAMPLES) {
            patience.giveUp();
        }
        long due = PartRule.toSamples(now - patience.ticks());
        while (next + AudioFrame.SAMPLES <= due) {
            emit(SILENCE);
        }
    }

    private void emit(byte[] data) {
        out.accept(new AudioFrame(data, next));
        next += AudioFrame.SAMPLES;
    }
}
