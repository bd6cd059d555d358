package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.signalling.rpc.PeerQuery;
import io.rostra.signalling.rpc.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryTest {

    private static final PeerQuery.Filter ANYBODY = new PeerQuery.Filter(null, null, List.of());

    private final TestRoom room = new TestRoom();
    private RecordingSocket ada;

    @BeforeEach
    void manyJoin() throws Exception {
        ada = room.join("ada", BROADCASTER);
        for (int i = 0; i < 25; i++) {
            room.join("v" + i, VIEWER);
        }
        ada.drain();
    }

    private JsonNode ask(PeerQuery query) {
        room.request(ada, "ada", query);
        return ada.reply();
    }

    private static List<String> ids(JsonNode page) {
        var ids = new ArrayList<String>();
        page.path("peers").forEach(peer -> ids.add(peer.path("peer_id").asText()));
        return ids;
    }

    @Test
    void pagesGoThroughEverybodyOnce() throws Exception {
        JsonNode page = ask(new PeerQuery.Find(ANYBODY, 10));
        assertThat(page.path("total").asInt()).isEqualTo(26);
        assertThat(page.path("eof").asBoolean()).isFalse();
        assertThat(page.at("/peers/1/info/name").asText()).isEqualTo("Name of v0");
        var seen = new ArrayList<>(ids(page));
        room.leave(room.connect("v3", VIEWER), "v3");
        page = ask(new PeerQuery.Next(page.path("iterator").asText(), 10));
        seen.addAll(ids(page));
        page = ask(new PeerQuery.Next(null, 10));
        assertThat(page.path("eof").asBoolean()).isTrue();
        seen.addAll(ids(page));
        assertThat(seen).hasSize(26).doesNotHaveDuplicates();
    }

    @Test
    void filtersNarrow() {
        assertThat(ids(ask(new PeerQuery.Find(filter(BROADCASTER, null), 10))))
                .containsExactly("ada");
        room.request(ada, "ada", new Request.GroupJoin("_handraise"));
        assertThat(ids(ask(new PeerQuery.Find(filter(null, "_handraise"), 10))))
                .containsExactly("ada");
        assertThat(
                        ids(
                                ask(
                                        new PeerQuery.Find(
                                                new PeerQuery.Filter(
                                                        null, null, List.of("v1", "v2", "no")),
                                                10))))
                .containsExactly("v1", "v2");
        JsonNode none = ask(new PeerQuery.Find(filter("king", null), 10));
        assertThat(none.path("eof").asBoolean()).isTrue();
        assertThat(none.path("peers").isArray()).isTrue();
    }

    private static PeerQuery.Filter filter(String role, String group) {
        return new PeerQuery.Filter(role, group, List.of());
    }

    @Test
    void namesAreSearchedInAnyCase() {
        JsonNode found = ask(new PeerQuery.Search("NAME OF V1", 5, 0));
        assertThat(ids(found)).containsExactly("v1", "v10", "v11", "v12", "v13");
        assertThat(found.path("offset").asInt()).isEqualTo(5);
        assertThat(found.path("eof").asBoolean()).isFalse();
        JsonNode rest = ask(new PeerQuery.Search("name of v1", 100, 5));
        assertThat(rest.path("count").asInt()).isEqualTo(6);
        assertThat(rest.path("eof").asBoolean()).isTrue();
        assertThat(ids(ask(new PeerQuery.Search("", 10, Integer.MAX_VALUE)))).isEmpty();
    }

    @Test
    void onePeerOrAnError() throws Exception {
        room.connect("preview", VIEWER);
        assertThat(ask(new PeerQuery.Get("v7")).path("peer_id").asText()).isEqualTo("v7");
        assertThat(ask(new PeerQuery.Get("nobody")).path("code").asInt()).isEqualTo(404);
        assertThat(ask(new PeerQuery.Get("preview")).path("code").asInt()).isEqualTo(404);
    }

    @Test
    void iteratorsOfOthersAndOldOnesAreUnknown() throws Exception {
        String iterator = ask(new PeerQuery.Find(ANYBODY, 1)).path("iterator").asText();
        RecordingSocket bo = room.join("bo", VIEWER);
        room.request(bo, "bo", new PeerQuery.Next(iterator, 1));
        assertThat(bo.reply().path("code").asInt()).isEqualTo(404);
        room.request(bo, "bo", new PeerQuery.Next(null, 1));
        assertThat(bo.reply().path("code").asInt()).isEqualTo(404);
        for (int i = 0; i < 20; i++) {
            ask(new PeerQuery.Find(ANYBODY, 1));
        }
        assertThat(ask(new PeerQuery.Next(iterator, 1)).path("code").asInt()).isEqualTo(404);
    }

    @Test
    void aPreviewLooksInOnlyIfItsRoleMay() throws Exception {
        RecordingSocket host = room.connect("host", BROADCASTER);
        room.request(host, "host", new PeerQuery.Find(ANYBODY, 1));
        assertThat(host.reply().path("total").asInt()).isEqualTo(26);
        RecordingSocket viewer = room.connect("viewer", VIEWER);
        room.request(viewer, "viewer", new PeerQuery.Find(ANYBODY, 1));
        assertThat(viewer.reply().path("code").asInt()).isEqualTo(400);
    }
}
