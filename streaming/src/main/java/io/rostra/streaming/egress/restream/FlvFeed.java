package io.rostra.streaming.egress.restream;

import io.rostra.media.flv.FlvTags;
import io.rostra.media.mp4.InitSegment;
import io.rostra.media.mp4.Sample;
import io.rostra.streaming.egress.hls.PartSink;
import io.rostra.streaming.egress.hls.ProgramSink;
import io.rostra.streaming.egress.hls.SegmentStart;
import io.rostra.streaming.egress.hls.TrackFormat;
import io.rostra.streaming.frames.H264Parameters;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A live stream as FLV, from a key frame on and from time zero. The packager's thread writes,
/// another one takes; what it does not take in time makes the feed overflow.
final class FlvFeed implements ProgramSink {

    /// Some ten seconds of a good picture.
    private static final long MOST_WAITING_BYTES = 8L << 20;

    private final BlockingQueue<byte[]> tags = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Video video = new Video();
    private final Audio audio = new Audio();

    /// Of video, in ticks of 90 kHz: time zero.
    private long origin = Long.MIN_VALUE;

    private volatile boolean overflow;
    private volatile boolean ended;

    /// The next tag, or null when none came in time.
    byte @Nullable [] poll(long millis) throws InterruptedException {
        byte[] tag = tags.poll(millis, TimeUnit.MILLISECONDS);
        if (tag != null) {
            waitingBytes.addAndGet(-tag.length);
        }
        return tag;
    }

    boolean overflowed() {
        return overflow;
    }

    /// The live stream is over, and all of it has been taken.
    boolean ended() {
        return ended && tags.isEmpty();
    }

    @Override
    public PartSink video() {
        return video;
    }

    @Override
    public PartSink audio() {
        return audio;
    }

    @Override
    public void end() {
        ended = true;
    }

    private void put(byte[] tag) {
        if (waitingBytes.addAndGet(tag.length) > MOST_WAITING_BYTES) {
            overflow = true;
        }
        if (!overflow) {
            tags.add(tag);
        }
    }

    private final class Video implements PartSink {
        private @Nullable H264Parameters parameters;
        private @Nullable H264Parameters sent;
        private long at;

        @Override
        public void useFormat(TrackFormat format) {
            if (format instanceof TrackFormat.Avc(H264Parameters now)) {
                parameters = now;
            }
        }

        @Override
        public void beginSegment(SegmentStart start) {
            at = start.at();
            if (origin == Long.MIN_VALUE) {
                origin = at;
                put(FlvTags.header());
            }
            if (parameters != null && !parameters.equals(sent)) {
                put(FlvTags.videoConfiguration(millis(), parameters.sps(), parameters.pps()));
                if (sent == null) {
                    put(FlvTags.audioConfiguration(0));
                }
                sent = parameters;
            }
        }

        @Override
        public void addPart(List<Sample> samples, boolean independent) {
            for (Sample sample : samples) {
                put(FlvTags.video(millis(), sample.sync(), sample.data()));
                at += sample.duration();
            }
        }

        @Override
        public void endSegment() {}

        private int millis() {
            return (int) ((at - origin) * 1000 / InitSegment.VIDEO_TIMESCALE);
        }
    }

    private final class Audio implements PartSink {
        private long at;

        @Override
        public void useFormat(TrackFormat format) {}

        @Override
        public void beginSegment(SegmentStart start) {
            at = start.at();
        }

        @Override
        public void addPart(List<Sample> samples, boolean independent) {
            for (Sample sample : samples) {
                long ticks = at * InitSegment.VIDEO_TIMESCALE / InitSegment.AUDIO_TIMESCALE;
                long millis = (ticks - origin) * 1000 / InitSegment.VIDEO_TIMESCALE;
                put(FlvTags.audio((int) Math.max(0, millis), sample.data()));
                at += sample.duration();
            }
        }

        @Override
        public void endSegment() {}
    }
}
