package io.rostra.platform.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.platform.live.LiveWish;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvent.PeerIdentity;
import io.rostra.platform.live.RoomEvent.TrackChange;
import io.rostra.platform.store.Database;
import io.rostra.platform.store.Export;
import io.rostra.platform.store.ExportStore;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.store.RoomEventStore;
import io.rostra.platform.store.RoomHistory;
import io.rostra.platform.store.RoomQuery;
import io.rostra.platform.store.TestDatabase;
import io.rostra.platform.webhook.LinkSigner;
import io.rostra.platform.webhook.WebhookPayloads;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

    private static final Instant THEN = Instant.parse("2030-01-01T00:00:00Z");

    @TempDir Path folder;

    @Test
    void whatIsOldIsForgottenAndNothingElse() throws Exception {
        try (Database database = TestDatabase.SQLITE.open(folder)) {
            PlatformStores stores = PlatformStores.of(database, () -> THEN);
            stores.fillIfEmpty();
            String workspace = stores.workspaces().all().getFirst().id();
            String room = stores.rooms().list(workspace, RoomQuery.enabled(1)).getFirst().id();
            String session = stores.ids().next();
            String stream = stores.ids().next();
            var peer = new PeerIdentity("ann", "user", "Ann", "", "broadcaster", THEN);
            var track = new RoomEvent.TrackFacts("t", "s", "audio", "regular", false);
            new RoomHistory(
                            stores,
                            new WebhookPayloads(
                                    "https://live.example.org", new LinkSigner(() -> "secret")))
                    .record(
                            List.of(
                                    new RoomEvent.SessionOpened(room, session, THEN),
                                    new RoomEvent.PeerJoined(room, session, peer, THEN),
                                    new RoomEvent.TracksChanged(
                                            room,
                                            session,
                                            peer,
                                            TrackChange.ADD,
                                            List.of(track),
                                            THEN),
                                    new RoomEvent.QualityMeasured(
                                            room, session, Map.of("ann", 5), THEN),
                                    new RoomEvent.JoinFailed(room, peer, "full", THEN),
                                    new RoomEvent.LiveRequested(
                                            room, stream, "", LiveWish.ANY, THEN),
                                    new RoomEvent.AudienceMeasured(room, stream, 1, THEN),
                                    new RoomEvent.PushRequested(
                                            room, stores.ids().next(), List.of("rtmp://x/y"), THEN),
                                    new RoomEvent.SessionClosed(room, session, THEN)));
            List<Export> all = new ArrayList<>(List.of(Export.values()));
            assertThat(all).allSatisfy(each -> assertThat(count(stores, workspace, each)).isOne());

            try (var retention = new Retention(stores, Duration.ofDays(7))) {
                retention.purge(THEN.plus(Duration.ofDays(6)));
                assertThat(all)
                        .allSatisfy(each -> assertThat(count(stores, workspace, each)).isOne());
                retention.purge(THEN.plus(Duration.ofDays(8)));
            }

            assertThat(all).allSatisfy(each -> assertThat(count(stores, workspace, each)).isZero());
            var query = new RoomEventStore.Query(null, null, null, List.of(), null, 10);
            assertThat(stores.roomEvents().list(room, query)).isEmpty();
            assertThat(stores.rooms().find(workspace, room)).isPresent();
        }
    }

    private static int count(PlatformStores stores, String workspace, Export export) {
        return stores.exports()
                .count(export, workspace, new ExportStore.Query(null, null, null), 100);
    }
}
