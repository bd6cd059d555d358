package io.rostra.streaming.egress.hls;

import io.rostra.media.mp4.InitSegment;
import io.rostra.media.mp4.Sample;
import io.rostra.streaming.frames.H264Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One live run for an audience: segments in, playlists and media out. The id is unguessable and
/// new for each run, so a new run has a new URL and no cache can hand out an old one.
///
/// A [Packager] writes it; what requests read is handed over as immutable snapshots.
public final class HlsStream implements ProgramSink {

    static final String MASTER = "master.m3u8";
    static final String DASH = "manifest.mpd";

    /// Older ones are forgotten: the window is not that long, or changes that often.
    private static final int MOST_PERIODS = 64;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;

    /// How long everything stays fetchable after the end, for those who are still catching up.
    static final Duration KEPT = Duration.ofMinutes(1);

    /// The same for those who want to see it again, where there is a rewind window.
    private static final Duration KEPT_LONGEST = Duration.ofHours(1);

    /// Players start with a whole segment and this many parts of the next one.
    private static final int PLAYABLE_PARTS = 2;

    /// Names of the lower rungs, the largest first.
    private static final List<String> LOWER = List.of("medium", "low");

    private final String id;
    private final Runnable onPlayable;
    private final Duration keptFor;
    private final @Nullable RewindStore store;
    private final TimedMetadata metadata = new TimedMetadata();
    private final CaptionTrack captions;
    private final Rendition videoRendition;
    private final Rendition audioRendition;

    /// The next smaller one after the other.
    private final List<Rung> rungs;

    private final Output video;
    private final Output audio;
    private volatile @Nullable H264Parameters playable;

    /// What the video was in, oldest first.
    private volatile List<DashManifest.Period> periods = List.of();

    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    /// @param epoch the instant that timestamp 0 of both media means
    /// @param onPlayable told once, on the frame thread, when players can start: both renditions
    ///   have a whole segment, and video has two parts of the next one
    public HlsStream(HlsConfig config, Instant epoch, Runnable onPlayable) {
        this(config, epoch, _ -> null, onPlayable);
    }

    /// @param stores makes the place for what memory does not hold of a long window, from the
    ///   stream's id
    public HlsStream(
            HlsConfig config,
            Instant epoch,
            Function<String, @Nullable RewindStore> stores,
            Runnable onPlayable) {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        this.id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        this.onPlayable = onPlayable;
        this.store = stores.apply(id);
        this.keptFor = store == null ? KEPT : keptFor(config.window());
        this.captions = new CaptionTrack(config.captions());
        this.videoRendition = video("video", config, epoch);
        this.audioRendition =
                new Rendition(
                        "audio",
                        "audio/mp4",
                        config,
                        epoch,
                        InitSegment.AUDIO_TIMESCALE,
                        PartRule.TARGET_SAMPLES,
                        metadata,
                        store);
        this.rungs = rungs(config, epoch);
        this.video = new Output(videoRendition);
        this.audio = new Output(audioRendition);
    }

    private static Duration keptFor(Duration window) {
        Duration longer = window.compareTo(KEPT) > 0 ? window : KEPT;
        return longer.compareTo(KEPT_LONGEST) < 0 ? longer : KEPT_LONGEST;
    }

    private Rendition video(String name, HlsConfig config, Instant epoch) {
        return new Rendition(
                name,
                "video/mp4",
                config,
                epoch,
                InitSegment.VIDEO_TIMESCALE,
                PartRule.TARGET_TICKS,
                metadata,
                store);
    }

    private List<Rung> rungs(HlsConfig config, Instant epoch) {
        int lower = Math.clamp(config.mostSizes() - 1, 0, LOWER.size());
        return LOWER.subList(0, lower).stream().map(name -> rung(name, config, epoch)).toList();
    }

    private Rung rung(String name, HlsConfig config, Instant epoch) {
        return new Rung(video(name, config, epoch), videoRendition);
    }

    public String id() {
        return id;
    }

    /// Absolute path of the multivariant playlist on the server that mounts the [HlsOrigin].
    public String path() {
        return "/hls/" + id + "/" + MASTER;
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
    public @Nullable LayerSink layer(int layer) {
        int below = LOWER.size() - layer;
        return below < rungs.size() ? rungs.get(below) : null;
    }

    /// Ends the playlists; what is there stays fetchable for as long as [#keptFor] says.
    @Override
    public void end() {
        videoRendition.end();
        rungs.forEach(Rung::end);
        audioRendition.end();
        end.complete(null);
    }

    /// Shows the audience `payload` with the newest picture; it is in the playlists from the next
    /// part on. Thread-safe.
    ///
    /// @param duration for which it is valid
    /// @return false when the stream is not playable, or the window is full of others
    public boolean insertMetadata(String payload, Duration duration) {
        if (playable == null || end.isDone()) {
            return false;
        }
        MediaPlaylist playlist = videoRendition.playlist();
        return metadata.add(playlist.settings().instant(playlist.open().end()), duration, payload);
    }

    /// Shows the audience a line of what is said, with the newest picture. Thread-safe.
    public void addCaption(String text) {
        if (playable != null && !end.isDone()) {
            MediaPlaylist playlist = videoRendition.playlist();
            captions.add(1000 * playlist.open().end() / playlist.settings().timescale(), text);
        }
    }

    /// Writes the newest complete segments as two movies, of the video and of the audio, back to
    /// where the video has another format or is lost.
    ///
    /// @param last how much of it at most, up to a segment more
    /// @return false when there is nothing yet
    public boolean saveLast(Duration last, Path videoFile, Path audioFile) throws IOException {
        List<Segment> chosen = new ArrayList<>();
        double seconds = 0;
        double timescale = videoRendition.playlist().settings().timescale();
        for (Segment segment : videoRendition.playlist().segments().reversed()) {
            boolean fits =
                    chosen.isEmpty() || segment.initUri().equals(chosen.getFirst().initUri());
            if (seconds >= last.toMillis() / 1000.0 || segment.gap() || !fits) {
                break;
            }
            chosen.addFirst(segment);
            seconds += segment.duration() / timescale;
        }
        if (chosen.isEmpty()) {
            return false;
        }
        long first = chosen.getFirst().number();
        List<Segment> sound =
                audioRendition.playlist().segments().stream()
                        .filter(segment -> segment.number() >= first && !segment.gap())
                        .toList();
        return videoRendition.save(chosen, videoFile) && audioRendition.save(sound, audioFile);
    }

    /// Runs `action` when the stream has ended.
    void whenClosed(Runnable action) {
        var _ = end.thenRun(action);
    }

    /// From the end on: a minute, or as long as the rewind window is, an hour at most.
    Duration keptFor() {
        return keptFor;
    }

    /// Whether it can be seen again for a while when it is over.
    public boolean hasReplay() {
        return store != null && playable != null;
    }

    /// To be called some time after the end.
    void moveToDisk() {
        renditions().forEach(Rendition::moveToDisk);
    }

    /// Nobody can fetch it any more.
    void discard() {
        if (store != null) {
            store.deleteAll();
        }
    }

    /// All that can be fetched: video, audio, and the layers that ever came.
    List<Rendition> renditions() {
        List<Rendition> renditions = new ArrayList<>();
        renditions.add(videoRendition);
        renditions.add(audioRendition);
        for (Rung rung : rungs) {
            if (rung.opened()) {
                renditions.add(rung.rendition());
            }
        }
        return renditions;
    }

    /// Null until the stream is playable.
    @Nullable String masterPlaylist() {
        H264Parameters parameters = playable;
        if (parameters == null) {
            return null;
        }
        var top = new MultivariantPlaylist.Variant(videoRendition.playlist(), parameters);
        List<MultivariantPlaylist.Variant> variants = new ArrayList<>();
        variants.add(top);
        for (Rung rung : rungs) {
            MultivariantPlaylist.Variant variant = rung.variant();
            if (variant != null && variant.isSmallerThan(variants.getLast())) {
                variants.add(variant);
            }
        }
        return new MultivariantPlaylist(variants, audioRendition.playlist(), captions.isAnnounced())
                .render();
    }

    /// What has the times of the captions.
    Rendition videoRendition() {
        return videoRendition;
    }

    /// A file of the captions; null when there is none of this name.
    @Nullable String captionSegment(String file) {
        return captions.segment(file, videoRendition.playlist());
    }

    /// The same for players of DASH; null until the stream is playable.
    @Nullable String dashManifest(Instant now) {
        return playable == null
                ? null
                : new DashManifest(videoRendition.playlist(), audioRendition.playlist(), periods)
                        .render(now);
    }

    private void notePeriod(SegmentStart start, H264Parameters parameters) {
        List<DashManifest.Period> before = periods;
        if (before.isEmpty()
                || start.discontinuity()
                || !before.getLast().parameters().equals(parameters)) {
            List<DashManifest.Period> noted = new ArrayList<>(before);
            noted.add(new DashManifest.Period(videoRendition.number(), start.at(), parameters));
            if (noted.size() > MOST_PERIODS) {
                noted.removeFirst();
            }
            periods = List.copyOf(noted);
        }
    }

    /// The current text of a playlist of this stream.
    RenderedPlaylist rendered(Rendition rendition, MediaPlaylist.Skip skip) {
        List<MediaPlaylist.RenditionReport> others = new ArrayList<>();
        for (Rendition each : renditions()) {
            if (each != rendition) {
                MediaPlaylist other = each.playlist();
                others.add(new MediaPlaylist.RenditionReport(other.settings().uri(), other.last()));
            }
        }
        return rendition.rendered(skip, others);
    }

    private void announceIfPlayable() {
        if (playable == null
                && !audioRendition.playlist().segments().isEmpty()
                && !videoRendition.playlist().segments().isEmpty()
                && videoRendition.playlist().open().parts().size() >= PLAYABLE_PARTS) {
            playable = video.parameters;
            onPlayable.run();
        }
    }

    /// One medium on its way into its rendition.
    private final class Output implements PartSink {
        private final Rendition rendition;

        /// Of the open segment; null for audio.
        private @Nullable H264Parameters parameters;

        Output(Rendition rendition) {
            this.rendition = rendition;
        }

        @Override
        public void useFormat(TrackFormat format) {
            rendition.useInit(format.initSegment());
            if (format instanceof TrackFormat.Avc(H264Parameters now)) {
                parameters = now;
            }
        }

        @Override
        public void beginSegment(SegmentStart start) {
            rendition.beginSegment(start.at(), start.discontinuity());
            if (parameters != null) {
                notePeriod(start, parameters);
            }
            if (playable != null && parameters != null) {
                playable = parameters;
            }
        }

        @Override
        public void addPart(List<Sample> samples, boolean independent) {
            rendition.addPart(samples, independent);
            if (rendition == videoRendition) {
                rungs.forEach(Rung::onTopPart);
            }
            announceIfPlayable();
        }

        @Override
        public void endSegment() {
            rendition.endSegment();
        }
    }
}
