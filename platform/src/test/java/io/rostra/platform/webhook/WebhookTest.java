package io.rostra.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvent.PeerIdentity;
import io.rostra.platform.memory.RoomMemory;
import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomOptions;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.store.RoomHistory;
import io.rostra.platform.store.RoomQuery;
import io.rostra.platform.store.TestDatabase;
import io.rostra.platform.store.WebhookEvent;
import io.rostra.platform.store.WebhookStore;
import io.rostra.platform.store.WebhookTarget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookTest {

    @TempDir Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Receiver receiver = new Receiver();
    private PlatformStores stores;
    private WebhookDispatcher dispatcher;
    private RoomMemory memory;
    private Room room;

    TestDatabase kind() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void open() {
        stores = PlatformStores.of(kind().open(folder), now::get);
        stores.fillIfEmpty();
        String workspace = stores.workspaces().all().getFirst().id();
        room = stores.rooms().list(workspace, RoomQuery.enabled(10)).getFirst();
        stores.webhooks()
                .setTarget(
                        workspace,
                        new WebhookTarget(receiver.url(), Map.of("X-Key", "password"), "secret"));
        connect();
    }

    private void connect() {
        dispatcher = new WebhookDispatcher(stores.webhooks(), now::get, Duration.ofSeconds(2));
        var payloads =
                new WebhookPayloads("https://live.example.org", new LinkSigner(() -> "secret"));
        memory = new RoomMemory(new RoomHistory(stores, payloads), dispatcher::wake);
    }

    @AfterEach
    void close() {
        memory.close();
        dispatcher.close();
        receiver.close();
        stores.database().close();
    }

    private void session(String roomId, String id) {
        var ann = new PeerIdentity("peer-" + id, "u", "Ann", "{}", "broadcaster", now.get());
        memory.on(new RoomEvent.SessionOpened(roomId, id, now.get()));
        memory.on(new RoomEvent.PeerJoined(roomId, id, ann, now.get()));
        memory.on(
                new RoomEvent.PeerLeft(
                        roomId,
                        id,
                        ann,
                        RoomEvent.LeaveReason.REMOVED,
                        "too loud",
                        now.get().plusSeconds(7)));
        memory.on(new RoomEvent.SessionClosed(roomId, id, now.get().plusSeconds(7)));
    }

    private static final List<String> ALL =
            List.of(
                    "session.open.success",
                    "peer.join.success",
                    "peer.leave.success",
                    "session.close.success");

    @Test
    void eventsArriveInOrderWithTheirHeadersAndASignature() {
        session(room.id(), "64f0c0ffee64f0c0ffee64f1");

        await(() -> receiver.requests.size() == 4);
        assertThat(receiver.types()).isEqualTo(ALL);
        Receiver.Request leave = receiver.requests.get(2);
        assertThat(leave.headers()).containsEntry("X-Key", "password");
        assertThat(leave.headers())
                .containsEntry(
                        "x-100ms-signature",
                        Signature.hex("secret", leave.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(leave.json().path("version").asText()).isEqualTo("2.0");
        assertThat(leave.json().path("account_id").asText()).isEqualTo(room.workspaceId());
        var data = leave.json().path("data");
        assertThat(data.path("room_name").asText()).isEqualTo(room.name());
        assertThat(data.path("user_name").asText()).isEqualTo("Ann");
        assertThat(data.path("reason").asText()).isEqualTo("peer kicked");
        assertThat(data.path("message").asText()).isEqualTo("too loud");
        assertThat(data.path("duration").asInt()).isEqualTo(7);
        assertThat(receiver.requests.get(3).json().path("data").path("session_duration").asInt())
                .isEqualTo(7);
    }

    /// RFC 4231 test case 2.
    @Test
    void theSignatureIsHmacSha256() {
        assertThat(
                        Signature.hex(
                                "Jefe",
                                "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void aReceiverThatWasAwayGetsEverythingInOrder() {
        receiver.status = 500;
        session(room.id(), "64f0c0ffee64f0c0ffee64f1");
        await(() -> dispatcher.failures() == 1);
        assertThat(event().error()).isEqualTo("status 500");

        // Nothing is tried before its time, and nothing overtakes.
        for (int attempt = 2; attempt <= 5; attempt++) {
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
            int expected = attempt;
            await(() -> dispatcher.failures() == expected);
        }
        assertThat(receiver.types()).containsOnly("session.open.success");

        receiver.status = 200;
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(10)));
        await(() -> dispatcher.delivered() == 4);
        assertThat(receiver.types().subList(5, 9)).isEqualTo(ALL);
    }

    private WebhookEvent event() {
        return stores.webhooks().list(room.workspaceId(), everything()).getLast();
    }

    private static WebhookStore.Query everything() {
        return new WebhookStore.Query(null, null, null, null, null, List.of(), 100, 0);
    }

    @Test
    void backOffGoesOnForADay() {
        assertThat(WebhookDispatcher.backOff(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(WebhookDispatcher.backOff(1000)).isEqualTo(Duration.ofHours(1));
        receiver.status = 404;
        session(room.id(), "64f0c0ffee64f0c0ffee64f1");
        await(() -> dispatcher.failures() == 1);
        receiver.status = 200;
        now.updateAndGet(time -> time.plus(Duration.ofHours(23)));
        await(() -> dispatcher.delivered() == 4);
        receiver.status = 404;
        memory.on(new RoomEvent.SessionOpened(room.id(), "64f0c0ffee64f0c0ffee64f2", now.get()));
        await(() -> dispatcher.failures() == 2);
        now.updateAndGet(time -> time.plus(Duration.ofHours(24)));
        await(() ->
                stores.webhooks().list(room.workspaceId(), everything()).getFirst().status()
                        == WebhookEvent.Status.FAILED);
    }

    @Test
    void aReceiverThatDoesNotAnswerHoldsUpNobodyElse() {
        receiver.hold = new CountDownLatch(1);
        try (var other = new Receiver()) {
            Room own =
                    stores.rooms()
                            .createOrReplace(
                                    room.workspaceId(),
                                    room.templateId(),
                                    "own",
                                    "",
                                    new RoomOptions(
                                            "",
                                            false,
                                            null,
                                            null,
                                            List.of(),
                                            new RoomOptions.Webhook(other.url(), Map.of("A", "b")),
                                            null,
                                            false));
            session(room.id(), "64f0c0ffee64f0c0ffee64f1");
            session(own.id(), "64f0c0ffee64f0c0ffee64f2");

            await(() -> other.requests.size() == 4);
            assertThat(other.types()).isEqualTo(ALL);
            assertThat(other.requests.getFirst().headers()).containsEntry("A", "b");
            await(() -> dispatcher.failures() == 1);
            assertThat(
                            stores.webhooks()
                                    .list(
                                            room.workspaceId(),
                                            new WebhookStore.Query(
                                                    null, null, room.id(), null, null, List.of(),
                                                    100, 0))
                                    .getLast()
                                    .error())
                    .isEqualTo("timeout");
        }
    }

    @Test
    void whatIsStoredIsSentAfterARestart() {
        receiver.status = 500;
        session(room.id(), "64f0c0ffee64f0c0ffee64f1");
        await(() -> dispatcher.failures() == 1);
        memory.close();
        dispatcher.close();
        receiver.status = 200;
        receiver.requests.clear();
        now.updateAndGet(time -> time.plus(Duration.ofHours(3)));

        connect();

        await(() -> dispatcher.delivered() == 4);
        assertThat(receiver.types()).isEqualTo(ALL);
    }

    @Test
    void aReplayIsMarkedAndCounted() {
        session(room.id(), "64f0c0ffee64f0c0ffee64f1");
        await(() -> dispatcher.delivered() == 4);

        var started =
                stores.webhooks()
                        .replay(
                                room.workspaceId(),
                                "{}",
                                everything(),
                                WebhookDispatcher::asReplay);
        assertThat(started.getValue()).isTrue();
        assertThat(
                        stores.webhooks()
                                .replay(
                                        room.workspaceId(),
                                        "{}",
                                        everything(),
                                        WebhookDispatcher::asReplay)
                                .getKey()
                                .id())
                .isEqualTo(started.getKey().id());
        await(() -> dispatcher.delivered() == 8);

        assertThat(receiver.types().subList(4, 8)).isEqualTo(ALL);
        assertThat(receiver.requests.get(4).json().path("is_replay").asBoolean()).isTrue();
        assertThat(receiver.requests.get(4).json().path("id"))
                .isEqualTo(receiver.requests.get(0).json().path("id"));
        var replay =
                stores.webhooks()
                        .findReplay(room.workspaceId(), started.getKey().id())
                        .orElseThrow();
        assertThat(replay.running()).isFalse();
        assertThat(replay.delivered()).isEqualTo(4);
    }

    @Test
    void nobodyIsToldWithoutAnAddress() {
        stores.webhooks().removeTarget(room.workspaceId());
        session(room.id(), "64f0c0ffee64f0c0ffee64f1");
        memory.settled().join();
        assertThat(stores.webhooks().list(room.workspaceId(), everything())).isEmpty();
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.onSpinWait();
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
