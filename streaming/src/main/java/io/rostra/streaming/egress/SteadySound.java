package io.rostra.streaming.egress;

import io.rostra.media.codec.OpusPacket;
import io.rostra.streaming.egress.ChunkFormat.Sound;
import java.util.ArrayList;
import java.util.List;

/// Opus packets put one after the other without a hole: silence stands in for what does not come. A
/// player's time is that of the sound, so there has to be some. Samples at 48 kHz since the
/// stream's beginning. Not thread-safe.
final class SteadySound {
    /// A packet that decodes to 20 ms of silence: CELT, full band, stereo.
    private static final byte[] SILENCE = {(byte) 0xFC, (byte) 0xFF, (byte) 0xFE};

    private static final int SILENCE_SAMPLES = 960;

    /// A packet is taken to follow the one before it when its time differs by no more than this.
    private static final int SLACK = 1_920;

    private List<Sound> waiting = new ArrayList<>();
    private long end;

    /// Begins anew at time 0; what waits is forgotten.
    void restart() {
        waiting = new ArrayList<>();
        end = 0;
    }

    /// @param time when it was captured; before 0 and what silence has taken the place of already
    ///   are dropped
    void add(long time, byte[] packet) {
        int samples = OpusPacket.samples(packet, 0, packet.length);
        if (samples <= 0 || time < end - SLACK) {
            return;
        }
        if (time > end + SLACK) {
            fill(time);
        }
        append(packet, samples);
    }

    /// Puts silence up to about `time`.
    void fill(long time) {
        while (end + SILENCE_SAMPLES <= time) {
            append(SILENCE, SILENCE_SAMPLES);
        }
    }

    private void append(byte[] packet, int samples) {
        waiting.add(new Sound(end, packet, samples));
        end += samples;
    }

    /// What has come since the last call.
    List<Sound> take() {
        List<Sound> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }
}
