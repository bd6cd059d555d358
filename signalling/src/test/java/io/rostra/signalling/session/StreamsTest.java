package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.live.LiveWish;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Restreams;
import io.rostra.platform.template.Plugins;
import io.rostra.platform.template.Template;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.Request.Recipients;
import io.rostra.signalling.rpc.StreamRequest;
import io.rostra.signalling.rpc.StreamRequest.Cue;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsTest {

    private static final String URL = "rtmp://a.example.org/live/key";

    private final TestRoom room = new TestRoom();
    private RecordingSocket ada;
    private RecordingSocket vera;

    @BeforeEach
    void everybodyJoins() throws Exception {
        ada = room.join("ada", BROADCASTER);
        vera = room.join("vera", VIEWER);
        ada.drain();
        vera.drain();
    }

    private JsonNode asAda(Request request) {
        room.request(ada, "ada", request);
        return ada.reply();
    }

    @Test
    void recordingIsToldToAllAndToThoseWhoComeLater() throws Exception {
        asAda(new StreamRequest.RtmpStart(List.of(), true));
        assertThat(vera.last("on-record-update").path("type").asText()).isEqualTo("Browser");
        assertThat(vera.last("on-record-update").path("state").asText()).isEqualTo("initialised");
        room.recordings.listener.onChanged(
                ScriptedRecordings.recording(Recording.State.RUNNING, null));
        room.loop.run();
        JsonNode started = vera.last("on-record-update");
        assertThat(started.path("state").asText()).isEqualTo("started");
        assertThat(started.path("started_at").asLong()).isEqualTo(1_700_000_001_000L);
        RecordingSocket late = room.join("late", VIEWER);
        JsonNode state = late.last("peer-list").at("/room/recording/browser");
        assertThat(state.path("state").asText()).isEqualTo("started");
        assertThat(state.path("enabled").asBoolean()).isTrue();

        asAda(new StreamRequest.RtmpStart(List.of(), true));
        assertThat(room.recordings.calls).as("it runs already").hasSize(1);
        asAda(new StreamRequest.RtmpStop());
        room.recordings.listener.onChanged(
                ScriptedRecordings.recording(Recording.State.COMPLETED, null));
        room.loop.run();
        assertThat(late.last("on-record-update").path("state").asText()).isEqualTo("stopped");
    }

    @Test
    void aLiveStreamIsRecordedAlong() throws Exception {
        asAda(new Request.HlsStart(true));
        assertThat(vera.last("on-record-update").path("type").asText()).isEqualTo("HLS");
        room.recordings.listener.onChanged(
                ScriptedRecordings.recording(Recording.State.RUNNING, null));
        room.loop.run();
        JsonNode state = room.join("late", VIEWER).last("peer-list").at("/room/recording");
        assertThat(state.at("/hls/state").asText()).isEqualTo("started");
        assertThat(state.at("/browser/state").asText()).isEqualTo("none");
        asAda(new Request.HlsStop());
        assertThat(room.recordings.calls).hasSize(2).last().asString().startsWith("stop");
    }

    @Test
    void aRecordingOfItsOwnOutlivesTheLiveStream() {
        asAda(new StreamRequest.RtmpStart(List.of(), true));
        asAda(new Request.HlsStart(true));
        asAda(new Request.HlsStop());
        assertThat(room.recordings.calls).hasSize(1);
    }

    @Test
    void legacyClientsHearOfOutputsInTheirOwnWords() throws Exception {
        RecordingSocket old =
                room.join(
                        "old",
                        VIEWER,
                        new RecordingSocket(Dialect.LEGACY, "https://live.example.org"));
        asAda(new StreamRequest.RtmpStart(List.of(URL), true));
        assertThat(old.last("on-record-start").path("type").asText()).isEqualTo("Browser");
        assertThat(old.drain()).contains("on-rtmp-start");
        room.recordings.listener.onChanged(
                ScriptedRecordings.recording(Recording.State.COMPLETED, null));
        push("a", Restreams.State.FAILED);
        assertThat(old.last("on-rtmp-stop").at("/error/message").asText()).contains("gone");
        assertThat(old.drain()).contains("on-record-stop");
        assertThat(vera.drain()).doesNotContain("on-record-start", "on-rtmp-start");
    }

    @Test
    void aRecordingThatFailsSaysWhy() {
        asAda(new StreamRequest.RtmpStart(List.of(), true));
        room.recordings.listener.onRefused(507, "The disk is full");
        room.loop.run();
        JsonNode failed = ada.last("on-record-update");
        assertThat(failed.path("state").asText()).isEqualTo("failed");
        assertThat(failed.at("/error/code").asInt()).isEqualTo(507);
        assertThat(failed.at("/error/message").asText()).isEqualTo("The disk is full");
    }

    @Test
    void pushesRunWhileOneOfThemDoes() throws Exception {
        asAda(new StreamRequest.RtmpStart(List.of(URL, URL + "2"), false));
        assertThat(vera.last("on-rtmp-update").path("state").asText()).isEqualTo("initialised");
        push("a", Restreams.State.RUNNING);
        assertThat(vera.last("on-rtmp-update").path("state").asText()).isEqualTo("started");
        push("b", Restreams.State.RUNNING);
        push("a", Restreams.State.FAILED);
        JsonNode partly = vera.last("on-rtmp-update");
        assertThat(partly.path("state").asText()).isEqualTo("started");
        assertThat(partly.at("/error/message").asText()).contains("gone");
        RecordingSocket late = room.join("late", VIEWER);
        assertThat(late.last("peer-list").at("/room/streaming/rtmp/state").asText())
                .isEqualTo("started");
        push("b", Restreams.State.STOPPED);
        assertThat(vera.last("on-rtmp-update").path("state").asText()).isEqualTo("stopped");
        assertThat(vera.take().toString()).doesNotContain("key");
    }

    private void push(String address, Restreams.State state) {
        room.restreams.listener.onChanged(
                new Restreams.Target(address, state, Instant.ofEpochMilli(5), "gone"));
        room.loop.run();
    }

    @Test
    void aUrlThatCannotBeUsedIsSaid() {
        JsonNode error = asAda(new StreamRequest.RtmpStart(List.of("ftp://x"), true));
        assertThat(error.path("code").asInt()).isEqualTo(400);
        assertThat(room.recordings.calls).as("nothing begins").isEmpty();
        assertThat(vera.drain()).isEmpty();
    }

    @Test
    void rolesNeedThePermissionOfEach() {
        for (Request request :
                List.of(
                        new StreamRequest.RtmpStart(List.of(URL), false),
                        new StreamRequest.RtmpStart(List.of(), true),
                        new StreamRequest.RtmpStop(),
                        new StreamRequest.TimedMetadata(List.of(new Cue("x", 1))),
                        new StreamRequest.TranscriptionStart(null))) {
            room.request(vera, "vera", request);
            assertThat(vera.reply().path("code").asInt()).isEqualTo(403);
        }
        assertThat(room.restreams.calls).isEmpty();
    }

    @Test
    void cuesGoToTheLiveStream() {
        var cues = new StreamRequest.TimedMetadata(List.of(new Cue("a", 2), new Cue("b", 3)));
        assertThat(asAda(cues).path("code").asInt()).as("not live").isEqualTo(409);
        asAda(new Request.HlsStart());
        assertThat(asAda(cues).isObject()).isTrue();
        assertThat(room.broadcasts.calls)
                .endsWith(
                        "metadata " + TestRoom.ROOM.id() + " a 2",
                        "metadata " + TestRoom.ROOM.id() + " b 3");
    }

    @Test
    void whiteboardsAreRefusedClearly() {
        JsonNode error = asAda(new Request.Whiteboard());
        assertThat(error.path("code").asInt()).isEqualTo(403);
        assertThat(error.path("message").asText()).contains("not enabled");
    }

    @Test
    void captionsNeedATemplateThatHasThem() {
        JsonNode error = asAda(new StreamRequest.TranscriptionStart(null));
        assertThat(error.path("message").asText()).contains("not enabled");
    }

    @Test
    void captionsAreSwitchedAndWrittenByThoseWhomTheTemplateNames() throws Exception {
        room.template = withCaptions(room.template);
        room.session.onTemplateChanged(room.template);
        JsonNode plugin = vera.last("on-policy-change").at("/plugins/transcriptions/0");
        assertThat(plugin.path("mode").asText()).isEqualTo("caption");
        assertThat(plugin.at("/permissions/admin/0").asText()).isEqualTo(BROADCASTER);
        asAda(new StreamRequest.TranscriptionStart("en"));
        assertThat(vera.last("on-transcription-update").path("state").asText())
                .isEqualTo("started");
        RecordingSocket late = room.join("late", VIEWER);
        assertThat(late.last("peer-list").at("/room/transcriptions/0/state").asText())
                .isEqualTo("started");
        vera.drain();
        asAda(caption());
        assertThat(vera.last("on-broadcast").at("/info/type").asText()).isEqualTo("hms_transcript");
        room.request(vera, "vera", caption());
        assertThat(vera.reply().path("code").asInt()).isEqualTo(403);
        asAda(new StreamRequest.TranscriptionStop());
        assertThat(vera.last("on-transcription-update").path("state").asText())
                .isEqualTo("stopped");
    }

    @Test
    void whatIsSaidReachesTheAudienceOfTheLiveStream() {
        asAda(captions("{\"results\":[{\"transcript\":\"too early\",\"final\":true}]}"));
        asAda(new Request.HlsStart());
        room.broadcasts.listener.onPlayable("/hls/x/master.m3u8", Instant.EPOCH);
        room.loop.run();
        room.broadcasts.calls.clear();
        asAda(captions("{\"results\":[{\"transcript\":\"Hel\",\"final\":false}]}"));
        asAda(
                captions(
                        "{\"results\":[{\"transcript\":\"Hello\",\"final\":true},{\"final\":true},"
                                + "{\"transcript\":\"all\",\"final\":true}]}"));
        for (String none : List.of("no JSON", "[]", "{\"results\":7}", "\"text\"", "")) {
            asAda(captions(none));
        }
        assertThat(room.broadcasts.calls).containsExactly("caption Hello", "caption all");
    }

    @Test
    void aMeetingUrlMayNameTheLayout() {
        asAda(new Request.HlsStart(false, "active-speaker"));
        assertThat(room.broadcasts.lastWish.layout()).isEqualTo("active-speaker");
        assertThat(LiveWish.layoutOf("https://x.example.org/preview/1/r?a=b&ui_mode=activespeaker"))
                .isEqualTo("active-speaker");
        assertThat(LiveWish.layoutOf("x?layout=picture-in-picture"))
                .isEqualTo("picture-in-picture");
        assertThat(LiveWish.layoutOf("x?layout=mosaic&ui_mode=")).isNull();
        assertThat(LiveWish.layoutOf("x")).isNull();
    }

    private static Request captions(String message) {
        return new Request.Broadcast(message, "hms_transcript", new Recipients.Everyone());
    }

    private static Request caption() {
        return new Request.Broadcast("{\"results\":[]}", Captions.TYPE, new Recipients.Everyone());
    }

    private static Template withCaptions(Template template) {
        return new Template(
                template.id(),
                template.name(),
                template.roles(),
                template.settings(),
                template.destinations(),
                template.recordings(),
                new Plugins(
                        null,
                        new Plugins.Transcriptions(
                                new Plugins.TranscriptionRoles(List.of(BROADCASTER)), "caption"),
                        null));
    }
}
