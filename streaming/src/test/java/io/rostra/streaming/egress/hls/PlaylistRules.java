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

    private final HlsStream stream;

    PlaylistRules(HlsStream stream) {
        this.stream = stream;
    }

    void check() {
        var master = parse(stream.masterPlaylist());
        assertThat(master.variants()).hasSize(1);
        assertThat(master.variants().getFirst().codecs()).hasSize(2);
        assertThat(master.variants().getFirst().averageBandwidth().orElseThrow())
                .isLessThanOrEqualTo(master.variants().getFirst().bandwidth());
        stream.renditions().forEach(this::checkRendition);
        checkAlignment();
    }

    /// The same segments at the same times, with the same discontinuities, in both renditions.
    void checkAlignment() {
        checkAlignment(
                parseMedia(text(stream.renditions().get(0))),
                parseMedia(text(stream.renditions().get(1))));
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
        for (MediaSegment segment : playlist.mediaSegments()) {
            assertThat(Math.round(segment.duration())).isLessThanOrEqualTo(2);
            assertThat(segment.programDateTime()).isPresent();
            checkParts(segment.partialSegments(), partTarget);
            boolean there =
                    rendition.file(segment.uri()) != null
                            || rendition.storedFile(segment.uri()) != null;
            assertThat(there).as(segment.uri()).isTrue();
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
            io.lindstrom.m3u8.model.MediaPlaylist audio) {
        assertThat(audio.mediaSequence()).isEqualTo(video.mediaSequence());
        assertThat(audio.discontinuitySequence()).isEqualTo(video.discontinuitySequence());
        int both = Math.min(video.mediaSegments().size(), audio.mediaSegments().size());
        assertThat(video.mediaSegments().size() - both).isLessThanOrEqualTo(1);
        assertThat(audio.mediaSegments().size() - both).isLessThanOrEqualTo(1);
        for (int i = 0; i < both; i++) {
            MediaSegment v = video.mediaSegments().get(i);
            MediaSegment a = audio.mediaSegments().get(i);
            assertThat(a.discontinuity()).isEqualTo(v.discontinuity());
            assertThat(
                            Duration.between(
                                            v.programDateTime().orElseThrow(),
                                            a.programDateTime().orElseThrow())
                                    .abs())
                    .isLessThan(Duration.ofMillis(25));
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
