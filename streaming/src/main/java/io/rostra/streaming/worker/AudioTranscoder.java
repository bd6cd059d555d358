package io.rostra.streaming.worker;

import io.rostra.media.codec.OpusPacket;
import io.rostra.streaming.worker.WorkerMessage.Aac;

/// Opus packets to AAC on the stream's timeline. Not thread-safe.
final class AudioTranscoder implements AutoCloseable {
    private final AacEncoder encoder;
    private final AudioTimeline timeline = new AudioTimeline(this::encode);
    private OpusDecoder decoder = new OpusDecoder();

    AudioTranscoder(EventOutput output) throws CodecException {
        encoder = new AacEncoder((pts, data) -> output.send(new Aac(pts, data)));
    }

    void onOpus(long pts, byte[] packet) {
        if (OpusPacket.samples(packet, 0, packet.length) < 0) {
            return;
        }
        int count = decoder.decode(packet);
        if (count > 0) {
            timeline.write(pts, decoder.samples(), count);
        }
    }

    void onNewSource() throws CodecException {
        decoder.close();
        decoder = new OpusDecoder();
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
        decoder.close();
        encoder.close();
    }
}
