package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.token.TokenIssuer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LayoutsTest {

    private static final String PATH = "/v2/layouts/ui";

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start(GuestPolicy.OFF);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode layouts(String role) {
        String token =
                new TokenIssuer(InstantSource.system())
                        .app(
                                server.workspace(),
                                server.mainRoom().id(),
                                "ada",
                                role,
                                TokenIssuer.DAY);
        var reply = server.get(PATH, "Bearer " + token);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("*");
        return reply.json(200).path("data");
    }

    private static List<String> keys(JsonNode node) {
        var keys = new ArrayList<String>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void theOwnRoleComesFirstAndAllOthersFollow() {
        JsonNode data = layouts("hls-viewer");
        assertThat(data.path(0).path("role").asText()).isEqualTo("hls-viewer");
        assertThat(data.findValuesAsText("role"))
                .containsExactlyInAnyOrderElementsOf(
                        server.rooms().templateOf(server.mainRoom()).roles().keySet());
    }

    @Test
    void whoWatchesHasAPlayer() {
        JsonNode screens = layouts("hls-viewer").path(0).path("screens");
        assertThat(keys(screens.path("conferencing"))).containsExactly("hls_live_streaming");
        JsonNode elements = screens.at("/conferencing/hls_live_streaming/elements");
        assertThat(elements.at("/chat/public_chat_enabled").asBoolean()).isTrue();
        assertThat(elements.at("/chat/real_time_controls/can_block_user").asBoolean()).isFalse();
        assertThat(joinButton(screens)).isEqualTo("JOIN_BTN_TYPE_JOIN_ONLY");
    }

    @Test
    void whoBroadcastsHasAStageAndBringsOthersOntoIt() {
        JsonNode screens = layouts("broadcaster").path(0).path("screens");
        assertThat(keys(screens.path("conferencing"))).containsExactly("default");
        JsonNode elements = screens.at("/conferencing/default/elements");
        assertThat(elements.at("/on_stage_exp/on_stage_role").asText()).isEqualTo("broadcaster");
        assertThat(elements.at("/on_stage_exp/off_stage_roles/0").asText()).isEqualTo("hls-viewer");
        assertThat(elements.at("/chat/real_time_controls/can_block_user").asBoolean()).isTrue();
        assertThat(joinButton(screens)).isEqualTo("JOIN_BTN_TYPE_JOIN_AND_GO_LIVE");
    }

    private static String joinButton(JsonNode screens) {
        return screens.at("/preview/default/elements/join_form/join_btn_type").asText();
    }

    @Test
    void strangersGetNone() {
        server.get(PATH, null).error(401);
        server.get(PATH, "Bearer x.y.z").error(401);
        server.get(PATH, server.managementHeader()).error(401);
    }
}
