package io.rostra.streaming.egress.hls;

import io.rostra.media.mp4.Sample;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The open part of a video segment. The duration of a frame is the way to the next one, so a part
/// is published when the first frame after it is known. Confined to the frame thread.
final class VideoParts {

    private static final long SHORTEST_FRAME_TICKS = PartRule.TICKS_PER_MILLISECOND;

    /// For a stream that ends with a single frame in its part.
    private static final long FALLBACK_DURATION = 3_000;

    private final PartSink out;
    private final List<VideoFrame> part = new ArrayList<>();
    private @Nullable H264Parameters parameters;
    private boolean setsInSamples;

    VideoParts(PartSink out) {
        this.out = out;
    }

    boolean isEmpty() {
        return part.isEmpty();
    }

    /// Parameter sets in force; null before the first key frame.
    @Nullable H264Parameters parameters() {
        return parameters;
    }

    /// The segments from the next one on have these.
    void useParameters(H264Parameters sets) {
        setsInSamples = parameters != null;
        parameters = sets;
        out.useFormat(new TrackFormat.Avc(sets));
    }

    /// Time of the newest frame, in ticks, once there is one.
    long lastPts() {
        return part.getLast().pts();
    }

    /// Later than the frame before it.
    VideoFrame ordered(VideoFrame frame) {
        return at(frame, Math.max(frame.pts(), lastPts() + SHORTEST_FRAME_TICKS));
    }

    /// Makes room for `next` where the open part would become longer than the target: either the
    /// part ends before its last frame, which is moved later to the shortest allowed duration, or
    /// `next` is moved earlier to the longest; whichever moves less.
    VideoFrame fit(VideoFrame next) {
        VideoFrame fitted = next;
        while (fitted.pts() - part.getFirst().pts() > PartRule.TARGET_TICKS && part.size() > 1) {
            long start = part.getFirst().pts();
            VideoFrame last = part.getLast();
            long later = start + PartRule.MINIMUM_TICKS - last.pts();
            long earlier = fitted.pts() - start - PartRule.TARGET_TICKS;
            if (later <= earlier) {
                part.removeLast();
                VideoFrame moved = at(last, last.pts() + later);
                publish(moved.pts());
                part.add(moved);
            } else {
                fitted = at(fitted, fitted.pts() - earlier);
            }
        }
        return fitted;
    }

    /// Adds a frame, and publishes what is in front of it if that is long enough.
    void add(VideoFrame fitted) {
        if (!part.isEmpty() && fitted.pts() - part.getFirst().pts() >= PartRule.MINIMUM_TICKS) {
            publish(fitted.pts());
        }
        part.add(fitted);
    }

    /// Publishes the open part.
    ///
    /// @param end pts of the frame after it
    void publish(long end) {
        List<Sample> samples = new ArrayList<>(part.size());
        for (int i = 0; i < part.size(); i++) {
            VideoFrame frame = part.get(i);
            long next = i + 1 < part.size() ? part.get(i + 1).pts() : end;
            byte[] data =
                    frame.keyFrame() && setsInSamples ? withParameterSets(frame) : frame.data();
            samples.add(new Sample(data, (int) (next - frame.pts()), frame.keyFrame()));
        }
        out.addPart(samples, part.getFirst().keyFrame());
        part.clear();
    }

    /// Publishes what is there, up to `end` or as near as the length of a part allows.
    void publishUpTo(long end) {
        publish(fit(ordered(at(part.getLast(), end))).pts());
    }

    /// Publishes what is there; the last frame gets the duration of the one before it.
    void end() {
        if (part.isEmpty()) {
            return;
        }
        VideoFrame last = part.getLast();
        long duration =
                part.size() > 1 ? last.pts() - part.get(part.size() - 2).pts() : FALLBACK_DURATION;
        publish(last.pts() + duration);
    }

    /// FFmpeg and what is built on it read only the first initialisation segment of a playlist. For
    /// their decoders the parameter sets stand in the key frames as well once they have changed;
    /// sample entry avc1 does not foresee that (ISO/IEC 14496-15 section 5.3.3), decoders do not
    /// mind.
    private static byte[] withParameterSets(VideoFrame frame) {
        byte[] sps = frame.parameters().sps();
        byte[] pps = frame.parameters().pps();
        byte[] data = frame.data();
        return ByteBuffer.allocate(8 + sps.length + pps.length + data.length)
                .putInt(sps.length)
                .put(sps)
                .putInt(pps.length)
                .put(pps)
                .put(data)
                .array();
    }

    static VideoFrame at(VideoFrame frame, long pts) {
        return pts == frame.pts()
                ? frame
                : new VideoFrame(frame.data(), pts, frame.keyFrame(), frame.parameters());
    }
}
