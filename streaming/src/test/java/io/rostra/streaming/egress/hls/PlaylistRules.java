package io.rostra.streaming.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.model.PartialSegment;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import java.time.Duration;
import java.util.List;

/// What the successor draft of RFC 8216 and the authoring rules ask of the playlists of a stream,
/// read back with an independent parser.
final class PlaylistRules {

    private static final Duration AUDIO_FRAME = Duration.ofMillis(25);
    private static final Duration LATE_KEY_FRAME = Duration.ofMillis(250);

    private final HlsStream stream;

    PlaylistRules(HlsStream stream) {
        this.stream = stream;
    }

    void check() {
        check(1);
    }

    /// @param variants with a picture that a player may choose from; the sound alone is one more
    void check(int variants) {
        var master = parse(stream.masterPlaylist());
        assertThat(master.variants()).hasSize(variants + 1);
        var sound = master.variants().getLast();
        assertThat(sound.codecs()).containsExactly("mp4a.40.2");
        assertThat(sound.resolution()).isEmpty();
        assertThat(sound.audio()).hasValue("audio");
        assertThat(sound.uri()).isEqualTo("audio.m3u8");
        assertThat(sound.bandwidth()).isPositive();
        var pictures = master.variants().subList(0, variants);
        for (var variant : pictures) {
            assertThat(variant.codecs()).hasSize(2);
            assertThat(variant.bandwidth()).isGreaterThan(sound.bandwidth());
            assertThat(variant.averageBandwidth().orElseThrow())
                    .isPositive()
                    .isLessThanOrEqualTo(variant.bandwidth());
            assertThat(variant.frameRate().orElseThrow()).isPositive();
        }
        assertThat(pictures)
                .extracting(variant -> variant.frameRate().orElseThrow())
                .containsOnly(pictures.getFirst().frameRate().orElseThrow());
        assertThat(pictures)
                .extracting(variant -> variant.resolution().orElseThrow().width())
                .isSortedAccordingTo(java.util.Comparator.reverseOrder())
                .doesNotHaveDuplicates();
        stream.renditions().forEach(this::checkRendition);
        checkAlignment();
    }

    /// The same segments at the same times, with the same discontinuities, in all renditions.
    void checkAlignment() {
        var top = parseMedia(text(stream.renditions().getFirst()));
        for (Rendition rendition : stream.renditions()) {
            boolean sound = rendition.contentType().startsWith("audio");
            checkAlignment(top, parseMedia(text(rendition)), sound ? AUDIO_FRAME : LATE_KEY_FRAME);
        }
    }

    private String text(Rendition rendition) {
        return stream.rendered(rendition, MediaPlaylist.Skip.NO).plain().toString();
    }

    private void checkRendition(Rendition rendition) {
        String text = text(rendition);
        var playlist = parseMedia(text);
        assertThat(playlist.version()).hasValue(9);
        assertThat(playlist.targetDuration()).isEqualTo(2);
        double partTarget = playlist.partialSegmentInformation().orElseThrow().partTargetDuration();
        var control = playlist.serverControl().orElseThrow();
        assertThat(control.canBlockReload()).isTrue();
        assertThat(control.partHoldBack().orElseThrow()).isGreaterThanOrEqualTo(3 * partTarget);
        assertThat(control.holdBack().orElseThrow()).isGreaterThanOrEqualTo(6);
        assertThat(text).containsOnlyOnce("#EXT-X-PRELOAD-HINT:TYPE=PART");
        assertThat(text.lines().filter(line -> line.startsWith("#EXT-X-RENDITION-REPORT:")))
                .hasSize(stream.renditions().size() - 1);
        for (Segment segment : rendition.playlist().segments()) {
            Rendition owner = DecodedStream.owner(stream, segment);
            boolean there =
                    owner.file(segment.uri()) != null || owner.storedFile(segment.uri()) != null;
            assertThat(there).as(segment.uri()).isTrue();
            assertThat(owner.file(segment.initUri())).as(segment.initUri()).isNotNull();
        }
        for (MediaSegment segment : playlist.mediaSegments()) {
            assertThat(Math.round(segment.duration())).isLessThanOrEqualTo(2);
            assertThat(segment.programDateTime()).isPresent();
            checkParts(segment.partialSegments(), partTarget);
        }
        checkParts(playlist.partialSegments(), partTarget);
    }

    private static void checkParts(List<PartialSegment> parts, double target) {
        for (int i = 0; i < parts.size(); i++) {
            PartialSegment part = parts.get(i);
            assertThat(part.duration()).as(part.uri()).isLessThanOrEqualTo(target);
            if (i < parts.size() - 1) {
                assertThat(part.duration())
                        .as(part.uri())
                        .isGreaterThanOrEqualTo(0.85 * target - 1e-4);
            }
        }
    }

    private static void checkAlignment(
            io.lindstrom.m3u8.model.MediaPlaylist video,
            io.lindstrom.m3u8.model.MediaPlaylist other,
            Duration apart) {
        assertThat(other.mediaSequence()).isEqualTo(video.mediaSequence());
        assertThat(other.discontinuitySequence()).isEqualTo(video.discontinuitySequence());
        int both = Math.min(video.mediaSegments().size(), other.mediaSegments().size());
        assertThat(video.mediaSegments().size() - both).isLessThanOrEqualTo(1);
        assertThat(other.mediaSegments().size() - both).isLessThanOrEqualTo(1);
        for (int i = 0; i < both; i++) {
            MediaSegment v = video.mediaSegments().get(i);
            MediaSegment a = other.mediaSegments().get(i);
            assertThat(a.discontinuity()).isEqualTo(v.discontinuity());
            assertThat(
                            Duration.between(
                                            v.programDateTime().orElseThrow(),
                                            a.programDateTime().orElseThrow())
                                    .abs())
                    .isLessThan(apart);
        }
    }

    private static io.lindstrom.m3u8.model.MasterPlaylist parse(String text) {
        try {
            return new MasterPlaylistParser().readPlaylist(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static io.lindstrom.m3u8.model.MediaPlaylist parseMedia(String text) {
        try {
            return new MediaPlaylistParser().readPlaylist(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
