package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.store.TestDatabase;
import io.rostra.platform.template.Template;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesApiTest {

    private ApiServer server;

    TestDatabase kind() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void start() {
        server = ApiServer.start(GuestPolicy.LOCAL, kind());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// Every setting of the reference, as a backend writes it.
    private static final String EVERYTHING =
            """
            {"name":"everything",
             "roles":{"host":{"name":"host",
               "publishParams":{"allowed":["audio","video","screen"],
                 "audio":{"bitRate":32,"codec":"opus"},
                 "video":{"bitRate":300,"codec":"vp8","frameRate":30,"width":480,"height":360},
                 "screen":{"bitRate":1024,"codec":"vp8","frameRate":10,"width":1920,"height":1080},
                 "simulcast":{"video":{"layers":[
                   {"rid":"f","scaleResolutionDownBy":1.0,"maxBitrate":700,"maxFramerate":25},
                   {"rid":"h","scaleResolutionDownBy":2.0,"maxBitrate":350,"maxFramerate":25},
                   {"rid":"q","scaleResolutionDownBy":4.0,"maxBitrate":100,"maxFramerate":25}]},
                   "screen":{}}},
               "subscribeParams":{"subscribeToRoles":["host"],"maxSubsBitRate":3200,
                 "subscribeDegradation":{"packetLossThreshold":25,"degradeGracePeriodSeconds":1,
                   "recoverGracePeriodSeconds":4}},
               "permissions":{"endRoom":true,"removeOthers":true,"mute":true,"unmute":true,
                 "changeRole":true,"sendRoomState":true,"pollRead":true,"pollWrite":true,
                 "rtmpStreaming":false,"hlsStreaming":true,"browserRecording":false},
               "priority":1,"maxPeerCount":3}},
             "settings":{"region":"eu",
               "recording":{"enabled":true,"upload":{"type":"s3","location":"bucket","prefix":"p",
                 "options":{"region":"eu-west-1"},"credentials":{"key":"k","secretKey":"s3cret"}}},
               "roomState":{"messageInterval":10,"sendPeerList":true,"stopRoomStateOnJoin":false,
                 "enabled":true},
               "chatHistory":50},
             "destinations":{
               "hlsDestinations":{"main":{"name":"main","role":"host",
                 "layers":[{"width":1280,"height":720,"videoBitrate":2048,"audioBitrate":64},
                   {"width":640,"height":360,"videoBitrate":500,"audioBitrate":64}],
                 "playlistType":"event","videoFrameRate":25,"maxDuration":28800,
                 "autoStopTimeout":300,"enableMetadataInsertion":true,"enableStaticUrl":true,
                 "layout":"active-speaker","background":"#14161a","nameLabels":false,
                 "recording":{"hlsVod":true,"singleFilePerLayer":true,
                   "thumbnails":{"enabled":true,"width":320,"height":180,"offsets":[2,10],"fps":1},
                   "presignDuration":3600}}},
               "rtmpDestinations":{"out":{"name":"out","width":1280,"height":720,
                 "rtmpUrls":["rtmp://a.example.org/live/key"],"recordingEnabled":false}},
               "transcriptions":{"t":{"name":"t","role":"host","modes":["recorded"],
                 "outputModes":["txt","srt"],"customVocabulary":["Rostra"],
                 "summary":{"enabled":true,"context":"c","temperature":0.5,
                   "sections":[{"title":"Agenda","format":"bullets"}]}}}},
             "plugins":{"whiteboard":{"permissions":{"admin":["host"],"writer":[],"reader":[]}},
               "transcriptions":{"permissions":{"admin":["host"]},"mode":"caption"},
               "noiseCancellation":{"enabled":true}}}\
            """;

    @Test
    void everySettingIsKeptAndShown() throws Exception {
        JsonNode made = server.post("/v2/templates", EVERYTHING).json(200);
        String id = made.path("id").asText();
        JsonNode sent = ApiServer.JSON.readTree(EVERYTHING);

        assertThat(id).matches("[0-9a-f]{24}");
        assertThat(made.path("_id").asText()).isEqualTo(id);
        assertThat(made.path("customerId").asText()).isEqualTo(server.workspace().id());
        assertThat(server.get("/v2/templates/" + id).json(200)).isEqualTo(made);
        assertContains(made.path("roles"), sent.path("roles"), "roles");
        assertContains(made.path("destinations"), sent.path("destinations"), "destinations");
        assertContains(made.path("plugins"), sent.path("plugins"), "plugins");
        assertContains(
                made.path("settings").path("roomState"),
                sent.path("settings").path("roomState"),
                "roomState");
        assertThat(made.path("settings").path("chatHistory").asInt()).isEqualTo(50);
        assertThat(made.path("settings").path("recording").path("upload").path("location").asText())
                .isEqualTo("bucket");
        assertThat(made.toString()).doesNotContain("s3cret");
    }

    /// Whatever was sent is in the answer; the answer may say more.
    private static void assertContains(JsonNode answer, JsonNode sent, String path) {
        if (sent.isObject()) {
            sent.properties()
                    .forEach(member ->
                            assertContains(
                                    answer.path(member.getKey()),
                                    member.getValue(),
                                    path + "." + member.getKey()));
        } else if (sent.isArray() && !sent.isEmpty() && sent.get(0).isObject()) {
            for (int i = 0; i < sent.size(); i++) {
                assertContains(answer.path(i), sent.get(i), path + "[" + i + "]");
            }
        } else {
            assertThat(answer).as(path).isEqualTo(sent);
        }
    }

    @Test
    void whoSendsBackTheHiddenSecretKeepsIt() {
        String id = server.post("/v2/templates", EVERYTHING).json(200).path("id").asText();
        JsonNode shown = server.get("/v2/templates/" + id + "/settings").json(200);

        server.post("/v2/templates/" + id + "/settings", shown.toString()).json(200);

        Template stored =
                server.templates().read(server.workspace().id(), id).orElseThrow().template();
        assertThat(stored.settings().recording().upload().credentials().secretKey())
                .isEqualTo("s3cret");
    }

    @Test
    void emptyRolesGetDefaultsAndAreRefinedOneByOne() {
        JsonNode made =
                server.post(
                                "/v2/templates",
                                "{\"name\":\"t\",\"roles\":{\"host\":{},\"guest\":{}}}")
                        .json(200);
        String id = made.path("id").asText();
        JsonNode host = made.path("roles").path("host");

        assertThat(host.path("publishParams").path("allowed")).hasSize(3);
        assertThat(host.path("publishParams").path("video").path("bitRate").asInt()).isEqualTo(256);
        assertThat(host.path("subscribeParams").path("subscribeToRoles")).hasSize(2);
        assertThat(host.path("permissions").path("hlsStreaming").asBoolean()).isTrue();
        assertThat(host.path("permissions").path("endRoom").asBoolean()).isFalse();

        String role = "/v2/templates/" + id + "/roles/host";
        JsonNode changed =
                server.post(role, "{\"publishParams\":{},\"permissions\":{\"endRoom\":true}}")
                        .json(200);
        assertThat(changed.path("publishParams").path("allowed")).isEmpty();
        assertThat(server.get(role).json(200)).isEqualTo(changed);

        JsonNode renamed = server.post(role, "{\"name\":\"chair\"}").json(200);
        assertThat(renamed.path("name").asText()).isEqualTo("chair");
        server.get(role).error(404);
        assertThat(
                        server.post("/v2/templates/" + id + "/roles/chair", "{\"name\":\"guest\"}")
                                .error(400))
                .contains("name");

        server.delete("/v2/templates/" + id + "/roles/chair").status(204);
        server.delete("/v2/templates/" + id + "/roles/chair").error(404);
        assertThat(server.get("/v2/templates/" + id).json(200).path("roles")).hasSize(1);
    }

    @Test
    void creatingATemplateTwiceOverwritesAndUpdatingReplacesEverything() {
        JsonNode first = server.post("/v2/templates", EVERYTHING).json(200);
        JsonNode second =
                server.post("/v2/templates", "{\"name\":\"everything\",\"roles\":{\"a\":{}}}")
                        .json(200);
        String path = "/v2/templates/" + first.path("id").asText();

        assertThat(second.path("id")).isEqualTo(first.path("id"));
        assertThat(second.path("roles")).hasSize(1);
        assertThat(second.path("destinations").path("hlsDestinations")).isEmpty();

        assertThat(server.post(path, "{\"roles\":{}}").error(400)).contains("settings");
        assertThat(server.post(path, "{\"settings\":{}}").error(400)).contains("roles");
        assertThat(
                        server.post(
                                        path,
                                        "{\"name\":\"live-streaming\",\"roles\":{},\"settings\":{}}")
                                .error(400))
                .contains("name");
        JsonNode replaced =
                server.post(path, "{\"name\":\"new\",\"roles\":{\"b\":{}},\"settings\":{}}")
                        .json(200);
        assertThat(replaced.path("name").asText()).isEqualTo("new");
        assertThat(replaced.path("roles").has("b")).isTrue();
    }

    @Test
    void partsAreReadAndWrittenAlone() {
        String id = server.post("/v2/templates", "{\"name\":\"t\"}").json(200).path("id").asText();
        String path = "/v2/templates/" + id;

        JsonNode destinations =
                server.post(
                                path + "/destinations",
                                "{\"rtmpDestinations\":{\"x\":{\"rtmpUrls\":[\"rtmps://h/a/k\"]}}}")
                        .json(200);
        assertThat(server.get(path + "/destinations").json(200)).isEqualTo(destinations);

        String config =
                """
                [{"name":"default","role":"host","maxDuration":1800,"presignDuration":3600,
                  "compositeRecording":{"browserComposite":{"autoStart":true,"autoStopTimeout":500,
                    "width":1920,"height":1080},"customComposite":{"enabled":false}},
                  "trackRecording":{"enabled":true},
                  "streamRecording":{"enabled":true,"width":1920,"height":1080}}]\
                """;
        JsonNode recordings = server.post(path + "/recordings", config).json(200);
        assertThat(recordings.get(0).path("trackRecording").path("enabled").asBoolean()).isTrue();
        assertThat(server.get(path + "/recordings").json(200)).isEqualTo(recordings);
        server.post(path + "/recordings", "[]").error(400);
        server.post(path + "/recordings", "{}").error(400);
        assertThat(server.post(path + "/recordings", "[{\"name\":\"n\"}]").error(400))
                .contains("body[0].role");
    }

    @Test
    void runningRoomsHearOfEdits() {
        List<Template> heard = new ArrayList<>();
        server.templates().addListener(heard::add);
        String template = server.mainRoom().templateId();

        server.post("/v2/templates/" + template + "/roles/broadcaster", "{\"priority\":3}")
                .json(200);

        assertThat(heard)
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.id()).isEqualTo(template);
                    assertThat(told.roles().get("broadcaster").priority()).isEqualTo(3);
                });
        assertThat(server.rooms().templateOf(server.mainRoom())).isEqualTo(heard.getFirst());
    }

    @Test
    void kitsAreListedAndDeployedWithRooms() {
        List<String> kits = new ArrayList<>();
        server.get("/v2/starter-kits")
                .json(200)
                .path("data")
                .forEach(kit -> kits.add(kit.path("id").asText()));
        assertThat(kits)
                .containsExactly(
                        "live-streaming",
                        "video-conferencing",
                        "webinar",
                        "audio-room",
                        "classroom");
        for (String kit : kits) {
            JsonNode template = server.post("/v2/starter-kits/" + kit, "{}").json(200);
            assertThat(template.path("name").asText()).isEqualTo(kit);
            // What we offer is what we accept.
            server.post("/v2/templates/" + template.path("id").asText(), template.toString())
                    .json(200);
            assertThat(
                            server.get("/v2/rooms?template_id=" + template.path("id").asText())
                                    .json(200)
                                    .path("data"))
                    .hasSizeGreaterThanOrEqualTo(2);
        }
        server.post("/v2/starter-kits/nothing", "{}").error(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'priority':0} | roles.r.priority",
                "{'priority':1.5} | roles.r.priority",
                "{'maxPeerCount':'many'} | roles.r.maxPeerCount",
                "{'publishParams':[]} | roles.r.publishParams",
                "{'publishParams':{'allowed':['smell']}} | roles.r.publishParams.allowed[0]",
                "{'publishParams':{'audio':{'bitRate':8}}} | roles.r.publishParams.audio.bitRate",
                "{'publishParams':{'video':{'width':49}}} | roles.r.publishParams.video.width",
                "{'publishParams':{'screen':{'bitRate':1e300}}} | roles.r.publishParams.screen.bitRate",
                "{'publishParams':{'simulcast':{'video':{'layers':[{'rid':'h'}]}}}} | layers[0].rid",
                "{'publishParams':{'simulcast':{'video':{'layers':[{'rid':'f'},{'rid':'h'}]}}}} | layers[1].scaleResolutionDownBy",
                "{'subscribeParams':{'subscribeToRoles':[7]}} | roles.r.subscribeParams.subscribeToRoles[0]",
                "{'subscribeParams':{'subscribeDegradation':{'packetLossThreshold':0}}} | packetLossThreshold",
                "{'permissions':{'mute':'yes'}} | roles.r.permissions.mute"
            })
    void badRolesNameTheField(String role, String field) {
        String body = "{\"roles\":{\"r\":" + role.replace('\'', '"') + "}}";
        assertThat(server.post("/v2/templates", body).error(400)).contains(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'a/b'} | name",
                "{'roles':{'a/b':{}}} | roles",
                "{'roles':[]} | roles",
                "{'roles':{'r':7}} | roles.r",
                "{'default':'x'} | default",
                "{'settings':{'region':'moon'}} | settings.region",
                "{'settings':{'chatHistory':501}} | settings.chatHistory",
                "{'settings':{'roomState':{'messageInterval':7}}} | settings.roomState.messageInterval",
                "{'settings':{'recording':{'upload':{'type':'s3'}}}} | settings.recording.upload.location",
                "{'settings':{'recording':{'upload':{'type':'ftp','location':'x'}}}} | upload.type",
                "{'destinations':{'hlsDestinations':{'h':{'layers':[{'width':641,'height':360}]}}}} | layers[0].width",
                "{'destinations':{'hlsDestinations':{'h':{'name':'i'}}}} | hlsDestinations.h.name",
                "{'destinations':{'rtmpDestinations':{'r':{'rtmpUrls':['http://x']}}}} | rtmpDestinations.r.rtmpUrls",
                "{'destinations':{'transcriptions':{'t':{}}}} | transcriptions.t.role",
                "{'plugins':{'whiteboard':7}} | plugins.whiteboard",
                "{'plugins':{'noiseCancellation':{'enabled':1}}} | plugins.noiseCancellation.enabled"
            })
    void badTemplatesNameTheField(String body, String field) {
        assertThat(server.post("/v2/templates", body.replace('\'', '"')).error(400))
                .contains(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffffffffffffffffffff", "x", "%00", "undefined"})
    void unknownTemplatesAreNotFound(String id) {
        for (String part : List.of("", "/settings", "/destinations", "/recordings", "/roles/r")) {
            server.get("/v2/templates/" + id + part).error(404);
        }
        server.post("/v2/templates/" + id, "{\"roles\":{},\"settings\":{}}").error(404);
        server.post("/v2/templates/" + id + "/roles/r", "{}").error(404);
        server.delete("/v2/templates/" + id + "/roles/r").error(404);
    }

    @Test
    void pagesThroughAllTemplates() {
        for (int i = 0; i < 11; i++) {
            server.post("/v2/templates", "{\"name\":\"t" + i + "\"}").json(200);
        }
        JsonNode first = server.get("/v2/templates").json(200);
        assertThat(first.path("data")).hasSize(10);
        JsonNode second =
                server.get("/v2/templates?start=" + first.path("last").asText()).json(200);
        assertThat(second.path("data")).hasSize(2);
    }
}
