package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.publish.MediaKind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgramTest {
    private static final StageTrack ANN_AUDIO = audio("ann", "cam");
    private static final StageTrack ANN_VIDEO = video("ann", "cam", "H264");
    private static final StageTrack BOB_AUDIO = audio("bob", "cam");
    private static final StageTrack BOB_VIDEO = video("bob", "cam", "VP8");

    @Test
    void nobodyOnStageIsNoProgram() {
        assertThat(Program.choose(List.of())).isNull();
    }

    @Test
    void earliestBroadcasterWithVideoIsShown() {
        assertThat(Program.choose(List.of(ANN_AUDIO, ANN_VIDEO, BOB_AUDIO, BOB_VIDEO)))
                .isEqualTo(new Program(ANN_VIDEO, ANN_AUDIO));
        assertThat(Program.choose(List.of(ANN_AUDIO, BOB_AUDIO, BOB_VIDEO)))
                .isEqualTo(new Program(BOB_VIDEO, BOB_AUDIO));
        assertThat(Program.choose(List.of(BOB_VIDEO))).isEqualTo(new Program(BOB_VIDEO, null));
    }

    @Test
    void whoIsShownStaysWhenAnEarlierPeerAddsVideo() {
        var annLater = video("ann", "cam", "H264");
        assertThat(Program.choose(List.of(ANN_AUDIO, BOB_AUDIO, BOB_VIDEO, annLater)))
                .isEqualTo(new Program(BOB_VIDEO, BOB_AUDIO));
    }

    @Test
    void soundCountsWhenNobodyHasVideo() {
        assertThat(Program.choose(List.of(ANN_AUDIO, BOB_AUDIO)))
                .isEqualTo(new Program(null, ANN_AUDIO));
    }

    @Test
    void cameraIsPreferredToAScreenAndKeepsItsMicrophone() {
        var screen = video("ann", "screen", "VP8");
        var screenSound = new StageTrack("ssnd", "ann", "screen", MediaKind.AUDIO, "opus");
        assertThat(Program.choose(List.of(ANN_AUDIO, ANN_VIDEO, screenSound, screen)))
                .isEqualTo(new Program(ANN_VIDEO, ANN_AUDIO));
        assertThat(Program.choose(List.of(ANN_AUDIO, screen)))
                .isEqualTo(new Program(screen, ANN_AUDIO));
    }

    @Test
    void codecsThatCannotBeShownDoNotCount() {
        var av1 = video("ann", "cam", "AV1");
        assertThat(Program.choose(List.of(ANN_AUDIO, av1, BOB_AUDIO, BOB_VIDEO)))
                .isEqualTo(new Program(BOB_VIDEO, BOB_AUDIO));
    }

    private static StageTrack audio(String peer, String stream) {
        return new StageTrack(peer + "-a-" + stream, peer, stream, MediaKind.AUDIO, "opus");
    }

    private static StageTrack video(String peer, String stream, String codec) {
        return new StageTrack(peer + "-v-" + stream, peer, stream, MediaKind.VIDEO, codec);
    }
}
