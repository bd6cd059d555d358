package io.rostra.streaming.worker;

import io.rostra.media.codec.OpusPacket;
import io.rostra.streaming.worker.WorkerMessage.Aac;
import java.util.HashMap;
import java.util.Map;

/// Opus packets of one sender or several to AAC on the stream's timeline. Not thread-safe.
final class AudioTranscoder implements AutoCloseable {

    /// Further senders are not heard.
    private static final int MOST_SOURCES = 32;

    private final AacEncoder encoder;
    private final AudioMixer mixer = new AudioMixer(this::encode);
    private final Map<Integer, Source> sources = new HashMap<>();

    AudioTranscoder(EventOutput output) throws CodecException {
        encoder = new AacEncoder((pts, data) -> output.send(new Aac(pts, data)));
    }

    void onOpus(int number, long pts, byte[] packet) throws CodecException {
        if (OpusPacket.samples(packet, 0, packet.length) < 0) {
            return;
        }
        Source source = sources.get(number);
        if (source == null) {
            if (sources.size() == MOST_SOURCES) {
                return;
            }
            source = new Source(number);
            sources.put(number, source);
        }
        int count = source.decoder.decode(packet);
        if (count > 0) {
            source.timeline.write(pts, source.decoder.samples(), count);
        }
    }

    /// The timeline of the number goes on: blocks that were given out are not given out again.
    void onNewSource(int number) throws CodecException {
        Source source = sources.get(number);
        if (source != null) {
            source.decoder.close();
            source.decoder = new OpusDecoder();
        }
    }

    void onSourceGone(int number) {
        Source source = sources.remove(number);
        if (source != null) {
            source.decoder.close();
            mixer.remove(number);
        }
    }

    private void encode(long pts, float[] left, float[] right) {
        try {
            encoder.encode(pts, left, right);
        } catch (CodecException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        sources.values().forEach(source -> source.decoder.close());
        encoder.close();
    }

    private final class Source {
        private final AudioTimeline timeline;
        private OpusDecoder decoder = new OpusDecoder();

        Source(int number) throws CodecException {
            timeline = new AudioTimeline((pts, left, right) -> mixer.put(number, pts, left, right));
        }
    }
}
