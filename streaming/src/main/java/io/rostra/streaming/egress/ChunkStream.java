package io.rostra.streaming.egress;

import io.rostra.media.codec.AccessUnit;
import io.rostra.streaming.egress.ChunkEgress.Chunk;
import io.rostra.streaming.egress.ChunkFormat.Picture;
import io.rostra.streaming.egress.ChunkFormat.Sound;
import io.rostra.streaming.frames.LipSync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One publisher's sound and pictures as a stream of chunks, a few a second. It begins anew, with
/// times from zero, where the pictures change their form, come or go: who has waited
/// [#PATIENCE_NANOS] in vain gets sound only. Confined to the room's loop.
final class ChunkStream implements AutoCloseable {
    private static final long CHUNK_NANOS = Duration.ofMillis(100).toNanos();
    private static final long REQUEST_NANOS = Duration.ofMillis(300).toNanos();

    /// For those who lost chunks, and because a player can forget the past only up to a key frame.
    private static final long KEY_FRAME_NANOS = Duration.ofSeconds(4).toNanos();

    /// No picture for so long: the camera is off. A screen on which nothing moves has one a second.
    private static final long PATIENCE_NANOS = Duration.ofSeconds(3).toNanos();

    /// A camera is published a moment after the microphone.
    private static final long START_NANOS = Duration.ofMillis(500).toNanos();

    /// Silence takes the place of sound that is later than this, and than any was before.
    private static final long LATE_SOUND_NANOS = Duration.ofMillis(120).toNanos();

    private static final long LATEST_SOUND_NANOS = Duration.ofMillis(1_500).toNanos();
    private static final long SOUND_MARGIN_NANOS = Duration.ofMillis(40).toNanos();

    /// Times that differ so much from what is possible say that a clock has jumped.
    private static final long JUMP_NANOS = Duration.ofSeconds(5).toNanos();

    private static final long MIN_PICTURE_TICKS = 90;

    private final Stage stage;
    private final Predicate<Chunk> output;
    private final LipSync lipSync = new LipSync();
    private final SteadySound sound = new SteadySound();
    private List<Picture> pictures = new ArrayList<>();
    private @Nullable TrackSource video;
    private @Nullable TrackSource audio;
    private @Nullable ChunkFormat format;
    private Timeline timeline = new Timeline(0);
    private int sequence;
    private long lastPictureTicks;
    private boolean keyFrameWanted;
    private long keyFrameAt;
    private long askedAt;
    private long pictureAt;
    private long soundAt;
    private long lateSound = LATE_SOUND_NANOS;
    private long chunkAt;
    private long now;

    /// @param output takes a chunk; false when there is no room for it
    ChunkStream(Stage stage, Predicate<Chunk> output, long now) {
        this.stage = stage;
        this.output = output;
        this.now = now;
        this.pictureAt = now;
        this.soundAt = now - PATIENCE_NANOS;
        this.askedAt = now;
        this.keyFrameAt = now;
    }

    /// Takes these tracks from now on.
    void show(@Nullable StageTrack newVideo, @Nullable StageTrack newAudio) {
        if (isOther(video, newVideo)) {
            close(video);
            pictureAt = now;
            video =
                    newVideo == null
                            ? null
                            : new TrackSource(stage, newVideo, lipSync, this::onPicture);
        }
        if (isOther(audio, newAudio)) {
            close(audio);
            audio =
                    newAudio == null
                            ? null
                            : new TrackSource(stage, newAudio, lipSync, this::onSound);
        }
    }

    private static boolean isOther(@Nullable TrackSource source, @Nullable StageTrack track) {
        return source == null
                ? track != null
                : source.ended() || !Objects.equals(source.track(), track);
    }

    /// Somebody has to begin.
    void requestKeyFrame() {
        keyFrameWanted |= showsPictures(); // sound begins anywhere
    }

    void poll(long time) {
        now = time;
        if (video != null) {
            video.poll(now);
        }
        if (audio != null) {
            audio.poll(now);
        }
        if (now - pictureAt > (video == null ? START_NANOS : PATIENCE_NANOS)
                && !(format instanceof ChunkFormat.SoundOnly)) {
            begin(new ChunkFormat.SoundOnly(), now);
        }
        askForKeyFrame();
        if (format != null) {
            boolean heard = now - soundAt < PATIENCE_NANOS;
            sound.fill(timeline.audioTicks(now - (heard ? lateSound : SOUND_MARGIN_NANOS)));
            if (now - chunkAt >= CHUNK_NANOS) {
                flush();
            }
        }
    }

    private void askForKeyFrame() {
        if (video == null || now - askedAt < REQUEST_NANOS) {
            return;
        }
        boolean due = showsPictures() && now - keyFrameAt >= KEY_FRAME_NANOS;
        if (keyFrameWanted || due || video.wantsKeyFrame()) {
            askedAt = now;
            video.requestKeyFrame();
        }
    }

    private boolean showsPictures() {
        return format != null && !(format instanceof ChunkFormat.SoundOnly);
    }

    private void onPicture(AccessUnit unit, long timeNanos) {
        if (Math.abs(now - timeNanos) > JUMP_NANOS) {
            format = null; // what follows cannot be decoded without it
            return;
        }
        boolean flows = now - pictureAt < PATIENCE_NANOS;
        pictureAt = now;
        if (unit.keyFrame()) {
            keyFrameAt = now;
            keyFrameWanted = false;
            if (format == null || !format.fits(unit)) {
                ChunkFormat suitable = flows ? ChunkFormat.of(unit) : null;
                if (suitable != null) {
                    begin(suitable, timeNanos);
                }
            } else {
                flush(); // so that somebody can begin with the chunk
            }
        }
        if (!showsPictures()) {
            keyFrameWanted |= flows && !unit.keyFrame();
            return;
        }
        lastPictureTicks =
                Math.max(timeline.videoTicks(timeNanos), lastPictureTicks + MIN_PICTURE_TICKS);
        pictures.add(new Picture(lastPictureTicks, unit.data(), unit.keyFrame()));
    }

    private void onSound(AccessUnit unit, long timeNanos) {
        soundAt = now;
        long late = now - timeNanos;
        if (format != null && Math.abs(late) < JUMP_NANOS) {
            lateSound = Math.clamp(late + SOUND_MARGIN_NANOS, lateSound, LATEST_SOUND_NANOS);
            sound.add(timeline.audioTicks(timeNanos), unit.data());
        }
    }

    /// @param epochNanos the time that is zero in the stream
    private void begin(ChunkFormat newFormat, long epochNanos) {
        flush();
        format = newFormat;
        timeline = new Timeline(epochNanos);
        sequence = 0;
        lastPictureTicks = -MIN_PICTURE_TICKS;
        pictures = new ArrayList<>();
        sound.restart();
        lateSound = LATE_SOUND_NANOS;
        chunkAt = now;
        send(new Chunk(newFormat.header(), true, false, newFormat.type()));
    }

    private void flush() {
        ChunkFormat current = format;
        List<Sound> sounds = sound.take();
        if (current == null || pictures.isEmpty() && sounds.isEmpty()) {
            return;
        }
        boolean key = pictures.isEmpty() ? !showsPictures() : pictures.getFirst().keyFrame();
        byte[] data = current.chunk(++sequence, pictures, sounds);
        pictures = new ArrayList<>();
        chunkAt = now;
        send(new Chunk(data, false, key, current.type()));
    }

    private void send(Chunk chunk) {
        if (!output.test(chunk)) {
            format = null; // begins anew when there is room
            keyFrameWanted = true;
        }
    }

    private static void close(@Nullable TrackSource source) {
        if (source != null) {
            source.close();
        }
    }

    @Override
    public void close() {
        close(video);
        close(audio);
        video = null;
        audio = null;
    }
}
