package io.rostra.streaming.egress;

import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.VideoFrame;
import io.rostra.streaming.testing.TestCodecs;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a live stream gave out.
final class CollectingSink implements LiveSink {
    private static final byte[] START_CODE = {0, 0, 0, 1};

    final List<VideoFrame> video = new ArrayList<>();
    final List<AudioFrame> audio = new ArrayList<>();

    /// The lower layers, smallest first.
    final List<List<VideoFrame>> layers = List.of(new ArrayList<>(), new ArrayList<>());

    /// Layers that were told to begin anew, in order.
    final List<Integer> layerChanges = new ArrayList<>();

    /// Number of pictures in front of each discontinuity.
    final List<Integer> discontinuities = new ArrayList<>();

    int clockTicks;
    volatile boolean closed;

    @Override
    public synchronized void onVideo(VideoFrame frame) {
        video.add(frame);
    }

    @Override
    public synchronized void onLayer(int layer, VideoFrame frame) {
        layers.get(layer - 1).add(frame);
    }

    @Override
    public synchronized void onLayerChanged(int layer) {
        layerChanges.add(layer);
    }

    @Override
    public synchronized void onAudio(AudioFrame frame) {
        audio.add(frame);
    }

    @Override
    public synchronized void onDiscontinuity() {
        discontinuities.add(video.size());
    }

    @Override
    public void onClock(long nowNanos) {
        clockTicks++;
    }

    @Override
    public void close() {
        closed = true;
    }

    /// The end of the sound so far, in ticks.
    synchronized long audioEnd() {
        return audio.isEmpty() ? 0 : audio.getLast().pts() + AudioFrame.SAMPLES;
    }

    /// The last picture's time, in ticks.
    synchronized long videoEnd() {
        return video.isEmpty() ? 0 : video.getLast().pts();
    }

    /// The sound from the pts of the first frame on, with silence in the holes.
    float[] sound() {
        float[] decoded = TestCodecs.decodeAac(audio.stream().map(AudioFrame::data).toList());
        long start = audio.getFirst().pts();
        float[] sound = new float[(int) (audioEnd() - start)];
        for (int i = 0; i < audio.size(); i++) {
            int at = (int) (audio.get(i).pts() - start);
            int from = i * AudioFrame.SAMPLES;
            System.arraycopy(decoded, from, sound, at, AudioFrame.SAMPLES);
        }
        return sound;
    }

    /// Brightness of every picture.
    List<Integer> lumas() {
        return TestCodecs.decodeH264(video.stream().map(CollectingSink::annexB).toList());
    }

    /// Brightness of every picture at a place, as shares of width and height.
    List<Integer> lumasAt(double x, double y) {
        return TestCodecs.decodeH264(video.stream().map(CollectingSink::annexB).toList(), x, y);
    }

    private static byte[] annexB(VideoFrame frame) {
        var out = new ByteArrayOutputStream();
        if (frame.keyFrame()) {
            out.writeBytes(START_CODE);
            out.writeBytes(frame.parameters().sps());
            out.writeBytes(START_CODE);
            out.writeBytes(frame.parameters().pps());
        }
        ByteBuffer data = ByteBuffer.wrap(frame.data());
        while (data.hasRemaining()) {
            byte[] nal = new byte[data.getInt()];
            data.get(nal);
            out.writeBytes(START_CODE);
            out.writeBytes(nal);
        }
        return out.toByteArray();
    }
}
