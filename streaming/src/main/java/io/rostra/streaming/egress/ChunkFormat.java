package io.rostra.streaming.egress;

import io.rostra.media.codec.AccessUnit;
import io.rostra.media.codec.AccessUnit.ParameterSets;
import io.rostra.media.codec.H264SpsParser;
import io.rostra.media.codec.Vp8FrameHeader;
import io.rostra.media.mp4.InitSegment;
import io.rostra.media.mp4.MovieFragment;
import io.rostra.media.mp4.Sample;
import io.rostra.media.webm.WebmCluster;
import io.rostra.media.webm.WebmHeader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The container in which chunks go to Media Source Extensions, so that the frames can be copied:
/// WebM for VP8, fragmented MP4 for H.264. Sound is always in it, and always Opus.
///
/// A picture is given a duration far longer than it is shown: what follows takes its place, and
/// until then the sound plays on, however slow the camera is. Without it a player stands still at
/// the last picture's end, and throws away all up to the next key frame after a gap.
sealed interface ChunkFormat {

    /// MIME type with codecs, for `MediaSource.addSourceBuffer`.
    String type();

    /// What the stream begins with.
    byte[] header();

    /// @param sequence counts the chunks of a stream from 1
    /// @param pictures in order of time; either list may be empty, but not both
    byte[] chunk(int sequence, List<Picture> pictures, List<Sound> sounds);

    /// @param time in ticks of 90 kHz since the stream's beginning
    record Picture(long time, byte[] data, boolean keyFrame) {}

    /// An Opus packet.
    ///
    /// @param time in samples at 48 kHz since the stream's beginning
    record Sound(long time, byte[] data, int samples) {}

    /// How long a picture may stand, in seconds.
    int HOLD_SECONDS = 6;

    /// The format for what begins with this key frame; null when it makes no sense.
    static @Nullable ChunkFormat of(AccessUnit keyFrame) {
        ParameterSets sets = keyFrame.parameterSets();
        if (sets == null) {
            Vp8FrameHeader header = Vp8FrameHeader.parseKeyFrame(keyFrame.data());
            return header == null ? null : new WebM(header.width(), header.height());
        }
        H264SpsParser.Sps sps = H264SpsParser.parse(sets.sps());
        return sps == null ? null : new Mp4(sets, sps.width(), sps.height());
    }

    /// Whether what begins with this key frame can go on in this format.
    boolean fits(AccessUnit keyFrame);

    /// Sound alone.
    record SoundOnly() implements ChunkFormat {
        @Override
        public String type() {
            return "audio/webm;codecs=opus";
        }

        @Override
        public byte[] header() {
            return WebmHeader.sound();
        }

        @Override
        public byte[] chunk(int sequence, List<Picture> pictures, List<Sound> sounds) {
            return cluster(pictures, sounds);
        }

        @Override
        public boolean fits(AccessUnit keyFrame) {
            return false;
        }
    }

    /// VP8, whose key frames say their size themselves.
    record WebM(int width, int height) implements ChunkFormat {
        @Override
        public String type() {
            return "video/webm;codecs=\"vp8,opus\"";
        }

        @Override
        public byte[] header() {
            return WebmHeader.movie(width, height);
        }

        @Override
        public byte[] chunk(int sequence, List<Picture> pictures, List<Sound> sounds) {
            return cluster(pictures, sounds);
        }

        @Override
        public boolean fits(AccessUnit keyFrame) {
            return keyFrame.parameterSets() == null;
        }
    }

    /// H.264, whose parameter sets stand in the header only.
    record Mp4(ParameterSets sets, int width, int height) implements ChunkFormat {
        private static final int PICTURE_TICKS = 90_000;

        @Override
        public String type() {
            String profile = HexFormat.of().formatHex(sets.sps(), 1, 4);
            return "video/mp4;codecs=\"avc1." + profile + ",opus\"";
        }

        @Override
        public byte[] header() {
            return InitSegment.movieWithOpus(sets.sps(), sets.pps(), width, height);
        }

        @Override
        public byte[] chunk(int sequence, List<Picture> pictures, List<Sound> sounds) {
            byte[] picturePart = pictures.isEmpty() ? new byte[0] : pictures(sequence, pictures);
            byte[] soundPart = sounds.isEmpty() ? new byte[0] : sounds(sequence, sounds);
            byte[] both = new byte[picturePart.length + soundPart.length];
            System.arraycopy(picturePart, 0, both, 0, picturePart.length);
            System.arraycopy(soundPart, 0, both, picturePart.length, soundPart.length);
            return both;
        }

        private static byte[] pictures(int sequence, List<Picture> pictures) {
            var samples = new ArrayList<Sample>(pictures.size());
            for (int i = 0; i < pictures.size(); i++) {
                Picture each = pictures.get(i);
                long duration =
                        i + 1 < pictures.size()
                                ? pictures.get(i + 1).time() - each.time()
                                : (long) HOLD_SECONDS * PICTURE_TICKS;
                samples.add(new Sample(each.data(), (int) duration, each.keyFrame()));
            }
            return MovieFragment.write(
                    InitSegment.TRACK_ID, 2 * sequence - 1, pictures.getFirst().time(), samples);
        }

        private static byte[] sounds(int sequence, List<Sound> sounds) {
            var samples = new ArrayList<Sample>(sounds.size());
            sounds.forEach(sound -> samples.add(new Sample(sound.data(), sound.samples(), true)));
            return MovieFragment.write(
                    InitSegment.SECOND_TRACK_ID, 2 * sequence, sounds.getFirst().time(), samples);
        }

        @Override
        public boolean fits(AccessUnit keyFrame) {
            return sets.equals(keyFrame.parameterSets());
        }
    }

    /// Both kinds by their times in milliseconds, as a cluster wants them.
    private static byte[] cluster(List<Picture> pictures, List<Sound> sounds) {
        int picture = 0;
        int sound = 0;
        WebmCluster cluster = null;
        while (picture < pictures.size() || sound < sounds.size()) {
            long pictureAt =
                    picture < pictures.size() ? pictures.get(picture).time() / 90 : Long.MAX_VALUE;
            long soundAt = sound < sounds.size() ? sounds.get(sound).time() / 48 : Long.MAX_VALUE;
            if (cluster == null) {
                cluster = new WebmCluster(Math.min(pictureAt, soundAt));
            }
            if (pictureAt <= soundAt) {
                Picture next = pictures.get(picture++);
                cluster.addPicture(pictureAt, next.data(), next.keyFrame(), HOLD_SECONDS * 1000L);
            } else {
                cluster.addSound(soundAt, sounds.get(sound++).data());
            }
        }
        if (cluster == null) {
            throw new IllegalArgumentException("A chunk without frames");
        }
        return cluster.toByteArray();
    }
}
